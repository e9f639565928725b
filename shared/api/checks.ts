import { Type } from 'typebox'
import { After } from './versions.ts'

const Words = Type.Object({
  vi: Type.String({ minLength: 1, maxLength: 200 }),
  en: Type.String({ minLength: 1, maxLength: 200 }),
})
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const Code = Type.String({ minLength: 1, maxLength: 40 })
const Expression = Type.String({ minLength: 1, maxLength: 1_000 })

export const OPERATORS = ['=', '<=', '>=', '<', '>'] as const
export type Operator = (typeof OPERATORS)[number]
export const OUTCOMES = ['ok', 'failed', 'incomplete'] as const
export type Outcome = (typeof OUTCOMES)[number]
export const SEVERITIES = ['notice', 'serious'] as const
export const RULE_KINDS = ['parts', 'sources', 'expression', 'bounds', 'jump', 'monotone'] as const

/** What a rule compares. Values are in each indicator's own measure. */
export const CheckInput = Type.Union([
  /** The units of the reporting level, or the indicators named, against the whole. '*' = every additive indicator. */
  Type.Object({
    kind: Type.Literal('parts'),
    indicator: Code,
    of: Type.Optional(Type.Array(Code, { minItems: 1, maxItems: 50 })),
    missingAllowed: Type.Optional(Type.Boolean()),
  }),
  /** The same number from two connections, or two indicators that should agree. */
  Type.Object({
    kind: Type.Literal('sources'),
    indicator: Code,
    other: Type.Optional(Code),
    connections: Type.Optional(Type.Tuple([Code, Code])),
  }),
  Type.Object({
    kind: Type.Literal('expression'),
    left: Expression,
    operator: Type.Enum([...OPERATORS]),
    right: Expression,
  }),
  Type.Object({
    kind: Type.Literal('bounds'),
    indicator: Code,
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
  }),
  /** Distance from the median of the last values, in robust standard deviations. */
  Type.Object({
    kind: Type.Literal('jump'),
    indicator: Code,
    window: Type.Integer({ minimum: 5, maximum: 200 }),
    limit: Type.Number({ exclusiveMinimum: 0, maximum: 1_000 }),
  }),
  /** A year-to-date figure never falls within its year. */
  Type.Object({ kind: Type.Literal('monotone'), indicator: Code }),
])
export type CheckInput = Type.Static<typeof CheckInput>

export const RuleInput = Type.Object({
  name: Words,
  check: CheckInput,
  /** The whole country, every unit that reports, or these codes. */
  units: Type.Union([
    Type.Literal('nation'),
    Type.Literal('each'),
    Type.Array(Code, { minItems: 1, maxItems: 200 }),
  ]),
  /** The widest of the three holds; `rounding`: what rounding every part may add up to. */
  tolerance: Type.Object({
    absolute: Type.Optional(Type.Number({ minimum: 0 })),
    relative: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    rounding: Type.Optional(Type.Boolean()),
  }),
  severity: Type.Enum([...SEVERITIES]),
  /** Code of the agency that answers for it. */
  owner: orNull(Code),
  enabled: Type.Boolean(),
  note: Type.Optional(Type.String({ maxLength: 1_000 })),
})
export type RuleInput = Type.Static<typeof RuleInput>
/** The next version, on the one that was read. */
export const RuleSave = Type.Object({ ...RuleInput.properties, after: After })

const RuleFacts = {
  id: Type.Integer(),
  code: Type.String(),
  version: Type.Integer(),
  rule: RuleInput,
  changedAt: Type.Number(),
  changedBy: Type.String(),
}
/** A rule with how much it watches and how much of it fails now. */
export const RuleView = Type.Object({
  ...RuleFacts,
  places: Type.Integer(),
  failing: Type.Integer(),
})
export type RuleView = Type.Static<typeof RuleView>

/** A side is null when it is one number that the reader may not see. */
export const Finding = Type.Object({
  outcome: Type.Enum([...OUTCOMES]),
  left: orNull(Type.Number()),
  right: orNull(Type.Number()),
  difference: orNull(Type.Number()),
  allowed: orNull(Type.Number()),
  missing: Type.Integer(),
  /** ms since 1970. */
  at: Type.Number(),
})
export type Finding = Type.Static<typeof Finding>

const Place = Type.Object({
  indicator: Type.Object({ code: Type.String(), name: Words, symbol: Words, decimals: Type.Integer() }),
  unit: Type.Object({ code: Type.String(), from: Type.String(), name: Words }),
  /** '' = the newest instant. */
  period: Type.String(),
})

export const PreviewView = Type.Object({
  places: Type.Integer(),
  moments: Type.Integer(),
  fired: Type.Integer(),
  incomplete: Type.Integer(),
  /** The first hundred, newest first. */
  findings: Type.Array(Type.Object({ ...Place.properties, ...Finding.properties })),
})
export type PreviewView = Type.Static<typeof PreviewView>

export const STEP_KINDS = [
  'opened',
  'assigned',
  'explained',
  'corrected',
  'arbitrated',
  'closed',
  'reopened',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

export const DisputeStep = Type.Object({
  at: Type.Number(),
  kind: Type.Enum([...STEP_KINDS]),
  actor: Type.String(),
  note: Type.String(),
  detail: Type.Object({
    /** Code of the agency it is assigned to. */
    to: Type.Optional(Type.String()),
    /** Which side stands. */
    stands: Type.Optional(Type.String()),
    left: Type.Optional(orNull(Type.Number())),
    right: Type.Optional(orNull(Type.Number())),
  }),
})
export type DisputeStep = Type.Static<typeof DisputeStep>

export const DisputeView = Type.Object({
  id: Type.String(),
  rule: Type.Object({ id: Type.Integer(), code: Type.String(), version: Type.Integer(), name: Words }),
  kind: Type.Enum([...RULE_KINDS]),
  severity: Type.Enum([...SEVERITIES]),
  ...Place.properties,
  open: Type.Boolean(),
  openedAt: Type.Number(),
  assignedTo: orNull(Type.String()),
  finding: Finding,
  /** The numbers in doubt that the reader may see, each with its own card. */
  series: Type.Array(
    Type.Object({
      indicator: Type.String(),
      unit: Type.String(),
      unitFrom: Type.String(),
      name: Words,
      freshness: Type.String(),
    }),
  ),
  steps: Type.Array(DisputeStep),
})
export type DisputeView = Type.Static<typeof DisputeView>

export const StepInput = Type.Union([
  Type.Object({
    kind: Type.Literal('assigned'),
    to: Code,
    note: Type.String({ maxLength: 1_000 }),
  }),
  Type.Object({
    kind: Type.Literal('explained'),
    note: Type.String({ minLength: 3, maxLength: 1_000 }),
  }),
  Type.Object({
    kind: Type.Literal('arbitrated'),
    stands: Type.Enum(['left', 'right', 'both']),
    note: Type.String({ minLength: 3, maxLength: 1_000 }),
  }),
  Type.Object({
    kind: Type.Literal('closed'),
    note: Type.String({ minLength: 3, maxLength: 1_000 }),
  }),
])
export type StepInput = Type.Static<typeof StepInput>

/** A check that a number took part in, for its card. */
export const CheckOfNumber = Type.Object({
  rule: Type.Object({ id: Type.Integer(), code: Type.String(), version: Type.Integer(), name: Words }),
  ...Finding.properties,
  dispute: orNull(Type.String()),
  lastStep: orNull(DisputeStep),
})
export type CheckOfNumber = Type.Static<typeof CheckOfNumber>
