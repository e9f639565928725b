import { parsePeriod } from '../../../shared/period.ts'
import { CLASSIFICATIONS, type Classification } from '../../../shared/room.ts'
import { PERIODS, UNIT_KINDS } from '../../../shared/vocabulary.ts'
import type { Indicator, Measure, Section } from '../types.ts'
import type { Problems } from './problem.ts'
import { readTable } from './table.ts'
import { keyOf, type LoadedUnits, once, type UnitKey } from './units.ts'

export type LoadedIndicators = {
  sections: Section[]
  measures: Measure[]
  /** `line` is where the file says it. */
  indicators: (Omit<Indicator, 'id' | 'classification'> & {
    line: number
    /** Null: as it is, or as a new one begins. */
    classification: Classification | null
  })[]
  targets: {
    indicator: string
    unit: UnitKey
    period: string
    comparator: (typeof COMPARATORS)[number]
    value: number
    valueHigh: number | null
    source: string
  }[]
}
export const COMPARATORS = ['<', '<=', '>', '>=', '=', 'range'] as const

export function loadIndicators(
  files: ReadonlyMap<string, string>,
  { units }: LoadedUnits,
  problems: Problems,
): LoadedIndicators {
  const sections = readTable(
    files,
    'sections.csv',
    ['no', 'name_vi', 'name_en', 'short_vi', 'short_en'],
    problems,
  ).map((row) => ({
    row,
    no: row.whole('no', 1, 99),
    name: { vi: row.some('name_vi'), en: row.some('name_en') },
    short: { vi: row.some('short_vi'), en: row.some('short_en') },
  }))
  once(sections.map((s) => ({ key: String(s.no), row: s.row, column: 'no' })))
  const measures = readTable(
    files,
    'measures.csv',
    ['code', 'symbol_vi', 'symbol_en', 'dimension', 'factor'],
    problems,
  ).map((row) => ({
    row,
    code: row.some('code'),
    symbol: { vi: row.some('symbol_vi'), en: row.some('symbol_en') },
    dimension: row.some('dimension'),
    factor: row.positive('factor'),
  }))
  once(measures.map((m) => ({ key: m.code, row: m.row, column: 'code' })))
  const known = {
    sections: new Set(sections.map((s) => s.no)),
    measures: new Set(measures.map((m) => m.code)),
    owners: new Set(units.map((u) => u.code)),
    units: new Set(units.map(keyOf)),
  }
  const indicators = readTable(
    files,
    'indicators.csv',
    [
      'code',
      'section',
      'name_vi',
      'name_en',
      'short_vi',
      'short_en',
      'measure',
      'period',
      'level',
      'owner',
      'direction',
      'aggregation',
      'weight',
      'cutoff',
      'decimals',
      'basis',
      'national_set',
    ],
    problems,
  ).map((row) => {
    const i = {
      row,
      line: row.line,
      code: row.code('code'),
      section: row.number('section'),
      name: { vi: row.some('name_vi'), en: row.some('name_en') },
      short: { vi: row.some('short_vi'), en: row.some('short_en') },
      measure: row.some('measure'),
      period: row.oneOf('period', PERIODS),
      level: row.oneOf('level', UNIT_KINDS),
      ownerCode: row.some('owner'),
      direction: row.oneOf('direction', ['higher', 'lower', 'band'] as const),
      aggregation: row.oneOf('aggregation', ['sum', 'wmean', 'none'] as const),
      weightCode: row.text('weight') || null,
      cutoff: row.oneOf('cutoff', ['calendar', 'm15'] as const),
      decimals: row.whole('decimals', 0, 6),
      basis: row.some('basis'),
      inNationalSet: row.oneOf('national_set', ['true', 'false'] as const) === 'true',
      // Catalogues written before there was this column go on being read.
      classification: row.text('classification') ? row.oneOf('classification', CLASSIFICATIONS) : null,
    }
    if (!known.sections.has(i.section)) row.problem('section', 'UNKNOWN_SECTION')
    if (i.measure && !known.measures.has(i.measure)) row.problem('measure', 'UNKNOWN_MEASURE')
    if (i.ownerCode && !known.owners.has(i.ownerCode)) row.problem('owner', 'UNKNOWN_UNIT')
    if (i.aggregation === 'wmean' && !i.weightCode) row.problem('weight', 'WEIGHT_MISSING')
    return i
  })
  once(indicators.map((i) => ({ key: i.code, row: i.row, column: 'code' })))
  const codes = new Set(indicators.map((i) => i.code))
  for (const i of indicators)
    if (i.weightCode && !codes.has(i.weightCode)) i.row.problem('weight', 'UNKNOWN_INDICATOR')
  const targets = readTable(
    files,
    'targets.csv',
    ['indicator', 'unit', 'unit_from', 'period', 'comparator', 'value', 'value_high', 'source'],
    problems,
  ).map((row) => {
    const t = {
      row,
      indicator: row.some('indicator'),
      unit: { code: row.some('unit'), from: row.day('unit_from') },
      period: row.text('period'),
      comparator: row.oneOf('comparator', COMPARATORS),
      value: row.number('value'),
      valueHigh: row.optionalNumber('value_high'),
      source: row.some('source'),
    }
    if (t.indicator && !codes.has(t.indicator)) row.problem('indicator', 'UNKNOWN_INDICATOR')
    if (t.unit.code && !known.units.has(keyOf(t.unit))) row.problem('unit', 'UNKNOWN_UNIT')
    if (t.period && !parsePeriod(t.period)) row.problem('period', 'BAD_PERIOD')
    if (t.comparator === 'range' && !(t.valueHigh !== null && t.valueHigh > t.value))
      row.problem('value_high', 'RANGE')
    return t
  })
  once(
    targets.map((t) => ({
      key: `${t.indicator}/${keyOf(t.unit)}/${t.period}`,
      row: t.row,
      column: 'indicator',
    })),
  )
  return { sections, measures, indicators, targets }
}
