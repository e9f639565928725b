import { useTranslation } from 'react-i18next'
import { ALARM_SEVERITIES } from '../../../shared/alarm.ts'
import type { WallAlarm } from '../../../shared/live.ts'
import { type LiveView, useCell, useCounts, useFreshness, useView, useViewClock } from '../../live/index.ts'
import { SeverityMark } from '../../pages/alarms/SeverityMark.tsx'
import { unitOf } from '../../pages/wall/names.ts'
import { asOf, stateOf, stateWord } from '../../pages/wall/words.ts'
import { Mark, momentText, useLanguage, Value } from '../../ui/index.ts'
import lists from '../lists.module.css'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import { found } from './figures.tsx'
import { Nothing } from './Nothing.tsx'

/** Alarms that stand on the wall by their rule, the gravest first; those that do not fit are counted by severity. */
export function AlarmsPart({ part }: PartProps<'alarms'>) {
  const { t } = useTranslation(['scenes', 'alarms'])
  const language = useLanguage()
  const { wallAlarms, wallAlarmCounts } = useCounts()
  const list = wallAlarms.slice(0, part.count)
  const cells = list.flatMap((a) => (a.cell ? [a.cell] : []))
  const view = useView(cells.length ? { kind: 'cells', cells } : null)
  const rest = ALARM_SEVERITIES.map((severity) => ({
    severity,
    count: wallAlarmCounts[severity] - list.filter((a) => a.severity === severity).length,
  })).filter((r) => r.count > 0)
  return (
    <section className={`${lists.list} ${lists.alarms}`} data-alarms={list.length}>
      <h2 className={styles.title}>{part.title?.[language] ?? t('part.alarms')}</h2>
      {list.length === 0 && <Nothing said={t('part.noAlarms')} />}
      <ul>
        {list.map((a) => (
          <Row key={a.id} alarm={a} view={view} />
        ))}
      </ul>
      {rest.length > 0 && (
        <p className={lists.rest} data-rest={rest.reduce((sum, r) => sum + r.count, 0)}>
          {t('part.alarmMore')}
          {rest.map(({ severity, count }) => (
            <span key={severity}>
              <SeverityMark severity={severity} />
              {t('part.alarmRest', { count, severity: t(`alarms:severity.${severity}`).toLowerCase() })}
            </span>
          ))}
        </p>
      )}
    </section>
  )
}

function Row({ alarm, view }: { alarm: WallAlarm; view: LiveView }) {
  const { t } = useTranslation(['scenes', 'alarms', 'wall'])
  const language = useLanguage()
  const now = useViewClock()
  const { severity, acknowledged } = alarm
  return (
    <li data-alarm={alarm.id} data-severity={severity} data-taken={acknowledged !== null || undefined}>
      <p>
        <b>
          <SeverityMark severity={severity} outline={acknowledged !== null} />
          {t(`alarms:severity.${severity}`)}
        </b>
        <span>{t('alarms:since', { time: momentText(alarm.since, now, language) })}</span>
        {alarm.simulated && <i>{t('wall:simulatedAlert')}</i>}
      </p>
      <strong>{alarm.title[language]}</strong>
      <p>
        {alarm.cell ? <Now cell={alarm.cell} view={view} /> : <span>{alarm.text[language]}</span>}
        <em>
          {acknowledged
            ? t('part.alarmTaken', { by: acknowledged.by, time: momentText(acknowledged.at, now, language) })
            : t('part.alarmOpen')}
        </em>
      </p>
    </li>
  )
}

/** The number as it stands now, not as it stood when the alarm was raised. */
function Now({ cell: of, view }: { cell: NonNullable<WallAlarm['cell']>; view: LiveView }) {
  const language = useLanguage()
  const now = useViewClock()
  const at = found(view, of)
  const cell = useCell(view, at?.index ?? -1)
  const age = useFreshness(cell, at?.meta)
  if (!at || !cell) return null
  const { mark } = stateOf(cell, age, at.meta)
  return (
    <span className={lists.now}>
      <Value meta={at.meta} cell={cell} />
      <small>{unitOf(at.meta, language)}</small>
      <span data-state={mark}>
        <Mark kind={mark} /> {stateWord(mark, cell, age, now, language)} ·{' '}
        {asOf(cell, at.meta, now, language)}
      </span>
    </span>
  )
}
