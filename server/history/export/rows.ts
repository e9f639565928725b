import type { ObservationView } from '../../../shared/api/history.ts'
import type { StandingView } from '../../../shared/api/live.ts'
import { dayOf, type Indicator, nameOn, type Series } from '../../catalogue/index.ts'
import type { CubeRow } from './json-stat.ts'
import type { Field } from './xlsx.ts'

type Rows = { rows: Record<string, Field>[]; columns: string[]; cube: CubeRow[] }
const both = ({ vi, en }: { vi: string; en: string }) => `${vi} / ${en}`
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** Observations with the names of their indicator and unit, of the day each is about. */
export function observationRows(series: readonly Series[], list: readonly ObservationView[]): Rows {
  const by = new Map(series.map((s) => [`${s.indicator.code}/${s.unit.code}/${s.unit.validFrom}`, s]))
  const found = list.flatMap((o) => {
    const s = by.get(`${o.indicator}/${o.unit}/${o.unitFrom}`)
    if (!s) return []
    const { vi, en } = nameOn(s.unit, dayOf(Date.parse(o.validFrom)))
    return [{ o, indicatorName: both(s.indicator.name), unitName: both({ vi, en }) }]
  })
  return {
    rows: found.map(({ o, indicatorName, unitName }) => ({ ...o, indicatorName, unitName })),
    columns: [
      ...['indicator', 'indicatorName', 'unit', 'unitFrom', 'unitName', 'period', 'validFrom', 'validTo'],
      ...['value', 'measure', 'status', 'entry', 'simulated', 'revision', 'recordedAt'],
    ],
    cube: found.map(({ o, indicatorName, unitName }) => ({
      ...{ indicator: o.indicator, indicatorName: `${indicatorName} (${o.measure})`, unitName },
      ...{ unit: `${o.unit}@${o.unitFrom}`, time: o.period ?? o.validFrom, value: o.value, status: o.status },
    })),
  }
}

/** The standings of one indicator; the cube has those that have a value. */
export function standingRows(i: Indicator, list: readonly StandingView[]): Rows {
  const indicatorName = `${both(i.name)} (${i.measure})`
  return {
    rows: list.map((s) => ({
      ...{ indicator: i.code, indicatorName: both(i.name), unit: s.unit, unitFrom: s.unitFrom },
      ...{ unitName: both(s.name), rank: s.rank, value: s.value, measure: i.measure, period: s.period },
      ...{ validFrom: iso(s.validFrom), validTo: iso(s.validTo), status: s.status, simulated: s.simulated },
      ...{
        computed: s.computed,
        freshness: s.freshness,
        revision: s.revision,
        recordedAt: iso(s.recordedAt),
      },
      ...{
        before: s.before?.value ?? null,
        lastYear: s.lastYear?.value ?? null,
        target: s.target?.value ?? null,
      },
    })),
    columns: [
      ...['indicator', 'indicatorName', 'unit', 'unitFrom', 'unitName', 'rank', 'value', 'measure', 'period'],
      ...['validFrom', 'validTo', 'status', 'simulated', 'computed', 'freshness', 'revision', 'recordedAt'],
      ...['before', 'lastYear', 'target'],
    ],
    cube: list.flatMap((s) =>
      s.value === null
        ? []
        : [
            {
              ...{
                indicator: i.code,
                indicatorName,
                unit: `${s.unit}@${s.unitFrom}`,
                unitName: both(s.name),
              },
              ...{ time: s.period ?? iso(s.validFrom) ?? '', value: s.value, status: s.status ?? 'official' },
            },
          ],
    ),
  }
}
