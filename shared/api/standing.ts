import { type Static, type TSchema, Type } from 'typebox'
import { Words } from './catalogue.ts'
import { DisputeView } from './checks.ts'

const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])
const Unit = Type.Object({ code: Type.String(), from: Type.String(), name: Words })

/** Something that the unit owes: a source of its own that is late, a report past its deadline, a real-time number too old. */
export const LateItem = Type.Object({
  kind: Type.Enum(['connection', 'report', 'series']),
  /** Code of the connection, or of the indicator. */
  code: Type.String(),
  name: Words,
  /** Of a report; null of what has none. */
  period: orNull(Type.String()),
  state: Type.String({ description: 'of a connection or series; "missing" or "refused" of a report' }),
  /** Since when it is late, ms since 1970. */
  since: Type.Number(),
})
export type LateItem = Static<typeof LateItem>

/** A side of a dispute with whoever says so; the name is null where the rule compares no two sources. */
const Side = Type.Object({ value: orNull(Type.Number()), source: orNull(Words) })
export const DisputeBeside = Type.Object({ ...DisputeView.properties, left: Side, right: Side })
export type DisputeBeside = Static<typeof DisputeBeside>

export const StandingView = Type.Object({
  unit: Type.Object({ ...Unit.properties, kind: Type.String() }),
  /** How many units of its kind are in force. */
  units: Type.Integer(),
  /** Its place among units of its kind with a value of the same period; the best first. */
  places: Type.Array(Type.Object({ indicator: Type.String(), rank: Type.Integer(), of: Type.Integer() })),
  /** Indicators of which the nation's value is on the same scale as the unit's: a mean, not a sum. */
  onNationScale: Type.Array(Type.String()),
  /** Units that share a border with it. */
  neighbours: Type.Array(Unit),
  late: Type.Array(LateItem),
  disputes: Type.Array(DisputeBeside),
})
export type UnitStanding = Static<typeof StandingView>
