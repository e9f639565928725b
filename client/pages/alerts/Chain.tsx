import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AlertDetail } from '../../../shared/api/alerts.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './alerts.module.css'

/** What was sent of one matter, oldest first; what was not obeyed says so. */
export function Chain({ chain, of }: { chain: AlertDetail['chain']; of: number }) {
  const { t } = useTranslation('alerts')
  if (chain.length < 2) return null
  return (
    <section>
      <h3>{t('chain')}</h3>
      <ol className={styles.chain}>
        {chain.map((l) => (
          <li key={l.id} data-link={l.id} data-foreign={l.foreign || undefined} aria-current={l.id === of}>
            <time dateTime={new Date(l.sent).toISOString()}>{dayAndClock(l.sent)}</time>
            <span>
              {l.id === of ? (
                <b>{t(`type.${l.msgType}`)}</b>
              ) : (
                <Link to={`?alert=${l.id}`}>{t(`type.${l.msgType}`)}</Link>
              )}
              {l.note && `: ${l.note}`}
              <small>
                {l.sender}, {l.identifier}, {t('received', { time: dayAndClock(l.receivedAt) })}
                {l.foreign && <i>{t('foreign')}</i>}
              </small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
