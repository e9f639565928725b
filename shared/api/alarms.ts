import { type Static, type TSchema, Type } from 'typebox'
import { ALARM_CHANNELS, ALARM_KINDS, ALARM_SEVERITIES, ALARM_STEPS, MOST_AT_ONCE } from '../alarm.ts'
import { CONNECTION_STATES } from '../vocabulary.ts'
import { Code, Words } from './catalogue.ts'
import { After } from './versions.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }
const Note = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })
const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const AlarmParams = Type.Object({ id: Id })

const Name = Type.Object(
  {
    vi: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    en: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  },
  closed,
)
/** Whose numbers: null = every unit that reports the indicator. */
const Units = orNull(Type.Array(Code, { minItems: 1, maxItems: 500, uniqueItems: true }))
export const BOUNDS = ['>', '>=', '<', '<=', 'outside', 'inside'] as const
const Bound = {
  comparator: Type.Enum([...BOUNDS]),
  value: Type.Number(),
  /** The upper end, of a band. */
  high: Type.Optional(Type.Number()),
  /** How far back across the bound it must come before it counts as over. */
  deadband: Type.Number({ minimum: 0 }),
  perUnit: Type.Array(
    Type.Object({ unit: Code, value: Type.Number(), high: Type.Optional(Type.Number()) }, closed),
    { maxItems: 500 },
  ),
}
const Codes = Type.Array(Code, { maxItems: 200, uniqueItems: true })
export const AlarmCondition = Type.Union([
  Type.Object({ kind: Type.Literal('value'), indicator: Code, units: Units, ...Bound }, closed),
  Type.Object(
    {
      ...{ kind: Type.Literal('change'), indicator: Code, units: Units },
      direction: Type.Enum(['rise', 'fall', 'either']),
      amount: Type.Number({ exclusiveMinimum: 0 }),
      percent: Type.Boolean(),
      windowSeconds: Type.Integer({ minimum: 1, maximum: 31_622_400 }),
      deadband: Type.Number({ minimum: 0 }),
    },
    closed,
  ),
  Type.Object(
    {
      ...{ kind: Type.Literal('freshness'), indicator: Code, units: Units },
      state: Type.Enum(['late', 'stale']),
    },
    closed,
  ),
  Type.Object(
    {
      ...{ kind: Type.Literal('forecast'), indicator: Code, units: Units },
      ahead: Type.Integer({ minimum: 1, maximum: 60 }),
      /** Only when the whole 80 % interval lies beyond. */
      sure: Type.Boolean(),
      ...Bound,
    },
    closed,
  ),
  /** A question of yes or no in CEL; units as above, for the numbers that it names without a unit. */
  Type.Object(
    {
      ...{ kind: Type.Literal('expression'), units: Units },
      expression: Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S' }),
    },
    closed,
  ),
  /** Codes of checks; none = all. */
  Type.Object({ kind: Type.Literal('check'), checks: Codes }, closed),
  /** Ids of connections; none = all. */
  Type.Object(
    {
      kind: Type.Literal('connection'),
      connections: Codes,
      states: Type.Array(Type.Enum([...CONNECTION_STATES]), { minItems: 1, uniqueItems: true }),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('screen') }, closed),
  Type.Object({ kind: Type.Literal('directive') }, closed),
  /** Codes of screens that are guessed, tokens that are copied. */
  Type.Object({ kind: Type.Literal('intrusion') }, closed),
  Type.Object({ kind: Type.Literal('cap') }, closed),
])
export type AlarmCondition = Static<typeof AlarmCondition>

