import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RollView } from '../../../shared/api/bookings.ts'
import { delegateText } from '../../../shared/delegates.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useServerClock } from '../../live/index.ts'
import { clockText, dayText, longDayText, minuteText, Problem, useLanguage } from '../../ui/index.ts'
import { duration } from '../session/rollCall.ts'
import { Minutes } from './Minutes.tsx'
import { RecordingList } from './RecordingList.tsx'
import { rollSheet } from './rollSheet.ts'
import styles from './sessions.module.css'

type Props = {
  session: BridgeView
  /** Whether the roll is for this reader: a point reads the minutes alone. */
  roll: boolean
}

/** What is on record of a session: who came and when, how long each spoke, and its minutes. */
export function SessionRecord({ session, roll: readsRoll }: Props) {
  const { t } = useTranslation(['sessions', 'export'])
  const language = useLanguage()
  const now = useServerClock()
  const pane = useRef<HTMLElement>(null)
  const running = session.endedAt === null
  const roll = useQuery({
    queryKey: ['bridge', session.id, 'roll'],
    queryFn: () => api.get<RollView>(`/api/bridge/${session.id}/roll`),
    refetchInterval: running ? 5_000 : false,
    enabled: readsRoll,
  })
  const rows = roll.data?.rows ?? []
  const count = (presence: string) => rows.filter((r) => r.presence === presence).length
  const chair = session.points.find((p) => p.id === session.chair)
  return (
    <section ref={pane} className={styles.card} data-record={session.id}>
      <header>
        <h2>{session.title}</h2>
        <span>
          {running && <Link to={`/session/${session.id}`}>{t('goIn')}</Link>}
          {readsRoll && !running && <Link to={`/sessions/${session.id}/replay`}>{t('replay')}</Link>}
          <Link to={`/directives?session=${session.id}&which=all`}>{t('directives')}</Link>
        </span>
      </header>
      <Problem error={roll.error} />
      <dl className={styles.facts}>
        <dt>{t('when')}</dt>
        <dd>
          {longDayText(session.openedAt, language)}, {minuteText(session.openedAt, language)}
          {session.endedAt !== null && `–${minuteText(session.endedAt, language)}`},{' '}
          {duration((session.endedAt ?? now) - session.openedAt)}
        </dd>
        <dt>{t('chair')}</dt>
        <dd>{chair?.name[language]}</dd>
      </dl>
      {readsRoll && (
        <>
          <h3>
            {t('roll.title')}: {t('roll.present', { count: count('present') + count('late') })}
            {count('late') > 0 && `, ${t('roll.ofThemLate', { count: count('late') })}`}
            {count('absent') > 0 && <em>, {t('roll.absent', { count: count('absent') })}</em>}{' '}
            {rows.length > 0 && (
              <ExportMenu
                of={t('roll.title')}
                about={() => ({
                  title: `${t('roll.title')}: ${session.title}`,
                  name: `${t('roll.title')}-${session.title}`,
                  source: t('roll.source'),
                  measure: t('export:perRow'),
                  asOf: `${dayText(session.endedAt ?? now, language)} ${clockText(session.endedAt ?? now, language)}`,
                  simulated: session.points.some((p) => p.drawn),
                })}
                sheet={() => rollSheet(rows, language, (key) => t(`roll.${key}`))}
                picture={() => pane.current}
              />
            )}
          </h3>
          <table data-roll="">
            <thead>
              <tr>
                <th>{t('point')}</th>
                <th>{t('roll.presence')}</th>
                <th>{t('delegates')}</th>
                <th className={styles.number}>{t('roll.joinedAt')}</th>
                <th className={styles.number}>{t('roll.leftAt')}</th>
                <th className={styles.number}>{t('roll.interruptions')}</th>
                <th className={styles.number}>{t('roll.away')}</th>
                <th className={styles.number}>{t('roll.spoke')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <tr key={r.unit.code} data-roll-row={r.unit.code}>
                  <td>{r.unit.name[language]}</td>
                  <td data-presence={r.presence}>
                    {t(`roll.is.${r.presence}`, { time: duration(r.lateMs) })}
                    {r.standIn && <small>{t('standIn')}</small>}
                  </td>
                  <td>
                    {r.delegates.map((d) => (
                      <span key={d.name}>
                        {delegateText(d, language)}
                        <br />
                      </span>
                    ))}
                  </td>
                  <td className={styles.number}>{r.joinedAt ? clockText(r.joinedAt, language) : '–'}</td>
                  <td className={styles.number}>{r.leftAt ? clockText(r.leftAt, language) : '–'}</td>
                  <td className={styles.number}>{r.interruptions || '–'}</td>
                  <td className={styles.number}>{r.awayMs ? duration(r.awayMs) : '–'}</td>
                  <td className={styles.number}>{r.spokeMs ? duration(r.spokeMs) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {readsRoll && <RecordingList session={session} />}
      {!running && <Minutes session={session.id} />}
    </section>
  )
}
