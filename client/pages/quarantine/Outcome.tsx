import { useTranslation } from 'react-i18next'
import { OUTCOMES, type RepairResult } from '../../../shared/api/quarantine.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { figure } from '../desk/figures.ts'
import styles from './quarantine.module.css'

const SHOWN = 12
type Props = { result: RepairResult; language: Language; done: boolean }

/** What would become, or became, of the rows: all counted, the first shown. */
export function Outcome({ result, language, done }: Props) {
  const { t } = useTranslation('quarantine')
  const number = (v: number | null) => (v === null ? '–' : figure(v, language))
  return (
    <div className={styles.outcome} data-outcome={done ? 'done' : 'preview'}>
      <p>
        <b>{t(done ? 'became' : 'would')}</b>{' '}
        {OUTCOMES.filter((o) => result.counts[o])
          .map((o) => t(`outcome.${o}`, { count: result.counts[o] ?? 0 }))
          .join(' · ')}
        {result.more && `. ${t('moreLeft')}`}
      </p>
      {!done && (
        <table className={styles.table}>
          <thead>
            <tr>
              {['row', 'indicator', 'unit', 'period'].map((c) => (
                <th key={c}>{t(`field.${c}`)}</th>
              ))}
              <th className={styles.figure}>{t('field.value')}</th>
              <th className={styles.figure}>{t('before')}</th>
              <th>{t('result')}</th>
            </tr>
          </thead>
          <tbody>
            {result.rows.slice(0, SHOWN).map((r) => (
              <tr key={r.id} data-row-outcome={r.outcome}>
                <td>{r.row}</td>
                <td>{r.indicator ?? '–'}</td>
                <td>{r.unit ?? '–'}</td>
                <td>{r.period ?? '–'}</td>
                <td className={styles.figure}>{number(r.value)}</td>
                <td className={styles.figure}>{number(r.before)}</td>
                <td data-tone={r.outcome === 'refused' ? 'amber' : undefined}>
                  {r.reason?.[language] ?? t(`becomes.${r.outcome}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
