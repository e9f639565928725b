import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { type LiveView, serverNow, useCell, useFreshness } from '../../live/index.ts'
import { FreshnessWord, Value } from '../../ui/index.ts'
import { instant } from '../desk/times.ts'
import styles from './data.module.css'

type Props = { view: LiveView; indicator: IndicatorView; language: Language }

/** The present national value with its unit, as-of time and freshness; a value that nobody sends is said so. */
export function NationalValue({ view, indicator, language }: Props) {
  const { t } = useTranslation('data')
  const index = view.find(indicator.code, 'VN')
  const cell = useCell(view, index)
  const meta = view.cells[index]
  const { state } = useFreshness(cell, meta)
  if (!meta || !cell || Number.isNaN(cell.value))
    return (
      <td colSpan={4} className={styles.soft}>
        {t('noSource')}
      </td>
    )
  return (
    <>
      <td className={styles.value}>
        <Value meta={meta} cell={cell} />
      </td>
      <td className={styles.soft}>{meta.measure}</td>
      <td className={styles.soft}>{instant(cell.validTo, serverNow())}</td>
      <td className={styles.soft}>
        <FreshnessWord state={state} language={language} />
      </td>
    </>
  )
}
