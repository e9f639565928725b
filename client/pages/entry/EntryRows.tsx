import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../shared/api/entry.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber } from '../../ui/index.ts'
import { decimalsOf } from './decimals.ts'
import styles from './entry.module.css'

/** Each number of an entry beside what was known before. */
export function EntryRows({ rows, language }: { rows: EntryView['rows']; language: Language }) {
  const { t } = useTranslation('entry')
  return (
    <table className={styles.rows}>
      <tbody>
        {rows.map((r) => {
          const figure = (n: number) => formatNumber(n, decimalsOf(n, r.decimals), language)
          return (
            <tr key={`${r.indicator} ${r.unit}`}>
              <td>
                {r.name[language]}, {r.unitName[language]}
                {r.note && <small>{r.note}</small>}
              </td>
              <td data-number="">{r.before ? figure(r.before.value) : t('neverKnown')}</td>
              <td>→</td>
              <td data-number="">
                <b>{figure(r.value)}</b> {r.measure[language]}
                <small>{t(`common:status.${r.status}`)}</small>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
