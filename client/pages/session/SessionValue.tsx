import type { Freshness } from '../../../shared/vocabulary.ts'
import type { Cell, CellMeta } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { figure, hasValue } from './numbers.ts'

/** One indicator's value with the series that it is. */
export function SessionValue({
  cell,
  meta,
  freshness,
}: {
  cell: Cell | null
  meta: CellMeta
  freshness: Freshness
}) {
  const language = useLanguage()
  return (
    <span
      data-series={`${meta.indicator}@${meta.unit}`}
      data-unit-from={meta.unitFrom}
      data-freshness={freshness}
    >
      {hasValue(cell) ? figure(cell.value, meta.decimals, language) : '–'}
    </span>
  )
}
