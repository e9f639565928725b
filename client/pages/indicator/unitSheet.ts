// The table of units as a sheet: codes and names, raw numbers, instants.
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'
import type { Standing } from './summary.ts'
import type { Earlier } from './useEarlier.ts'

type Title = (key: string) => string

/** The columns on screen, in their order, with what a program needs to join them. */
export function unitSheet(
  indicator: IndicatorView,
  rows: readonly Standing[],
  earlier: Earlier,
  language: Language,
  title: Title,
): Sheet {
  const text = (key: string, name: string): SheetColumn => ({ key, title: name, kind: 'text' })
  const figure = (key: string, name: string): SheetColumn => ({
    ...{ key, title: name, kind: 'number', decimals: indicator.decimals },
  })
  const instant = (key: string, name: string): SheetColumn => ({ key, title: name, kind: 'instant' })
  return {
    rowKey: 'unit',
    rowLabel: 'unit_name',
    columns: [
      text('indicator', title('code')),
      text('unit', title('unitCode')),
      text('unit_valid_from', title('unitFrom')),
      text('unit_name', title('unit')),
      text('period', title('period')),
      instant('valid_from', title('validFrom')),
      instant('valid_to', title('validTo')),
      figure('value', title('value')),
      text('measure', title('measure')),
      figure('period_before', title('valueBefore')),
      figure('same_period_last_year', title('valueLastYear')),
      text('target_comparator', title('targetSign')),
      figure('target', title('target')),
      figure('target_high', title('targetHigh')),
      text('status', title('status')),
      text('simulated', title('simulated')),
      instant('recorded_at', title('known')),
      ...earlier.periods.map((period) => figure(`value_${period}`, period)),
    ],
    rows: rows.map((s) => [
      indicator.code,
      s.unit,
      s.unitFrom,
      s.name[language],
      s.period,
      s.validFrom,
      s.validTo,
      s.value,
      indicator.measure,
      s.before?.value ?? null,
      s.lastYear?.value ?? null,
      s.target?.comparator ?? null,
      s.target?.value ?? null,
      s.target?.valueHigh ?? null,
      s.status,
      String(s.simulated),
      s.recordedAt,
      ...earlier.periods.map((period) => earlier.value(s, period)?.value ?? null),
    ]),
  }
}

/** Units in the order of the ranking, each with its place. */
export function rankingSheet(
  indicator: IndicatorView,
  ranked: readonly (Standing & { rank: number | null })[],
  language: Language,
  title: Title,
): Sheet {
  return {
    rowKey: 'unit',
    rowLabel: 'unit_name',
    columns: [
      { key: 'rank', title: title('rank'), kind: 'number', decimals: 0 },
      { key: 'unit', title: title('unitCode'), kind: 'text' },
      { key: 'unit_name', title: title('unit'), kind: 'text' },
      { key: 'period', title: title('period'), kind: 'text' },
      { key: 'value', title: title('value'), kind: 'number', decimals: indicator.decimals },
      { key: 'measure', title: title('measure'), kind: 'text' },
      { key: 'simulated', title: title('simulated'), kind: 'text' },
    ],
    rows: ranked.map((s) => [
      s.rank,
      s.unit,
      s.name[language],
      s.period,
      s.value,
      indicator.measure,
      String(s.simulated),
    ]),
  }
}
