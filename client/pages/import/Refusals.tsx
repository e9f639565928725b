import { useTranslation } from 'react-i18next'
import type { RefusalView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import styles from './import.module.css'

const SHOWN = 100
type Props = { rows: readonly RefusalView[]; total: number; language: Language }

/** Rows that are refused, each with its reason. */
export function Refusals({ rows, total, language }: Props) {
  const { t } = useTranslation('import')
  return (
    <section className={styles.block}>
      <h2>{t('refusals')}</h2>
      {total === 0 && <p>{t('refusalsNone')}</p>}
      {rows.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.figure}>{t('row')}</th>
              <th>{t('code')}</th>
              <th>{t('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((r, i) => (
              <tr key={i} data-code={r.code}>
                <td className={styles.figure}>{r.row}</td>
                <td>{r.code}</td>
                <td className={styles.label}>
                  {r.message[language]}
                  {r.detail.value !== undefined && `: ${String(r.detail.value)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total > SHOWN && <p>{t('refusalsMore', { count: total - Math.min(SHOWN, rows.length) })}</p>}
    </section>
  )
}
