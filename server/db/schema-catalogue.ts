// The tables of the catalogue, as Kysely types.
import type { ColumnType, Generated } from 'kysely'

export interface SectionRow {
  no: number
  name_vi: string
  name_en: string
  short_vi: string
  short_en: string
}

export interface UnitRow {
  id: Generated<number>
  code: string
  kind: string
  valid_from: string
  valid_to: string | null
  lon: number | null
  lat: number | null
  iso: string | null
}

export interface UnitNameRow {
  unit_id: number
  valid_from: string
  name_vi: string
  name_en: string
  type: string
}

export interface UnitParentRow {
  unit_id: number
  parent_id: number
  valid_from: string
  valid_to: string | null
}

export interface UnitSuccessionRow {
  from_id: number
  to_id: number
  day: string
  method: string
  weight: Generated<number>
}

export interface MeasureRow {
  code: string
  symbol_vi: string
  symbol_en: string
  dimension: string
  factor: number
}

export interface IndicatorRow {
  id: Generated<number>
  code: string
  section_no: number
  name_vi: string
  name_en: string
  short_vi: string
  short_en: string
  measure: string
  period: string
  level: string
  owner_code: string
  direction: string
  aggregation: string
  weight_code: string | null
  cutoff: Generated<string>
  decimals: Generated<number>
  basis: string
  in_national_set: boolean
  classification: Generated<string>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface TargetRow {
  id: Generated<number>
  indicator_id: number
  unit_id: number
  period: string
  comparator: string
  value: number
  value_high: number | null
  source: string
  simulated: Generated<boolean>
  recorded_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface SeriesRow {
  id: Generated<number>
  indicator_id: number
  unit_id: number
}
