import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { clockText, dayText } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './lineage.module.css'

/** The way in: source, message, row, hash as stored and as worked out again just now. */
export function Evidence({ data }: { data: LineageView }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const { message: m, connection: c } = data
  if (!m) return null
  const at = (ms: number) => `${dayText(ms, language)} ${clockText(ms, language)}`
  return (
    <section className={styles.evidence}>
      <h4>{t('lineage.way')}</h4>
      <dl>
        {c && (
          <>
            <dt>{t('lineage.source')}</dt>
            <dd>
              {c.agency[language]} · {c.name[language]}{' '}
              <small>
                {c.id} · {c.connector}
              </small>
            </dd>
          </>
        )}
        {m.fileName && (
          <>
            <dt>{t('lineage.file')}</dt>
            <dd>
              {m.fileName} {m.sentBy && <small>{m.sentBy}</small>}
              {m.source && <div>{m.source}</div>}
            </dd>
          </>
        )}
        <dt>{t('lineage.received')}</dt>
        <dd>{at(m.receivedAt)}</dd>
        <dt>{t('lineage.committed')}</dt>
        <dd>
          {at(m.committedAt)} <small>+{m.committedAt - m.receivedAt} ms</small>
        </dd>
        <dt>{t('lineage.message')}</dt>
        <dd>
          {t('lineage.messageRow', { id: m.id, row: m.row })}{' '}
          <small>
            {m.contentType}, {m.bytes} B · {m.decoder}
          </small>
        </dd>
        <dt>SHA-256</dt>
        <dd className={styles.hash} data-hash={m.sha256}>
          {m.sha256}
        </dd>
        <dt>{t('lineage.recomputed')}</dt>
        <dd className={styles.hash} data-recomputed={m.recomputed} data-intact={m.intact}>
          {m.recomputed}
          <b>{m.intact ? t('lineage.intact') : t('lineage.broken')}</b>
        </dd>
      </dl>
    </section>
  )
}
