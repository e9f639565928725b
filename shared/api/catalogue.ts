import { type Static, Type } from 'typebox'
import { CLASSIFICATIONS } from '../room.ts'

export const Words = Type.Object({ vi: Type.String(), en: Type.String() })
export const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'A day in Viet Nam, YYYY-MM-DD',
})
export const Code = Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' })
export const Format = Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')]))

export const SectionView = Type.Object({ no: Type.Integer(), name: Words, short: Words })
export const IndicatorView = Type.Object({
  code: Type.String(),
  section: Type.Integer(),
  name: Words,
  short: Words,
  measure: Type.String(),
  /** The measure as each language writes it. */
  symbol: Words,
  period: Type.String(),
  level: Type.String(),
  ownerCode: Type.String(),
  owner: Words,
  direction: Type.String(),
  aggregation: Type.String(),
  weightCode: Type.Union([Type.String(), Type.Null()]),
  cutoff: Type.String(),
  decimals: Type.Integer(),
  basis: Type.String(),
  inNationalSet: Type.Boolean(),
  classification: Type.Enum([...CLASSIFICATIONS]),
})
export const UnitView = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  validFrom: Day,
  validTo: Type.Union([Day, Type.Null()]),
  name: Words,
  type: Type.String(),
  parent: Type.Union([Type.String(), Type.Null()]),
  lon: Type.Union([Type.Number(), Type.Null()]),
  lat: Type.Union([Type.Number(), Type.Null()]),
  predecessors: Type.Array(
    Type.Object({ code: Type.String(), validFrom: Day, name: Words, weight: Type.Number() }),
  ),
})
export type SectionView = Static<typeof SectionView>
export type IndicatorView = Static<typeof IndicatorView>
export type UnitView = Static<typeof UnitView>
