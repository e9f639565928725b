import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { EventView } from '../../../shared/api/bridge.ts'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { RoomMessage } from '../../../shared/room.ts'
import { api } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { useClock } from '../../live/index.ts'
import { Button, clockText, longDayText, Problem, useLanguage } from '../../ui/index.ts'
import { Film, spanOf } from './Film.tsx'
import { NumbersThen } from './NumbersThen.tsx'
import styles from './replay.module.css'
import { SaidThen } from './SaidThen.tsx'
import { gaps, spans, stageAt } from './stageAt.ts'
import { TimeLine, type Track } from './TimeLine.tsx'
import { useReplayTime } from './useReplayTime.ts'

type Props = { session: BridgeView; from: number; to: number }

/** A key or a press goes to the next thing that happened. */
const NEAR_MS = 500

/** One time for the picture, the numbers, who had the floor, what was dealt with and what was given. */
export function Replay({ session, from, to }: Props) {
  const { t } = useTranslation('sessionReplay')
  const language = useLanguage()
  const clock = useClock()
  const time = useReplayTime(from, to)
  const { now, seek } = time
  const at = `/api/bridge/${session.id}`
  const events = useQuery({
    queryKey: ['bridge', session.id, 'events'],
    queryFn: () => api.get<EventView[]>(`${at}/events`),
  })
  const recordings = useQuery({
    queryKey: ['bridge', session.id, 'recordings'],
    queryFn: () => api.get<RecordingView[]>(`${at}/recordings`),
  })
  const booked = useQuery({
    queryKey: ['bridge', session.id, 'booking'],
    queryFn: () => api.get<{ booking: BookingView | null }>(`${at}/booking`),
  })
  const given = useQuery({
    queryKey: ['directives', 'list', 'session', session.id, 'all'],
    queryFn: () =>
      api.get<DirectiveView[]>(`/api/directives?which=all&session=${encodeURIComponent(session.id)}`),
  })
  const messages = useQuery({
    queryKey: ['bridge', session.id, 'messages'],
    queryFn: () => api.get<RoomMessage[]>(`${at}/messages`),
  })
  const said = messages.data ?? []
  const happened = events.data ?? []
  const films = (recordings.data ?? []).filter(
    (r) => r.stoppedAt !== null && !r.awaited && r.deletedAt === null && r.bytes > 0,
  )
  const directives = (given.data ?? [])
    .filter((d) => d.issuedAt !== null)
    .sort((a, b) => (a.issuedAt ?? 0) - (b.issuedAt ?? 0))
  const agenda = booked.data?.booking?.agenda ?? []
  const name = (point: string | null) => session.points.find((p) => p.id === point)?.name[language] ?? ''
  const item = (n: number | null) => (n === null ? '' : `${n + 1}. ${agenda[n]?.title ?? ''}`)
  const then = stageAt(happened, now)
  const focus =
    session.points.find((p) => p.id === then.spotlight && p.role === 'point') ??
    session.points.find((p) => p.id === then.floor?.point && p.role === 'point') ??
    session.points.find((p) => p.role === 'point')
  const whole = { from, to }
  const span = (s: { from: number; to: number }, text: string, kind: 'span' | 'gap' = 'span') => ({
    ...s,
    text,
    kind,
  })
  const tracks: Track[] = [
    {
      key: 'film',
      parts: [
        ...films.map((r) => span({ ...spanOf(r), to: Math.min(to, spanOf(r).to) }, t('recorded'))),
        ...gaps(whole, films.map(spanOf)).map((g) => span(g, t('gap'), 'gap')),
      ],
    },
    {
      key: 'item',
      parts: spans(happened, to, (s) => (s.item === null ? null : String(s.item))).map((s) =>
        span(s, item(Number(s.id))),
      ),
    },
    {
      key: 'floor',
      parts: spans(happened, to, (s) => s.floor?.point ?? null).map((s) => span(s, name(s.id))),
    },
    { key: 'spotlight', parts: spans(happened, to, (s) => s.spotlight).map((s) => span(s, name(s.id))) },
    {
      key: 'lost',
      parts: session.points.flatMap((p) =>
        spans(happened, to, (s) => (s.lost.includes(p.id) ? p.id : null)).map((s) =>
          span(s, name(p.id), 'gap'),
        ),
      ),
    },
    {
      key: 'directive',
      parts: directives.map((d) => ({
        ...{ from: d.issuedAt ?? from, to: d.issuedAt ?? from, kind: 'mark' as const },
        text: `${d.addressee.name[language]}: ${d.text}`,
      })),
    },
  ]
  tracks.push({
    key: 'message',
    parts: said.map((m) => ({
      ...{ from: m.at, to: m.at, kind: 'mark' as const },
      text: `${m.name[language]}: ${m.text}`,
    })),
  })
  const moments = [
    ...new Set(tracks.flatMap((track) => track.parts.map((p) => p.from)).concat(happened.map((e) => e.at))),
  ].sort((a, b) => a - b)
  const group = t('palette:group.replay')
  useCommands([
    {
      ...{ id: 'replay.next', title: t('palette:does.replay.next'), group, keys: ['n'] },
      run: () => seek(moments.find((m) => m > now + NEAR_MS) ?? to),
    },
    {
      ...{ id: 'replay.previous', title: t('palette:does.replay.previous'), group, keys: ['p'] },
      run: () => seek(moments.findLast((m) => m < now - NEAR_MS) ?? from),
    },
  ])
  const error = events.error ?? recordings.error ?? booked.error ?? given.error ?? messages.error
  return (
    <>
      <header className={styles.head}>
        <h1>
          {t('title')}: {session.title}
        </h1>
        <p>
          {longDayText(from, language)}, {clockText(from, language)}–{clockText(to, language)}.{' '}
          {time.numbers === 'none' ? t('withoutNumbers') : t('asKnownThen')}
        </p>
        <Link to={`/sessions?session=${session.id}`}>{t('record')}</Link>
      </header>
      <Problem error={error} />
      <section className={styles.stage}>
        <Film
          recordings={films}
          now={now}
          playing={time.playing}
          rate={clock.mode === 'replay' ? clock.rate : 1}
        />
        <aside className={styles.side}>
          <dl>
            <dt>{t('time')}</dt>
            <dd data-replay-time={Math.round(now)}>{clockText(now, language)}</dd>
            <dt>{t('track.item')}</dt>
            <dd data-then="item">{item(then.item) || '–'}</dd>
            <dt>{t('track.floor')}</dt>
            <dd data-then="floor">{then.floor ? name(then.floor.point) : '–'}</dd>
            <dt>{t('track.spotlight')}</dt>
            <dd data-then="spotlight">{then.spotlight ? name(then.spotlight) : '–'}</dd>
            <dt>{t('inside')}</dt>
            <dd data-then="inside">
              {then.inside
                .map((p) => `${name(p)}${then.lost.includes(p) ? ` (${t('lostLink')})` : ''}`)
                .join(', ') || '–'}
            </dd>
          </dl>
          <h2>{t('directives')}</h2>
          <ol>
            {directives.map((d) => (
              <li key={d.id} data-replayed={d.id} data-given={(d.issuedAt ?? 0) <= now || undefined}>
                <button type="button" onClick={() => seek(d.issuedAt ?? from)}>
                  <time>{clockText(d.issuedAt ?? from, language)}</time> <b>{d.addressee.name[language]}</b>{' '}
                  {d.text}
                </button>
              </li>
            ))}
            {directives.length === 0 && <li>–</li>}
          </ol>
          <SaidThen messages={said} name={name} now={now} onSeek={seek} />
          <h2>
            {t('numbers')} {focus?.name[language]}
          </h2>
          {time.numbers === 'there' && focus && <NumbersThen unit={focus.unit} now={now} />}
          {time.numbers === 'none' && <p role="status">{t('withoutNumbers')}</p>}
        </aside>
      </section>
      <footer className={styles.controls}>
        <Button primary onClick={time.toggle} data-action="toggle">
          {t(time.playing ? 'pause' : 'play')}
        </Button>
        <small>{t('keys')}</small>
      </footer>
      <TimeLine from={from} to={to} now={now} tracks={tracks} onSeek={seek} />
    </>
  )
}
