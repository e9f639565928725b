import { type Static, Type } from 'typebox'
import { HANDOVER_STEPS } from '../handover.ts'
import { Words } from './catalogue.ts'
import { LogEntryView } from './logbook.ts'
import { DutyPerson, Position, PositionId, Reason, ShiftView } from './shifts.ts'

const Null = Type.Null()
const Tick = Type.Union([Type.Object({ by: Type.String(), at: Type.Number(), remark: Type.String() }), Null])
export const HANDOVER_KINDS = [
  'stage',
  'alarm',
  'source',
  'dispute',
  'directive',
  'screen',
  'session',
] as const
/** One thing that the next shift inherits, as it was when the draft was made. */
export const HandoverItem = Type.Object({
  key: Type.String(),
  kind: Type.Enum([...HANDOVER_KINDS]),
  text: Words,
  note: Words,
  since: Type.Union([Type.Number(), Null]),
  href: Type.Union([Type.String(), Null]),
  simulated: Type.Boolean(),
})
export type HandoverItem = Static<typeof HandoverItem>

export const HandoverView = Type.Object({
  id: Type.Integer(),
  position: Position,
  shift: ShiftView,
  next: ShiftView,
  openedAt: Type.Number(),
  state: Type.Enum(['open', 'waiting', 'done', 'relieved', 'superseded']),
  outgoing: DutyPerson,
  incoming: Type.Union([DutyPerson, Null]),
  items: Type.Array(
    Type.Object({
      ...HandoverItem.properties,
      /** By the incoming, which alone counts. */
      checked: Tick,
      /** What the outgoing said of it. */
      given: Tick,
    }),
  ),
  steps: Type.Array(
    Type.Object({
      kind: Type.Enum([...HANDOVER_STEPS]),
      at: Type.Number(),
      by: Type.String(),
      item: Type.Union([Type.String(), Null]),
      remark: Type.Union([Type.String(), Null]),
    }),
  ),
  outgoingSignedAt: Type.Union([Type.Number(), Null]),
  incomingSignedAt: Type.Union([Type.Number(), Null]),
  endedAt: Type.Union([Type.Number(), Null]),
  /** Of a signed one: how many entries its log had, their hash, and whether the log still says the same. */
  log: Type.Union([
    Type.Object({
      entries: Type.Integer(),
      sha256: Type.String(),
      holds: Type.Boolean(),
      /** The shift's; else this position's own part of it. */
      whole: Type.Boolean(),
      /** The last entry of what is closed where the shift goes on; null when nothing more comes. */
      upTo: Type.Union([Type.Integer(), Null]),
    }),
    Null,
  ]),
  may: Type.Object({
    name: Type.Boolean(),
    check: Type.Boolean(),
    refresh: Type.Boolean(),
    return: Type.Boolean(),
    sign: Type.Boolean(),
    relieve: Type.Boolean(),
    withdraw: Type.Boolean(),
  }),
})
export type HandoverView = Static<typeof HandoverView>
export const HandoverDetail = Type.Object({
  handover: HandoverView,
  /** What people wrote in the shift's log. */
  entries: Type.Array(LogEntryView),
  people: Type.Array(DutyPerson),
})
export type HandoverDetail = Static<typeof HandoverDetail>

export const HandoverParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
})
export const HandoversQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
})
export const PaperQuery = Type.Object({ format: Type.Enum(['pdf', 'docx'], { default: 'pdf' }) })
const strict = { additionalProperties: false }
export const OpenHandover = Type.Object(
  { position: PositionId, incoming: Type.Optional(Type.Integer()) },
  strict,
)
export const NameIncoming = Type.Object({ account: Type.Integer() }, strict)
export const CheckItem = Type.Object(
  { item: Type.String({ maxLength: 200 }), remark: Type.String({ maxLength: 500 }) },
  strict,
)
export const SignHandover = Type.Object({ password: Type.String({ minLength: 1, maxLength: 200 }) }, strict)
export const WithReason = Type.Object({ reason: Reason }, strict)
export const RelieveHandover = Type.Object(
  { reason: Reason, password: Type.String({ minLength: 1, maxLength: 200 }) },
  strict,
)
