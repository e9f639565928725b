import { type Static, type TSchema, Type } from 'typebox'
import { LIVEKIT_POINTS } from './bridge.ts'
import { Code, Words } from './catalogue.ts'
import { Technician } from './contacts.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
/** ms since 1970. */
const Instant = Type.Integer({ minimum: 0, maximum: 8.64e15 })
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })

export const BookingParams = Type.Object({ id: Id })
const Item = Type.Object(
  {
    title: Text(300),
    /** Who reports on it. */
    unit: orNull(Code),
    minutes: orNull(Type.Integer({ minimum: 1, maximum: 720 })),
    /** What stands first beside the picture while it is dealt with. */
    indicators: Type.Array(Code, { maxItems: 8, uniqueItems: true }),
  },
  closed,
)
export const BookingInput = Type.Object(
  {
    title: Text(160),
    startsAt: Instant,
    minutes: Type.Integer({ minimum: 5, maximum: 720 }),
    /** An account that may chair; absent: whoever books. */
    chair: orNull(Type.Integer({ minimum: 1 })),
    /** Points wait until they are let in. */
    lobby: Type.Boolean(),
    template: orNull(Text(60)),
    units: Type.Array(Code, { minItems: 1, maxItems: LIVEKIT_POINTS - 1, uniqueItems: true }),
    agenda: Type.Array(Item, { maxItems: 30 }),
  },
  closed,
)
export type BookingInput = Static<typeof BookingInput>
export const CancelInput = Type.Object({ reason: Text(500) }, closed)

export const Delegate = Type.Object(
  {
    name: Text(120),
    duty: Text(160),
    standIn: Type.Boolean(),
    /** In whose place a stand-in comes. */
    insteadOf: Type.Optional(Text(160)),
  },
  closed,
)
export type Delegate = Static<typeof Delegate>
/** The answer of a point. A stand-in comes in the place of whoever was asked. */
export const AnswerInput = Type.Object(
  {
    attends: Type.Boolean(),
    delegates: Type.Array(Delegate, { maxItems: 30 }),
    note: orNull(Text(500)),
    /** Absent: as it was told before. */
    technician: Type.Optional(orNull(Technician)),
    /** Whom it speaks for, when a duty officer enters what was told by telephone. */
    unit: Type.Optional(Code),
  },
  closed,
)
export type AnswerInput = Static<typeof AnswerInput>

const Unit = Type.Object({ code: Type.String(), name: Words })
/** Another hour in which a point or the chair is already asked for. */
export const Conflict = Type.Object({
  unit: orNull(Unit),
  chair: orNull(Type.String()),
  /** `title` null: a session that is not the reader's to know. */
  with: Type.Object({ title: orNull(Type.String()), startsAt: Type.Number() }),
})
export type Conflict = Static<typeof Conflict>
export const ConflictQuery = Type.Object(
  {
    startsAt: Instant,
    minutes: Type.Integer({ minimum: 5, maximum: 720 }),
    units: Type.Array(Code, { maxItems: LIVEKIT_POINTS - 1 }),
    chair: orNull(Type.Integer({ minimum: 1 })),
    except: orNull(Id),
  },
  closed,
)
export const BookingView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  startsAt: Type.Number(),
  minutes: Type.Integer(),
  template: orNull(Type.String()),
  lobby: Type.Boolean(),
  chair: Type.Object({ id: Type.Integer(), name: Type.String() }),
  createdBy: Type.String(),
  createdAt: Type.Number(),
  cancelledAt: orNull(Type.Number()),
  cancelReason: orNull(Type.String()),
  session: orNull(Type.String()),
  points: Type.Array(
    Type.Object({
      unit: Unit,
      attends: orNull(Type.Boolean()),
      delegates: Type.Array(Delegate),
      note: orNull(Type.String()),
      technician: orNull(Technician),
      answeredBy: orNull(Type.String()),
      answeredAt: orNull(Type.Number()),
    }),
  ),
  agenda: Type.Array(
    Type.Object({
      title: Type.String(),
      unit: orNull(Unit),
      minutes: orNull(Type.Integer()),
      indicators: Type.Array(Type.Object({ code: Type.String(), name: Words })),
    }),
  ),
  conflicts: Type.Array(Conflict),
})
export type BookingView = Static<typeof BookingView>
export const TemplateView = Type.Object({
  id: Type.String(),
  name: Words,
  title: Words,
  minutes: Type.Integer(),
  lobby: Type.Boolean(),
  units: Type.Array(Type.String()),
  agenda: Type.Array(
    Type.Object({
      title: Words,
      minutes: orNull(Type.Integer()),
      indicators: Type.Array(Type.String()),
    }),
  ),
})
export type TemplateView = Static<typeof TemplateView>
export const ChairView = Type.Object({ id: Type.Integer(), name: Type.String() })
export type ChairView = Static<typeof ChairView>

/** One line of the roll: who was asked, who came, when, and how long they were away. Times in ms. */
export const RollRow = Type.Object({
  unit: Unit,
  delegates: Type.Array(Delegate),
  attends: orNull(Type.Boolean()),
  presence: Type.Enum(['present', 'late', 'absent']),
  standIn: Type.Boolean(),
  joinedAt: orNull(Type.Number()),
  lateMs: Type.Number(),
  leftAt: orNull(Type.Number()),
  /** Lost and returned: how often, and how long in all. */
  interruptions: Type.Integer(),
  awayMs: Type.Number(),
  spokeMs: Type.Number(),
})
export type RollRow = Static<typeof RollRow>
export const RollView = Type.Object({
  session: Type.String(),
  title: Type.String(),
  startsAt: Type.Number(),
  endedAt: orNull(Type.Number()),
  rows: Type.Array(RollRow),
})
export type RollView = Static<typeof RollView>
