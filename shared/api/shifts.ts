import { type Static, Type } from 'typebox'
import { Day, Words } from './catalogue.ts'

const No = Type.Integer({ minimum: 1, maximum: 6 })
export const PositionId = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })
export const PositionParams = Type.Object({ id: PositionId })
export const Reason = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' })
export const ShiftRefView = Type.Object({ day: Day, no: Type.Integer() })
export const ShiftView = Type.Object({
  day: Day,
  no: Type.Integer(),
  from: Type.Number(),
  to: Type.Number(),
})

export const PositionInput = Type.Object(
  {
    id: PositionId,
    code: Type.String({ minLength: 1, maxLength: 4, pattern: '^\\S+$' }),
    name: Type.Object(
      { vi: Type.String({ minLength: 1, maxLength: 80 }), en: Type.String({ minLength: 1, maxLength: 80 }) },
      { additionalProperties: false },
    ),
    seats: Type.Integer({ minimum: 1, maximum: 9 }),
    chief: Type.Boolean(),
    needed: Type.Boolean(),
  },
  { additionalProperties: false },
)
/** All positions in their order; those left out are retired. Exactly one is the chief's. */
export const PositionsInput = Type.Object(
  { positions: Type.Array(PositionInput, { minItems: 1, maxItems: 40 }) },
  { additionalProperties: false },
)
export const Position = Type.Object({
  id: Type.String(),
  code: Type.String(),
  name: Words,
  seats: Type.Integer(),
  chief: Type.Boolean(),
  needed: Type.Boolean(),
})
export type Position = Static<typeof Position>

export const DutyPerson = Type.Object({
  account: Type.Integer(),
  username: Type.String(),
  displayName: Type.String(),
})
export type DutyPerson = Static<typeof DutyPerson>
export const HolderView = Type.Object({
  ...DutyPerson.properties,
  since: Type.Number(),
  shift: ShiftRefView,
  presence: Type.Enum(['here', 'away', 'signed-out']),
  presenceSince: Type.Number(),
})
export type HolderView = Static<typeof HolderView>
export const WatchNoteView = Type.Object({
  kind: Type.Enum(['vacant', 'double', 'absent', 'overstaying']),
  position: Type.Optional(Type.String()),
  positions: Type.Optional(Type.Array(Type.String())),
  account: Type.Optional(Type.Integer()),
  displayName: Type.Optional(Type.String()),
  presence: Type.Optional(Type.String()),
  since: Type.Optional(Type.Number()),
})
export type WatchNoteView = Static<typeof WatchNoteView>
export const ShiftNow = Type.Object({
  shift: ShiftView,
  next: ShiftView,
  positions: Type.Array(
    Type.Object({
      position: Position,
      holders: Type.Array(HolderView),
      planned: Type.Array(DutyPerson),
      plannedNext: Type.Array(DutyPerson),
    }),
  ),
  notes: Type.Array(WatchNoteView),
  /** Positions that the reader holds. */
  mine: Type.Array(Type.String()),
  mayHold: Type.Boolean(),
  mayPlan: Type.Boolean(),
})
export type ShiftNow = Static<typeof ShiftNow>

export const SignInInput = Type.Object(
  {
    /** Takes the seat of this account, for this reason. */
    takeOver: Type.Optional(
      Type.Object({ account: Type.Integer(), reason: Reason }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
)
export const LeaveInput = Type.Object({ reason: Reason }, { additionalProperties: false })
export const PlanInput = Type.Object(
  {
    fromDay: Day,
    starts: Type.Array(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }), { minItems: 1, maxItems: 6 }),
  },
  { additionalProperties: false },
)
export const PlanView = Type.Object({ fromDay: Day, starts: Type.Array(Type.String()) })
export type PlanView = Static<typeof PlanView>

export const RosterQuery = Type.Object({
  from: Day,
  days: Type.Integer({ minimum: 1, maximum: 62, default: 7 }),
})
export const PlannedView = Type.Object({
  day: Day,
  no: No,
  position: Type.String(),
  ...DutyPerson.properties,
})
export const RosterView = Type.Object({
  days: Type.Array(Type.Object({ day: Day, shifts: Type.Array(ShiftView) })),
  planned: Type.Array(PlannedView),
  notes: Type.Array(
    Type.Object({
      kind: Type.Enum(['gap', 'double']),
      day: Day,
      no: No,
      position: Type.Optional(Type.String()),
      account: Type.Optional(Type.Integer()),
      positions: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  people: Type.Array(DutyPerson),
})
export type RosterView = Static<typeof RosterView>
export const RosterSlot = Type.Object(
  { day: Day, no: No, position: PositionId, accounts: Type.Array(Type.Integer(), { maxItems: 9 }) },
  { additionalProperties: false },
)
/** Each slot as it shall be; slots not named stay. */
export const RosterInput = Type.Object(
  { slots: Type.Array(RosterSlot, { minItems: 1, maxItems: 2_000 }) },
  { additionalProperties: false },
)
/** CSV with the header day,shift,position,username; a slot named in it is replaced. */
export const RosterCsv = Type.Object(
  { csv: Type.String({ minLength: 1, maxLength: 200_000 }) },
  { additionalProperties: false },
)
export const RosterTaken = Type.Object({ slots: Type.Integer(), people: Type.Integer() })
