import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventView } from '../../../shared/api/bridge.ts'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { api, useMe } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, clockText, dayText, Problem, untilText, useLanguage } from '../../ui/index.ts'
import { duration } from '../session/rollCall.ts'
import styles from './sessions.module.css'

const MB = 1_048_576
/** What is worth going to in a recording. */
const MOMENTS = new Set([
  'joined',
  'lost',
  'returned',
  'left',
  'floor-given',
  'floor-ended',
  'spotlight',
  'agenda',
  'admitted',
  'moved',
])

/** The recordings of a session: watched beside what happened in it, on one time line; each watching is on record. */
export function RecordingList({ session }: { session: BridgeView }) {
  const { t } = useTranslation('sessions')
  const recordings = useQuery({
    queryKey: ['bridge', session.id, 'recordings'],
    queryFn: () => api.get<RecordingView[]>(`/api/bridge/${session.id}/recordings`),
    refetchInterval: session.endedAt === null ? 5_000 : false,
  })
  if (!recordings.data?.length) return null
  return (
    <>
      <h3>{t('recordings.title')}</h3>
      {recordings.data.map((r) => (
        <One key={r.id} recording={r} session={session} />
      ))}
    </>
  )
}

function One({ recording: r, session }: { recording: RecordingView; session: BridgeView }) {
  const { t } = useTranslation(['sessions', 'bridge'])
  const language = useLanguage()
  const now = useServerClock()
  const me = useMe()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState<string | null>(null)
  const player = useRef<HTMLVideoElement>(null)
  const events = useQuery({
    queryKey: ['bridge', session.id, 'events'],
    queryFn: () => api.get<EventView[]>(`/api/bridge/${session.id}/events`),
    enabled: open,
  })
  const remove = useMutation({
    mutationFn: () => api.post<RecordingView>(`/api/recordings/${r.id}/delete`, { reason: reason?.trim() }),
    onSuccess: () => {
      setReason(null)
      void queries.invalidateQueries({ queryKey: ['bridge', session.id, 'recordings'] })
    },
  })
  const name = (point: string | null) => session.points.find((p) => p.id === point)?.name[language] ?? ''
  const until = r.stoppedAt ?? now
  const moments = (events.data ?? []).filter(
    (e) => MOMENTS.has(e.kind) && e.at >= r.startedAt && e.at <= until,
  )
  const there = r.stoppedAt !== null && !r.awaited && r.deletedAt === null && r.bytes > 0
  return (
    <div className={styles.recording} data-recording-row={r.id}>
      <p>
        <strong>
          {clockText(r.startedAt, language)}, {duration(until - r.startedAt)}
        </strong>{' '}
        {t('recordings.by', { name: r.startedBy })} · {t(`recordings.maker.${r.maker}`)} ·{' '}
        {(r.bytes / MB).toLocaleString(language, { maximumFractionDigits: 1 })} MB ·{' '}
        {r.deletedAt
          ? t('recordings.deleted', { time: untilText(r.deletedAt, now, language), reason: r.deleteReason })
          : r.stopReason
            ? t(
                r.maker === 'egress' && r.stopReason === 'interrupted'
                  ? 'recordings.cut'
                  : `recordings.${r.stopReason}`,
              )
            : t('recordings.running')}
        {r.awaited && ` · ${t('recordings.awaited')}`}
        {there && ` · ${t('recordings.kept', { day: dayText(r.keptUntil, language) })}`}
        {r.sha256 && (
          <>
            {' '}
            · SHA-256 <code title={r.sha256}>{r.sha256.slice(0, 16)}…</code>
          </>
        )}
      </p>
      {r.fault && (
        <p className={styles.fault} data-fault={r.fault}>
          {t(`recording.fault.${r.fault}`, { ns: 'bridge' })}
          {r.faultDetail && <code> {r.faultDetail}</code>}
        </p>
      )}
      {there && (
        <div className={styles.row}>
          <Button primary={!open} onClick={() => setOpen(!open)} data-action="watch">
            {t(open ? 'recordings.close' : 'recordings.watch')}
          </Button>
          {me.can('create', 'Bridge') && (
            <Button onClick={() => setReason(reason === null ? '' : null)}>{t('recordings.delete')}</Button>
          )}
        </div>
      )}
      {reason !== null && (
        <form
          className={styles.row}
          onSubmit={(e) => {
            e.preventDefault()
            if (reason.trim()) remove.mutate()
          }}
        >
          <input
            name="reason"
            aria-label={t('recordings.reason')}
            placeholder={t('recordings.reason')}
            maxLength={500}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          <Button type="submit" disabled={!reason.trim() || remove.isPending}>
            {t('recordings.deleteConfirm')}
          </Button>
        </form>
      )}
      <Problem error={remove.error} />
      {open && there && (
        <div className={styles.replay}>
          <video
            ref={player}
            src={`/api/recordings/${r.id}/file`}
            controls
            preload="metadata"
            data-player={r.id}
          />
          <ol>
            {moments.map((e) => (
              <li key={`${e.at}/${e.kind}/${e.point}`}>
                <button
                  type="button"
                  onClick={() => {
                    if (!player.current) return
                    player.current.currentTime = Math.max(
                      0,
                      (e.at - (r.pictureAt ?? r.startedAt)) / 1_000 - 1,
                    )
                    void player.current.play()
                  }}
                >
                  <time>{duration(e.at - r.startedAt)}</time> {name(e.point)} {t(`moment.${e.kind}`)}
                  {e.kind === 'agenda' && typeof e.detail.item === 'number' && ` ${e.detail.item + 1}`}
                </button>
              </li>
            ))}
          </ol>
        </div>
      )}
      {r.watched.length > 0 && (
        <small>
          {t('recordings.watched')}{' '}
          {r.watched.map((w) => `${w.by} ${untilText(w.at, now, language)}`).join(', ')}
        </small>
      )}
    </div>
  )
}
