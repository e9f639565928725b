import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'
import type { Cell, LiveView } from '../../live/index.ts'

/** A national value as the stream has it now; null when there is none. */
export function nationalCell(view: LiveView, indicator: string): Cell | null {
  const index = view.find(indicator, 'VN')
  const cell = index < 0 ? null : view.values.get(index)
  return cell && Number.isFinite(cell.value) ? cell : null
}

/** The filtered catalogue with its national values; `title` names a column, `word` a period, level or freshness. */
export function listSheet(
  indicators: readonly IndicatorView[],
  view: LiveView,
  language: Language,
  title: (column: string) => string,
  word: (key: string) => string,
): Sheet {
  const column = (key: string, name: string, kind: SheetColumn['kind']): SheetColumn => ({
    ...{ key, kind, title: title(name) },
  })
  return {
    rowKey: 'indicator',
    rowLabel: 'name',
    columns: [
      column('indicator', 'code', 'text'),
      column('name', 'name', 'text'),
      column('section', 'section', 'text'),
      column('owner', 'owner', 'text'),
      column('value', 'value', 'number'),
      column('measure', 'measure', 'text'),
      column('valid_from', 'validFrom', 'instant'),
      column('valid_to', 'asOf', 'instant'),
      column('recorded_at', 'recordedAt', 'instant'),
      column('freshness', 'freshness', 'text'),
      column('simulated', 'simulated', 'text'),
      column('period', 'period', 'text'),
      column('level', 'level', 'text'),
    ],
    rows: indicators.map((i) => {
      const cell = nationalCell(view, i.code)
      return [
        ...[i.code, i.name[language], String(i.section), i.owner[language]],
        ...[cell?.value ?? null, i.symbol[language]],
        ...[cell?.validFrom ?? null, cell?.validTo ?? null, cell?.recordedAt ?? null],
        cell?.freshness ?? null,
        cell ? String((cell.flags & FLAG.simulated) !== 0) : null,
        ...[word(`periodName.${i.period}`), word(`levelName.${i.level}`)],
      ]
    }),
  }
}
