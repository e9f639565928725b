import { type Static, type TSchema, Type } from 'typebox'
import {
  ADDRESSEE_ACTS,
  DIRECTIVE_STATES,
  ISSUER_ACTS,
  PRIORITIES,
  PUBLISHED,
  WATCH_STATES,
} from '../directive.ts'
import { Code, Words } from './catalogue.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }
const Comparator = Type.Enum(['<', '<=', '>', '>=', '=', 'range'])
const Text = Type.String({ minLength: 3, maxLength: 4_000, pattern: '\\S' })
const Note = Type.String({ minLength: 1, maxLength: 4_000, pattern: '\\S' })
/** ms since 1970. */
const Instant = Type.Integer({ minimum: 0, maximum: 8.64e15 })

/** The number that a directive is held against. */
const Aim = Type.Object(
  {
    indicator: Code,
    /** Whose number; absent: the addressee's own where it is a province, else the whole country's. */
    unit: Type.Optional(Code),
    comparator: Comparator,
    value: Type.Number(),
    valueHigh: Type.Optional(Type.Number()),
    /** Closing is proposed when the target has held for so many days. */
    holdDays: Type.Integer({ minimum: 0, maximum: 365 }),
  },
  closed,
)
const asked = { text: Text, due: Instant, priority: Type.Enum([...PRIORITIES]), aim: orNull(Aim) }
/** One word to one or many: each addressee gets a directive with a life of its own. */
export const DirectiveInput = Type.Object(
  {
    ...asked,
    addressees: Type.Array(Code, { minItems: 1, maxItems: 100, uniqueItems: true }),
    document: orNull(Type.String({ minLength: 1, maxLength: 200 })),
    session: orNull(Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })),
    /** What the giver's screen showed: the view's epoch and sequence. */
    shown: orNull(Type.Object({ epoch: Type.Integer(), seq: Type.Integer() }, closed)),
    issue: Type.Boolean(),
  },
  closed,
)
export type DirectiveInput = Static<typeof DirectiveInput>
/** What it asks may be changed; whom it is for and whose number it watches stay. */
export const DirectiveChange = Type.Object(
  { text: Text, due: Instant, priority: Type.Enum([...PRIORITIES]), note: orNull(Note) },
  closed,
)
export type DirectiveChange = Static<typeof DirectiveChange>
export const ActInput = Type.Object(
  {
    act: Type.Enum([...ISSUER_ACTS, ...ADDRESSEE_ACTS]),
    note: orNull(Note),
    /** Of `ask`: until when. */
    due: Type.Optional(Instant),
  },
  closed,
)
export type ActInput = Static<typeof ActInput>

const Unit = Type.Object({ code: Type.String(), name: Words })
const Known = Type.Object({ value: Type.Number(), at: Type.Integer(), period: orNull(Type.String()) })
export const WatchView = Type.Object({
  indicator: Type.String(),
  name: Words,
  symbol: Words,
  decimals: Type.Integer(),
  unit: Unit,
  comparator: Comparator,
  value: Type.Number(),
  valueHigh: orNull(Type.Number()),
  holdDays: Type.Integer(),
  state: Type.Enum([...WATCH_STATES]),
  progress: orNull(Type.Number()),
  elapsed: orNull(Type.Number()),
  /** When it was issued, and now. */
  first: orNull(Known),
  now: orNull(Known),
  metSince: orNull(Type.Integer()),
})
export const DirectiveView = Type.Object({
  id: Type.Integer(),
  batch: Type.String(),
  addressee: Unit,
  text: Type.String(),
  due: Type.Integer(),
  priority: Type.Enum([...PRIORITIES]),
  version: Type.Integer(),
  state: Type.Enum([...DIRECTIVE_STATES]),
  published: orNull(Type.Enum([...PUBLISHED])),
  issuedAt: orNull(Type.Integer()),
  doneAt: orNull(Type.Integer()),
  readAt: orNull(Type.Integer()),
  reports: Type.Integer(),
  /** Until when more time is asked for. */
  askedDue: orNull(Type.Integer()),
  /** Its target has held as long as was asked: it can be closed. */
  proposed: Type.Boolean(),
  session: orNull(Type.String()),
  document: orNull(Type.String()),
  simulated: Type.Boolean(),
  createdAt: Type.Integer(),
  createdBy: Type.String(),
  watch: orNull(WatchView),
})
export type DirectiveView = Static<typeof DirectiveView>
export const DirectiveDetail = Type.Object({
  ...DirectiveView.properties,
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      text: Type.String(),
      due: Type.Integer(),
      priority: Type.Enum([...PRIORITIES]),
      at: Type.Integer(),
      by: Type.String(),
    }),
  ),
  steps: Type.Array(
    Type.Object({
      n: Type.Integer(),
      kind: Type.String(),
      at: Type.Integer(),
      by: orNull(Type.String()),
      note: orNull(Type.String()),
      detail: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  /** What whoever asks may do now. */
  acts: Type.Array(Type.Enum([...ISSUER_ACTS, ...ADDRESSEE_ACTS])),
  mayChange: Type.Boolean(),
})
export type DirectiveDetail = Static<typeof DirectiveDetail>

export const DirectivesQuery = Type.Object({
  which: Type.Enum(['open', 'done', 'draft', 'all'], { default: 'open' }),
  addressee: Type.Optional(Code),
  session: Type.Optional(Type.String({ maxLength: 40 })),
  before: Type.Optional(Type.Integer({ minimum: 1 })),
})
const counts = {
  total: Type.Integer(),
  doneOnTime: Type.Integer(),
  doneLate: Type.Integer(),
  openInTime: Type.Integer(),
  openOverdue: Type.Integer(),
}
export const DirectiveCounts = Type.Object(counts)
export type DirectiveCounts = Static<typeof DirectiveCounts>
/** The four published states by addressee, most open overdue first; drafts and withdrawn ones do not count. */
export const DirectiveBoard = Type.Object({
  total: DirectiveCounts,
  addressees: Type.Array(Type.Object({ unit: Unit, ...counts })),
})
export type DirectiveBoard = Static<typeof DirectiveBoard>
