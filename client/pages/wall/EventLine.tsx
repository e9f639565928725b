import { useTranslation } from 'react-i18next'
import { useAlertsInForce, useCounts, useViewClock } from '../../live/index.ts'
import { clockText, placesText, Severity, untilText, useLanguage } from '../../ui/index.ts'
import { SeverityMark } from '../alarms/SeverityMark.tsx'
import styles from './wall.module.css'

/** Where subtitles stand: the worst alert while one is in force, and what just happened. */
export function EventLine() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const { happenings, wallAlarms } = useCounts()
  const [alarm] = wallAlarms
  const now = useViewClock()
  const [row] = happenings
  const inForce = useAlertsInForce()
  const [worst] = inForce
  return (
    <p className={styles.event} data-happening={row?.kind} data-gives-way="">
      {alarm && (
        <span className={styles.alert} data-wall-alarm={alarm.id} role="status">
          <SeverityMark severity={alarm.severity} />
          {alarm.simulated && <i>{t('simulatedAlert')}</i>}
          <strong>{alarm.title[language]}</strong>
          <b>
            {clockText(alarm.since, language)}
            {wallAlarms.length > 1 && ` · ${t('moreAlarms', { count: wallAlarms.length - 1 })}`}
          </b>
        </span>
      )}
      {worst && !alarm && (
        <span className={styles.alert} data-alert={worst.id} role="status">
          <Severity severity={worst.severity} />
          {worst.status === 'Exercise' && <i>{t('exercise')}</i>}
          {worst.simulated && worst.status !== 'Exercise' && <i>{t('simulatedAlert')}</i>}
          <strong>{worst.headline[language]}</strong>
          <small>{placesText(worst, language)}</small>
          <b>
            {t('until', { time: untilText(worst.to, now, language) })}
            {inForce.length > 1 && ` · ${t('moreAlerts', { count: inForce.length - 1 })}`}
          </b>
        </span>
      )}
      {row && (
        <span className={styles.happened}>
          {!worst && !alarm && <em>{t('justNow')}</em>}
          <time dateTime={new Date(row.at).toISOString()}>{clockText(row.at, language)}</time>
          <span>{row.text[language]}</span>
        </span>
      )}
      {!row && !worst && !alarm && <em>{t('justNow')}</em>}
    </p>
  )
}
