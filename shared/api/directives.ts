import { type Static, type TSchema, Type } from 'typebox'
import {
  ADDRESSEE_ACTS,
  DIRECTIVE_STATES,
  DUE_BUCKETS,
  ISSUER_ACTS,
  POINT_ACTS,
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
const Whole = Type.Integer({ minimum: 0, maximum: 2 ** 53 - 1 })
const Origin = Type.Union([
  Type.Object({ kind: Type.Literal('number'), indicator: Code, unit: Code }, closed),
  Type.Object({ kind: Type.Literal('alert'), alert: Whole }, closed),
])
const asked = { text: Text, due: Instant, priority: Type.Enum([...PRIORITIES]), aim: orNull(Aim) }
/** One word to one or many: each addressee gets a directive with a life of its own. */
export const DirectiveInput = Type.Object(
  {
    ...asked,
    addressees: Type.Array(Code, { minItems: 1, maxItems: 100, uniqueItems: true }),
    document: orNull(Type.String({ minLength: 1, maxLength: 200 })),
    session: orNull(Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })),
    /** What the giver's screen shows: one of his open views and where it stands. The numbers are the server's own. */
    shown: orNull(Type.Object({ view: Whole, epoch: Whole, seq: Whole }, closed)),
    /** What it comes from, besides a session and a document. The number is the server's own. */
    origin: Type.Optional(orNull(Origin)),
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
    /** Of `readback`: which writing was read. Another since: it is read anew. */
    revision: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Of `report`, `complete` and `answer`: evidence that was sent before. */
    files: Type.Optional(Type.Array(Whole, { maxItems: 20, uniqueItems: true })),
  },
  closed,
)
export type ActInput = Static<typeof ActInput>

/** What a bridge point that came by a link may do; its words may be longer than none and shorter than a letter. */
export const PointActInput = Type.Object(
  {
    act: Type.Enum([...POINT_ACTS]),
    note: orNull(Note),
    revision: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
)
export type PointActInput = Static<typeof PointActInput>

/** Largest evidence file, in bytes, and how many a directive may hold. */
export const EVIDENCE_LIMIT = 20 << 20
export const EVIDENCE_FILES = 60
export const EvidenceFile = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  mime: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  at: Type.Integer(),
  by: Type.String(),
})
export type EvidenceFile = Static<typeof EvidenceFile>

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
/** Where it came from, as it was then: of a number its series, times, value and the message that brought it. */
export const OriginView = Type.Union([
  Type.Object({
    kind: Type.Literal('number'),
    indicator: Type.String(),
    name: Words,
    symbol: Words,
    decimals: Type.Integer(),
    unit: Unit,
    series: Type.Integer(),
    value: Type.Number(),
    validFrom: Type.Number(),
    validTo: Type.Number(),
    recordedAt: Type.Number(),
    period: orNull(Type.String()),
    message: orNull(Type.String()),
    simulated: Type.Boolean(),
  }),
  Type.Object({ kind: Type.Literal('alert'), alert: Type.Integer(), headline: Type.String() }),
])
export type OriginView = Static<typeof OriginView>
/** One number of what stood on the screen; `later`: it came between what was seen and what was kept. */
export const SnapshotCell = Type.Object({
  indicator: Type.String(),
  name: Words,
  symbol: Words,
  decimals: Type.Integer(),
  unit: Unit,
  series: Type.Integer(),
  value: orNull(Type.Number()),
  validFrom: Type.Number(),
  validTo: Type.Number(),
  recordedAt: Type.Number(),
  flags: Type.Integer(),
  later: Type.Boolean(),
})
export const SnapshotView = Type.Object({
  at: Type.Integer(),
  sha256: Type.String(),
  /** The hash fits what is kept. */
  intact: Type.Boolean(),
  epoch: Type.Integer(),
  seq: Type.Integer(),
  cells: Type.Array(SnapshotCell),
  /** Numbers of it that are not for whoever asks. */
  hidden: Type.Integer(),
})
export type SnapshotView = Static<typeof SnapshotView>
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
  /** When what is asked now was read back by its addressee. */
  readBackAt: orNull(Type.Integer()),
  /** Which writing of it this is: each change is one, also those that make no new version. */
  revision: Type.Integer(),
  /** When its numbers on screen were kept with it. */
  snapshotAt: orNull(Type.Integer()),
  /** How far up it was brought: days over its time, and to whom. */
  escalated: orNull(
    Type.Object({ days: Type.Number(), to: Type.Enum(['duty', 'leader']), at: Type.Integer() }),
  ),
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
      /** Done at that unit's point of the bridge, which came by a link. */
      byPoint: orNull(Unit),
      note: orNull(Type.String()),
      detail: Type.Record(Type.String(), Type.Unknown()),
      files: Type.Array(EvidenceFile),
    }),
  ),
  origin: orNull(OriginView),
  snapshot: orNull(SnapshotView),
  /** What whoever asks may do now. */
  acts: Type.Array(Type.Enum([...ISSUER_ACTS, ...ADDRESSEE_ACTS])),
  mayChange: Type.Boolean(),
  /** A change now mends what was said, and makes no new version. */
  mends: Type.Boolean(),
})
export type DirectiveDetail = Static<typeof DirectiveDetail>

export const DirectivesQuery = Type.Object({
  which: Type.Enum(['open', 'done', 'draft', 'all'], { default: 'open' }),
  addressee: Type.Optional(Code),
  session: Type.Optional(Type.String({ maxLength: 40 })),
  document: Type.Optional(Type.String({ maxLength: 200 })),
  /** The next page of what is not open: older than that one. */
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
  /** The same by the session that gave them, by document and by how near the deadline is; what has none is in none. */
  sessions: Type.Array(Type.Object({ session: Type.String(), title: Type.String(), ...counts })),
  documents: Type.Array(Type.Object({ document: Type.String(), ...counts })),
  dues: Type.Array(Type.Object({ due: Type.Enum([...DUE_BUCKETS]), ...counts })),
  /** Brought up to the leader and still open. */
  escalated: Type.Integer(),
})
export type DirectiveBoard = Static<typeof DirectiveBoard>
