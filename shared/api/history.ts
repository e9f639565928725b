import { type Static, Type } from 'typebox'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

/** One value as read back by a program. Instants are ISO 8601 in UTC; an interval is half-open. */
export const ObservationView = Type.Object({
  indicator: Type.String(),
  unit: Type.String(),
  unitFrom: Type.String(),
  period: orNull(Type.String()),
  validFrom: Type.String(),
  validTo: Type.String(),
  value: Type.Number(),
  measure: Type.String(),
  status: Type.String(),
  entry: Type.String(),
  simulated: Type.Boolean(),
  revision: Type.Integer(),
  recordedAt: Type.String(),
})
export type ObservationView = Static<typeof ObservationView>

/** `next` is handed back as `after` for the rows that follow; null at the end. */
export const ObservationPage = Type.Object({
  observations: Type.Array(ObservationView),
  next: orNull(Type.String()),
})
export type ObservationPage = Static<typeof ObservationPage>
