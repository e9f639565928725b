import type { CatalogueSnapshot, Indicator, Unit } from '../../../server/catalogue/index.ts'
import { nameOn } from '../../../server/catalogue/index.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import type { JobSeries } from '../job.ts'
import { PROVINCE_CONTRACT, PROVINCE_INDICATORS, SOURCES, type Source } from '../sources.ts'
import { POPULATION } from './population.ts'

export type Planned = Source & { series: JobSeries[] }

/** The supporting series that weigh the means, by one connection of the statistics office. */
const WEIGHTS = (indicators: string[]): Source => ({
  id: 'BTC-HT',
  agency: 'G12',
  name: { vi: 'Chỉ tiêu hỗ trợ: quyền số', en: 'Supporting series: weights' },
  connector: 'http-push',
  period: 'P3M',
  grace: 45 * 86_400,
  expiry: 200 * 86_400,
  indicators,
})

/** Every connection of the demonstration with what it sends: an indicator for each unit of its level in force that day. */
export function plan(now: CatalogueSnapshot, day: string): Planned[] {
  const provinces = now.provinces(day)
  const people = provinces.reduce((sum, p) => sum + (POPULATION[p.code] ?? 0), 0)
  const shareOf = (unit: Unit, count: number) =>
    unit.kind === 'province' ? (POPULATION[unit.code] ?? 0) / people : 1 / count
  const seriesOf = (i: Indicator, units: Unit[]): JobSeries => ({
    indicator: i.code,
    period: i.period,
    cutoff: i.cutoff,
    decimals: i.decimals,
    aggregation: i.aggregation,
    units: units.map((u) => ({
      code: u.code,
      share: shareOf(u, units.length),
      from: Date.parse(`${u.validFrom}T00:00:00Z`) - ZONE_OFFSET_MS,
    })),
  })
  const seriesFor = (codes: string[], units?: Unit[]) =>
    codes.flatMap((code) => {
      const i = now.indicator(code)
      return i ? [seriesOf(i, units ?? now.unitsOfKind(i.level, day))] : []
    })
  // Only those that weigh something which parts report.
  const weighed = now.indicators.filter((i) => i.level !== 'nation' && i.weightCode)
  const weights = [...new Set(weighed.map((i) => i.weightCode ?? ''))]
  const national = [...SOURCES, ...(weights.length ? [WEIGHTS(weights)] : [])].map((s) => ({
    ...s,
    series: seriesFor(s.indicators),
  }))
  const local = provinces.map((p): Planned => {
    const name = nameOn(p, day)
    return {
      id: `UBND-${p.code}`,
      agency: p.code,
      name: { vi: `UBND ${name.vi}`, en: `People's Committee of ${name.en}` },
      connector: 'http-push',
      ...PROVINCE_CONTRACT,
      indicators: PROVINCE_INDICATORS,
      series: seriesFor(PROVINCE_INDICATORS, [p]).map((s) => ({
        ...s,
        units: s.units.map((u) => ({ ...u, share: shareOf(p, provinces.length) })),
      })),
    }
  })
  return [...national, ...local].filter((s) => s.series.some((x) => x.units.length))
}
