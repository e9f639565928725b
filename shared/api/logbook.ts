import { type Static, Type } from 'typebox'
import { Code, Day, Words } from './catalogue.ts'
import { PositionId, ShiftRefView } from './shifts.ts'

const Null = Type.Null()
const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Text = Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S' })

/** What an entry speaks of. The server takes the snapshot; nothing of its content comes from the page. */
export const LogAbout = Type.Union([
  Type.Object({ kind: Type.Literal('series'), indicator: Code, unit: Code }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('attention'), id: Id }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('alarm'), id: Id }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('connection'), id: Code }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('screen'), id: Id }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('session'), id: Code }, { additionalProperties: false }),
])
export type LogAbout = Static<typeof LogAbout>

/** What it was at the moment of writing. Times are ms since 1970. */
export const LogSnapshot = Type.Object({
  kind: Type.Enum(['series', 'attention', 'alarm', 'connection', 'screen', 'session']),
  takenAt: Type.Number(),
  name: Words,
  state: Type.String(),
  since: Type.Union([Type.Number(), Null]),
  simulated: Type.Boolean(),
  /** Where it is looked at, as of the moment of writing. */
  href: Type.Union([Type.String(), Null]),
  /** Only of a number. */
  value: Type.Optional(
    Type.Object({
      indicator: Type.String(),
      unit: Type.String(),
      unitName: Words,
      value: Type.Union([Type.Number(), Null]),
      decimals: Type.Integer(),
      symbol: Words,
      validFrom: Type.Number(),
      validTo: Type.Number(),
      period: Type.Union([Type.String(), Null]),
      recordedAt: Type.Number(),
      flags: Type.Integer(),
    }),
  ),
})
export type LogSnapshot = Static<typeof LogSnapshot>

export const LogEntryView = Type.Object({
  id: Type.Integer(),
  at: Type.Number(),
  recordedAt: Type.Number(),
  shift: ShiftRefView,
  kind: Type.String(),
  automatic: Type.Boolean(),
  position: Type.Union([Type.Object({ id: Type.String(), code: Type.String(), name: Words }), Null]),
  by: Type.Union([Type.String(), Null]),
  mine: Type.Boolean(),
  text: Words,
  subject: Type.Union([Type.String(), Null]),
  snapshot: Type.Union([LogSnapshot, Null]),
  corrects: Type.Union([Type.Integer(), Null]),
  correctedBy: Type.Union([Type.Integer(), Null]),
  reason: Type.Union([Type.String(), Null]),
  locked: Type.Boolean(),
})
export type LogEntryView = Static<typeof LogEntryView>

const Filter = {
  text: Type.Optional(Type.String({ maxLength: 200 })),
  group: Type.Optional(
    Type.Enum(['people', 'system', 'duty', 'connections', 'alarms', 'bridge', 'directives', 'screens']),
  ),
  position: Type.Optional(PositionId),
  day: Type.Optional(Day),
  no: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
  from: Type.Optional(Type.Number()),
  to: Type.Optional(Type.Number()),
}
export const LogQuery = Type.Object({
  ...Filter,
  before: Type.Optional(Id),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
})
export const LogCsvQuery = Type.Object(Filter)
export type LogFilter = Omit<Static<typeof LogQuery>, 'limit'>

export const LogInput = Type.Object(
  {
    text: Text,
    about: Type.Optional(LogAbout),
    /** One of the writer's own positions; the first of them when absent. */
    position: Type.Optional(PositionId),
    /** When it happened, if not now: within the last day. */
    at: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
)
export type LogInput = Static<typeof LogInput>
export const CorrectInput = Type.Object(
  { text: Text, reason: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }) },
  { additionalProperties: false },
)
export const LogParams = Type.Object({ id: Id })
