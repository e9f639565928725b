import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

export const REPORTED = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const
export const Reported = Type.Enum(['daily', 'weekly', 'monthly', 'quarterly', 'yearly'])
export type Reported = Static<typeof Reported>
export const By = Type.Enum(['section', 'agency', 'province'])
export type By = Static<typeof By>
const Period = Type.String({ maxLength: 12 })

const counts = {
  /** Different series that the contracts in force then promised for the period. */
  agreed: Type.Integer(),
  supplied: Type.Integer(),
  onTime: Type.Integer(),
  late: Type.Integer({ description: 'Supplied after the last day agreed' }),
  missing: Type.Integer({ description: 'Not supplied though the last day agreed is over' }),
  pending: Type.Integer({ description: 'Not supplied, and not due yet' }),
  refused: Type.Integer({
    description: 'Of those not supplied: sent, refused, and waiting for repair',
  }),
  hand: Type.Integer({ description: 'Supplied by hand' }),
}
export const SupplyCounts = Type.Object(counts)
export type SupplyCounts = Static<typeof SupplyCounts>
export const SupplyGroup = Type.Object({
  key: Type.String(),
  name: Words,
  ...counts,
  /** Refused rows of the group's connections that came since the period began and wait for repair; null by section and province. */
  waiting: Type.Union([Type.Integer(), Type.Null()]),
})
export type SupplyGroup = Static<typeof SupplyGroup>
export const SupplyQuery = Type.Object({ kind: Reported, period: Type.Optional(Period), by: By })
export const SupplyView = Type.Object({
  kind: Type.String(),
  period: Type.String(),
  /** The last twelve, newest first, the present one among them. */
  periods: Type.Array(Type.String()),
  total: SupplyGroup,
  groups: Type.Array(SupplyGroup),
})
export type SupplyView = Static<typeof SupplyView>
export const SupplyHistory = Type.Array(Type.Object({ period: Type.String(), ...counts }))
export type SupplyHistory = Static<typeof SupplyHistory>
export const MissingQuery = Type.Object({
  kind: Reported,
  period: Period,
  by: By,
  key: Type.String({ maxLength: 60 }),
})
export const MissingView = Type.Object({
  more: Type.Boolean(),
  values: Type.Array(
    Type.Object({
      indicator: Type.String(),
      indicatorName: Words,
      unit: Type.String(),
      unitName: Words,
      period: Type.String(),
      /** The last instant it was agreed for, ms. */
      lateAt: Type.Number(),
      overdue: Type.Boolean(),
      connection: Type.String(),
      connectionName: Words,
      agencyName: Words,
      state: Type.String({ description: "The connection's state now" }),
      note: Type.Union([Type.String(), Type.Null()]),
      /** It was sent and refused: why. */
      refused: Type.Union([Type.Object({ code: Type.String(), reason: Words }), Type.Null()]),
    }),
  ),
})
export type MissingView = Static<typeof MissingView>
