import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import { type Cell, type LiveView, useCell, useFreshness, viewNow } from '../../live/index.ts'
import { FreshnessWord, StatusMarks, Value } from '../../ui/index.ts'
import { dayText, instant } from '../desk/times.ts'
import styles from './data.module.css'

type Props = { view: LiveView; indicator: IndicatorView; supplied: boolean; language: Language }

/** The present national value with its unit, as-of time and freshness; a value that nobody sends is said so. */
export function NationalValue({ view, indicator, supplied, language }: Props) {
  const { t } = useTranslation('data')
  const index = view.find(indicator.code, 'VN')
  const cell = useCell(view, index)
  const meta = view.cells[index]
  const { state } = useFreshness(cell, meta)
  if (!meta || !cell || Number.isNaN(cell.value)) {
    // Nothing is said to be missing before the stream has answered.
    const opening = view.status !== 'open' || (meta !== undefined && cell === null)
    const lacksWeight = ((cell?.flags ?? 0) & FLAG.weightMissing) !== 0
    const missing = lacksWeight ? 'weightMissing' : supplied ? 'noNational' : 'noSource'
    return (
      <td colSpan={4} className={styles.soft} data-missing={opening ? undefined : missing}>
        {opening ? '…' : t(missing)}
      </td>
    )
  }
  return (
    <>
      <td className={styles.value}>
        <Value meta={meta} cell={cell} />
      </td>
      <td className={styles.soft}>{meta.symbol[language]}</td>
      <td className={styles.soft}>{asOf(cell)}</td>
      <td className={styles.soft}>
        <FreshnessWord state={state} language={language} />{' '}
        <StatusMarks {...cell} now={viewNow()} language={language} short />
      </td>
    </>
  )
}

/** The last day of a period; the instant of a real-time value. */
const asOf = ({ validFrom, validTo }: Cell) =>
  validFrom < validTo ? dayText(validTo - 1) : instant(validTo, viewNow())
