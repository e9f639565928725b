import { useTranslation } from 'react-i18next'
import { useAlertsInForce, useViewClock } from '../../live/index.ts'
import { placesText, Severity, untilText, useLanguage } from '../../ui/index.ts'
import lists from '../lists.module.css'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import { Nothing } from './Nothing.tsx'

/** Warnings in force, the worst first; what does not fit is counted. */
export function AlertsPart({ part }: PartProps<'alerts'>) {
  const { t } = useTranslation(['scenes', 'wall'])
  const language = useLanguage()
  const now = useViewClock()
  const list = useAlertsInForce()
  const more = list.length - part.count
  return (
    <section className={lists.list} data-alerts={list.length}>
      <h2 className={styles.title}>{part.title?.[language] ?? t('part.alerts')}</h2>
      {list.length === 0 && <Nothing said={t('part.noAlerts')} />}
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
