import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { formatNumber, momentText } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './lineage.module.css'

/** Everything ever said about this series and time, newest first. */
export function Revisions({ data, now }: { data: LineageView; now: number }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  return (
    <section className={styles.revisions}>
      <h4>{t('lineage.revisions')}</h4>
      <ol reversed>
        {data.revisions.map((r) => (
          <li key={`${r.message}/${r.row}`}>
            <b>
              {formatNumber(r.value, Math.min(6, (String(r.value).split('.')[1] ?? '').length), language)}
            </b>
            <span>{t(`status.${r.status}`)}</span>
            <small>
              {momentText(r.recordedAt, now, language)} ·{' '}
              {t('lineage.messageRow', { id: r.message, row: r.row })}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}