const Seconds = Type.Integer({ minimum: 0, maximum: 604_800 })
export const AlarmRuleInput = Type.Object(
  {
    name: Name,
    enabled: Type.Boolean(),
    severity: Type.Enum([...ALARM_SEVERITIES]),
    condition: AlarmCondition,
    /** Raised only when it holds so long; over only when it has not held so long. */
    holdSeconds: Seconds,
    clearSeconds: Seconds,
    /** A person must take it before it ends, even when its cause has gone. */
    needsPerson: Type.Boolean(),
    onWall: Type.Boolean(),
    ladder: orNull(Code),
  },
  closed,
)
export type AlarmRuleInput = Static<typeof AlarmRuleInput>
/** The next version, on the one that was read. */
export const AlarmRuleSave = Type.Object({ ...AlarmRuleInput.properties, after: After }, closed)
export const AlarmRuleCreate = Type.Object(
  { code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' }), rule: AlarmRuleInput },
  closed,
)
export const AlarmRuleView = Type.Object({
  id: Type.Integer(),
  code: Type.String(),
  version: Type.Integer(),
  rule: AlarmRuleInput,
  changedAt: Type.Number(),
  changedBy: Type.String(),
  /** Places where it looks now; null where these come and go by themselves. */
  places: orNull(Type.Integer()),
  open: Type.Integer(),
})
export type AlarmRuleView = Static<typeof AlarmRuleView>
export const BackTestInput = Type.Object(
  { rule: AlarmRuleInput, days: Type.Integer({ minimum: 1, maximum: 400, default: 30 }) },
  closed,
)
export const BackTestView = Type.Object({
  from: Type.Number(),
  to: Type.Number(),
  places: Type.Integer(),
  /** Values (or changes of state) read. */
  read: Type.Integer(),
  times: Type.Integer(),
  /** Places left out because the reading was bounded. */
  left: Type.Integer(),
  /** Newest first; `to` null = still standing. */
  firings: Type.Array(
    Type.Object({
      place: Words,
      from: Type.Number(),
      to: orNull(Type.Number()),
      worst: orNull(Type.Number()),
    }),
  ),
  symbol: orNull(Words),
  decimals: Type.Integer(),
  /** Why this kind cannot be tried on the past. */
  impossible: orNull(Type.String()),
})
export type BackTestView = Static<typeof BackTestView>

const Rung = Type.Object(
  {
    afterSeconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
    channel: Type.Enum([...ALARM_CHANNELS]),
    /** Who holds it is told; of a webhook null. */
    position: orNull(Code),
    webhook: orNull(Code),
  },
  closed,
)
export const AlarmLadderInput = Type.Object(
  { name: Name, rungs: Type.Array(Rung, { minItems: 1, maxItems: 20 }) },
  closed,
)
export type AlarmLadderInput = Static<typeof AlarmLadderInput>
/** The next version, on the one that was read. */
export const AlarmLadderSave = Type.Object({ ...AlarmLadderInput.properties, after: After }, closed)
export const AlarmLadderView = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  ladder: AlarmLadderInput,
  changedAt: Type.Number(),
  changedBy: Type.String(),
})
export type AlarmLadderView = Static<typeof AlarmLadderView>
export const PositionView = Type.Object({
  code: Type.String(),
  name: Words,
  holders: Type.Array(Type.Object({ accountId: Type.Integer(), displayName: Type.String() })),
})

const by = { by: Type.String(), at: Type.Number() }
/** An alarm as it is listed. Times are ms since 1970. */
export const AlarmView = Type.Object({
  id: Type.Integer(),
  rule: Type.String(),
  ruleName: Words,
  kind: Type.Enum([...ALARM_KINDS]),
  severity: Type.Enum([...ALARM_SEVERITIES]),
  subject: Type.String(),
  title: Words,
  text: Words,
  state: Type.String(),
  since: Type.Number(),
  raisedAt: Type.Number(),
  active: Type.Boolean(),
  clearedAt: orNull(Type.Number()),
  endedAt: orNull(Type.Number()),
  acknowledged: orNull(Type.Object({ ...by, note: Type.String(), until: orNull(Type.Number()) })),
  shelved: orNull(Type.Object({ ...by, until: Type.Number(), reason: Type.String() })),
  owner: orNull(Type.String()),
  incident: orNull(Type.Integer()),
  simulated: Type.Boolean(),
  onWall: Type.Boolean(),
  needsPerson: Type.Boolean(),
  times: Type.Integer(),
  suppressed: Type.Integer(),
  chattering: Type.Integer(),
  told: orNull(
    Type.Object({
      at: Type.Number(),
      channel: Type.String(),
      position: orNull(Type.String()),
      name: orNull(Words),
      to: Type.Array(Type.String()),
    }),
  ),
  /** Positions that nobody held when it was their turn. */
  vacant: Type.Array(Type.Object({ position: Type.String(), name: orNull(Words) })),
  /** How many steps are kept of it. */
  kept: Type.Integer(),
  /** The cause on the desk's board that it stands for, with its subject. */
  attention: orNull(Type.Integer()),
})
export type AlarmView = Static<typeof AlarmView>
export const AlarmStepView = Type.Object({
  kind: Type.Enum([...ALARM_STEPS]),
  at: Type.Number(),
  by: orNull(Type.String()),
  note: orNull(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export const AlarmDetail = Type.Object({
  ...AlarmView.properties,
  steps: Type.Array(AlarmStepView),
  /** Why it was raised, in the rule's words, and which version of it. */
  version: Type.Integer(),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export type AlarmDetail = Static<typeof AlarmDetail>
export const AlarmsQuery = Type.Object({
  which: Type.Enum(['open', 'ended'], { default: 'open' }),
  before: Type.Optional(Id),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 200 }),
})

/** `minutes`: it comes back to be acknowledged anew, while its cause lasts. */
export const AlarmAcknowledge = Type.Object(
  { note: Note, minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_080 })) },
  closed,
)
/** The same of many, each as if it were taken by itself. */
export const AlarmsAcknowledge = Type.Object(
  {
    ids: Type.Array(Id, { minItems: 1, maxItems: MOST_AT_ONCE, uniqueItems: true }),
    ...AlarmAcknowledge.properties,
  },
  closed,
)
export const AlarmsAcknowledged = Type.Object({
  taken: Type.Array(Type.Integer()),
  refused: Type.Array(Type.Object({ id: Type.Integer(), code: Type.String() })),
})
export type AlarmsAcknowledged = Static<typeof AlarmsAcknowledged>
export const AlarmAssign = Type.Object({ account: Id, note: Type.Optional(Note) }, closed)
export const AlarmComment = Type.Object({ note: Note }, closed)
export const AlarmShelve = Type.Object(
  { minutes: Type.Integer({ minimum: 1, maximum: 10_080 }), reason: Note },
  closed,
)
export const AlarmPerson = Type.Object({ id: Type.Integer(), name: Type.String(), role: Type.String() })
export type AlarmPerson = Static<typeof AlarmPerson>

