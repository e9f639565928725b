import { useTranslation } from 'react-i18next'
import { CAP_SEVERITIES } from '../../../shared/alert.ts'
import { useCounts, useViewClock } from '../../live/index.ts'
import { placesText, Severity, untilText, useLanguage } from '../../ui/index.ts'
import lists from '../lists.module.css'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'

/** Warnings in force, the worst first; what does not fit is counted. */
export function AlertsPart({ part }: PartProps<'alerts'>) {
  const { t } = useTranslation(['scenes', 'wall'])
  const language = useLanguage()
  const { counts, alerts } = useCounts()
  const now = useViewClock()
  const list = alerts
    .filter((a) => a.state === 'inForce')
    .sort(
      (a, b) => CAP_SEVERITIES.indexOf(a.severity) - CAP_SEVERITIES.indexOf(b.severity) || b.from - a.from,
    )
  const more = list.length - part.count
  return (
    <section className={lists.list} data-alerts={list.length}>
      <h2 className={styles.title}>{part.title?.[language] ?? t('part.alerts')}</h2>
      {/* Before the server has spoken nobody knows that there is none. */}
      {counts && list.length === 0 && <p className={styles.none}>{t('part.noAlerts')}</p>}
      <ul>
        {list.slice(0, part.count).map((a) => (
          <li key={a.id} data-warning={a.id} data-severity={a.severity}>
            <p>
              <Severity severity={a.severity} />
              {a.status === 'Exercise' && <i>{t('wall:exercise')}</i>}
              {a.simulated && a.status !== 'Exercise' && <i>{t('wall:simulatedAlert')}</i>}
            </p>
            <strong>{a.headline[language]}</strong>
            <small>
              {placesText(a, language)} · {t('wall:until', { time: untilText(a.to, now, language) })}
            </small>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.none}>{t('wall:moreAlerts', { count: more })}</p>}
    </section>
  )
}
