import { useTranslation } from 'react-i18next'
import type { SnapshotView } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { clockText, dayText, formatNumber } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './kept.module.css'

type Props = { snapshot: SnapshotView; language: Language }

/** The numbers that stood on the screen when the task was given, as they were kept, and whether they still fit their hash. */
export function KeptScreen({ snapshot: s, language }: Props) {
  const { t } = useTranslation('directives')
  const known = s.cells.filter((c) => c.value !== null)
  return (
    <details className={styles.kept} data-kept={known.length} data-intact={s.intact}>
      <summary>
        {t('kept.at', { time: clockText(s.at, language), day: dayText(s.at, language), count: known.length })}
        <small>
          SHA-256 <code title={s.sha256}>{s.sha256.slice(0, 16)}…</code>{' '}
          {t(s.intact ? 'kept.intact' : 'kept.differs')}
        </small>
      </summary>
      <table>
        <thead>
          <tr>
            <th>{t('kept.number')}</th>
            <th>{t('kept.unit')}</th>
            <th>{t('kept.value')}</th>
            <th>{t('kept.valid')}</th>
          </tr>
        </thead>
        <tbody>
          {known.map((c) => (
            <tr key={c.series} data-later={c.later || undefined}>
              <td>
                {c.name[language]}
                {c.later && <small>{t('kept.later')}</small>}
                {(c.flags & FLAG.simulated) !== 0 && <small>{t('simulated')}</small>}
              </td>
              <td>{c.unit.name[language]}</td>
              <td>
                {formatNumber(c.value ?? 0, c.decimals, language)} {c.symbol[language]}
              </td>
              <td>{dayAndClock(c.validTo)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {s.hidden > 0 && <p>{t('kept.hidden', { count: s.hidden })}</p>}
      <p>
        {t('kept.frame', { epoch: s.epoch, seq: s.seq })} <code>{s.sha256}</code>
      </p>
    </details>
  )
}
