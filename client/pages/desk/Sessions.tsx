import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BridgeView } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { useCounts, useLiveEvent } from '../../live/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import styles from './side.module.css'
import { instant } from './times.ts'

/** Not every change is told to every desk: looked at again this often. */
const AGAIN_MS = 15_000

type Props = { language: Language; now: number; mayStart: boolean; onStart(): void }

/** The sessions that run now, and the way to start one. Read again when the stream says that one changed. */
export function Sessions({ language, now, mayStart, onStart }: Props) {
  const { t } = useTranslation('desk')
  const queries = useQueryClient()
  const sessions = useQuery({
    queryKey: ['bridge'],
    queryFn: () => api.get<BridgeView[]>('/api/bridge'),
    refetchInterval: AGAIN_MS,
  })
  const again = () => void queries.invalidateQueries({ queryKey: ['bridge'] })
  useLiveEvent('bridge:changed', again)
  useLiveEvent('bridge:ring', again)
  const { happenings } = useCounts()
  const last = happenings.find((h) => h.kind.startsWith('bridge'))?.at
  useEffect(() => {
    if (last) void queries.invalidateQueries({ queryKey: ['bridge'] })
  }, [last, queries])
  const running = (sessions.data ?? []).filter((s) => s.endedAt === null)
  return (
    <section className={styles.pane} aria-label={t('sessions.title')} data-pane="sessions" tabIndex={-1}>
      <h2 className={styles.title}>
        {t('sessions.title')}
        <span data-metric="sessions-running">{running.length > 0 && running.length}</span>
        {mayStart && (
          <Button onClick={onStart} data-action="start-session">
            {t('sessions.start')}
          </Button>
        )}
      </h2>
      <Problem error={sessions.error} />
      {sessions.isSuccess && running.length === 0 && <p className={styles.none}>{t('sessions.none')}</p>}
      <ul className={styles.rows}>
        {running.map((session) => {
          const points = session.points.filter((p) => p.role === 'point')
          const joined = points.filter((p) => p.state === 'joined' || p.state === 'weak').length
          const shown = session.points.find((p) => p.id === session.spotlight)
          return (
            <li key={session.id} className={styles.session} data-session={session.id}>
              <div>
                <strong>{session.title}</strong>
                <small>
                  {[
                    t('sessions.since', { time: instant(session.openedAt, now) }),
                    t('sessions.points', { count: points.length, joined }),
                    shown && t('sessions.spotlight', { name: shown.name[language] }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </div>
              <Link to={`/session/${session.id}`}>{t('sessions.open')}</Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