const Ids = Type.Array(Id, { minItems: 1, maxItems: 1_000, uniqueItems: true })
export const IncidentInput = Type.Object({ title: Note, alarms: Ids }, closed)
export const IncidentMembers = Type.Object({ alarms: Ids, take: Type.Boolean() }, closed)
export const IncidentView = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  openedAt: Type.Number(),
  openedBy: Type.String(),
  closedAt: orNull(Type.Number()),
  closedBy: orNull(Type.String()),
  note: orNull(Type.String()),
  members: Type.Integer(),
  waiting: Type.Integer(),
})
export type IncidentView = Static<typeof IncidentView>
/** What one word to an incident did to each of its alarms. */
export const IncidentOutcome = Type.Object({
  done: Type.Array(Type.Integer()),
  refused: Type.Array(Type.Object({ id: Type.Integer(), why: Type.String() })),
})
export type IncidentOutcome = Static<typeof IncidentOutcome>

/** How oneself is reached; null = not by that. */
export const AlarmContact = Type.Object(
  {
    email: orNull(Type.String({ maxLength: 200, pattern: '^[^\\s@<>,;]+@[^\\s@<>,;]+$' })),
    phone: orNull(Type.String({ pattern: '^\\+?[0-9 ]{8,20}$' })),
  },
  closed,
)
export type AlarmContact = Static<typeof AlarmContact>
export const PushSubscriptionInput = Type.Object(
  {
    endpoint: Type.String({ pattern: '^https://', maxLength: 1_000 }),
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{80,100}$' }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{16,40}$' }),
      },
      closed,
    ),
  },
  closed,
)
export const PushEndpoint = Type.Object({ endpoint: Type.String({ maxLength: 1_000 }) }, closed)
export const WebhookInput = Type.Object(
  {
    url: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 1_000 }),
    /** Signs what is sent (HMAC-SHA-256). Kept sealed, never shown. */
    secret: Type.String({ minLength: 16, maxLength: 200 }),
    /** It may be an address of the inner network. */
    inside: Type.Boolean(),
  },
  closed,
)
export const WebhookView = Type.Object({
  code: Type.String(),
  url: Type.String(),
  inside: Type.Boolean(),
  createdBy: Type.String(),
  createdAt: Type.Number(),
})
export type WebhookView = Static<typeof WebhookView>
/** Which ways out are set up on this server. */
export const ChannelsView = Type.Object({
  email: Type.Boolean(),
  sms: Type.Boolean(),
  pushKey: Type.String(),
})
export type ChannelsView = Static<typeof ChannelsView>

const Ms = Type.Integer({ minimum: 0, maximum: 8.64e15 })
export const AlarmMeasuresQuery = Type.Object({ from: Ms, to: Ms })
export const AlarmMeasures = Type.Object({
  from: Type.Number(),
  to: Type.Number(),
  raised: Type.Integer(),
  perHour: Type.Array(Type.Object({ at: Type.Number(), count: Type.Integer() })),
  busiest: Type.Integer(),
  flood: Type.Number(),
  standing: Type.Integer(),
  stale: Type.Integer(),
  unacknowledged: Type.Integer(),
  answerMedian: orNull(Type.Number()),
  answerNinth: orNull(Type.Number()),
  bySeverity: Type.Object({
    critical: Type.Integer(),
    high: Type.Integer(),
    medium: Type.Integer(),
    low: Type.Integer(),
  }),
  top: Type.Array(
    Type.Object({ rule: Type.String(), subject: Words, count: Type.Integer(), share: Type.Number() }),
  ),
  chattering: Type.Array(Type.Object({ rule: Type.String(), subject: Words, times: Type.Integer() })),
})
export type AlarmMeasures = Static<typeof AlarmMeasures>
