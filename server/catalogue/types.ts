import type { Cutoff } from '../../shared/period.ts'
import type { Classification } from '../../shared/room.ts'
import type {
  Aggregation,
  Comparator,
  Direction,
  IndicatorPeriod,
  Language,
  UnitKind,
} from '../../shared/vocabulary.ts'

export type Words = Record<Language, string>
export type Section = { no: number; name: Words; short: Words }

/** A unit is (code, validFrom): codes were given anew on 2025-07-01. Days are 'YYYY-MM-DD' in Viet Nam. */
export type Unit = {
  id: number
  code: string
  kind: UnitKind
  validFrom: string
  /** Exclusive; null = in force. */
  validTo: string | null
  lon: number | null
  lat: number | null
  iso: string | null
  names: { from: string; vi: string; en: string; type: string }[]
  parents: { unitId: number; from: string; to: string | null }[]
}

export type Indicator = {
  id: number
  code: string
  section: number
  name: Words
  short: Words
  measure: string
  period: IndicatorPeriod
  /** The kind of unit at which it is reported. */
  level: UnitKind
  ownerCode: string
  direction: Direction
  aggregation: Aggregation
  weightCode: string | null
  cutoff: Cutoff
  decimals: number
  basis: string
  inNationalSet: boolean
  classification: Classification
}

export type Measure = { code: string; symbol: Words; dimension: string; factor: number }

export type Target = {
  indicatorId: number
  unitId: number
  /** '' = always. */
  period: string
  comparator: Comparator
  value: number
  valueHigh: number | null
  source: string
  simulated: boolean
}

export type Succession = { fromId: number; toId: number; day: string; method: string; weight: number }
export type Series = { id: number; indicator: Indicator; unit: Unit }
