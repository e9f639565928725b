import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { MinutesReceived } from '../../../shared/api/minutes.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { api, useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { useCounts, useLiveEvent, useServerClock, useSignal } from '../../live/index.ts'
import { Button, Problem, untilText, useLanguage, useStays } from '../../ui/index.ts'
import { BookingCard } from './BookingCard.tsx'
import { BookingForm } from './BookingForm.tsx'
import { SessionRecord } from './SessionRecord.tsx'
import styles from './sessions.module.css'

/** Sessions to come, that run and that were: each with what a person does about it. */
export default function SessionsPage() {
  const { t } = useTranslation('sessions')
  const language = useLanguage()
  const me = useMe()
  const now = useServerClock()
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [form, setForm] = useState<{ change: BookingView | null; copy: BookingView | null } | null>(null)
  useCounts() // the feed that tells of changes
  const again = () => {
    void queries.invalidateQueries({ queryKey: ['bookings'] })
    void queries.invalidateQueries({ queryKey: ['bridge'] })
  }
  useSignal('bookings', again)
  useLiveEvent('bridge:ring', again)
  const books = me.can('create', 'Bridge')
  const concerned = books || me.person?.role === 'auditor' || me.person?.role === 'agency'
  const bookings = useQuery({
    queryKey: ['bookings'],
    queryFn: () => api.get<BookingView[]>('/api/bookings'),
    refetchInterval: 30_000,
  })
  const running = useQuery({
    queryKey: ['bridge'],
    queryFn: () => api.get<BridgeView[]>('/api/bridge'),
    refetchInterval: 15_000,
  })
  const ended = useQuery({
    queryKey: ['bridge', 'ended'],
    queryFn: () => api.get<BridgeView[]>('/api/bridge?ended=true'),
    enabled: concerned,
  })
  const received = useQuery({
    queryKey: ['bookings', 'minutes'],
    queryFn: () => api.get<MinutesReceived[]>('/api/minutes/unopened'),
    enabled: me.person?.role === 'agency',
    refetchInterval: 60_000,
  })
  useCommands([
    {
      ...{ id: 'session.book', title: t('palette:does.session.book'), group: t('palette:group.sessions') },
      ...{ keys: ['n'], enabled: books, run: () => setForm({ change: null, copy: null }) },
    },
  ])
  const chosen = params.get('booking') ?? params.get('session')
  const booked = (id: string | null) => bookings.data?.find((b) => b.id === id)
  // An answer may be under way on it: another that is booked for an earlier hour does not take its place.
  const first = useStays(bookings.data?.[0]?.id, (id) => booked(id) !== undefined)
  const booking = booked(params.get('booking')) ?? (chosen ? undefined : booked(first ?? null))
  const record = [...(running.data ?? []), ...(ended.data ?? [])].find((s) => s.id === params.get('session'))
  const points = (s: BridgeView) => s.points.filter((p) => p.role === 'point').length
  const sessionRow = (s: BridgeView) => (
    <li key={s.id} data-session={s.id}>
      <button
        type="button"
        aria-pressed={s.id === params.get('session')}
        onClick={() => setParams({ session: s.id }, { replace: true })}
      >
        <time>{untilText(s.openedAt, now, language)}</time>
        <strong>{s.title}</strong>
        <small>{t('points', { count: points(s) })}</small>
      </button>
      {s.endedAt === null && <Link to={`/session/${s.id}`}>{t('goIn')}</Link>}
    </li>
  )
  return (
    <div className={styles.page} data-page="sessions">
      <aside className={styles.list}>
        <header>
          <h1>{t('title')}</h1>
          {books && (
            <Button primary onClick={() => setForm({ change: null, copy: null })} data-action="book">
              {t('book')} <kbd>N</kbd>
            </Button>
          )}
        </header>
        <Problem error={bookings.error ?? running.error} />
        {received.data?.map((m) => (
          <p key={m.session} className={styles.received} role="status" data-received={m.session}>
            <Link to={`/sessions?session=${m.session}`}>
              {t('minutes.arrived', { title: m.title, time: untilText(m.sentAt, now, language) })}
            </Link>
          </p>
        ))}
        {(running.data?.length ?? 0) > 0 && (
          <>
            <h2>{t('running')}</h2>
            <ul>{running.data?.map(sessionRow)}</ul>
          </>
        )}
        <h2>{t('coming')}</h2>
        {bookings.isSuccess && !bookings.data.length && <p>{t('noneComing')}</p>}
        <ul>
          {bookings.data?.map((b) => {
            const answered = b.points.filter((p) => p.attends !== null).length
            return (
              <li key={b.id} data-booking={b.id}>
                <button
                  type="button"
                  aria-pressed={b.id === booking?.id}
                  onClick={() => setParams({ booking: b.id }, { replace: true })}
                >
                  <time data-late={b.startsAt < now || undefined}>
                    {untilText(b.startsAt, now, language)}
                  </time>
                  <strong>{b.title}</strong>
                  <small>
                    {t('points', { count: b.points.length })}
                    {books && `, ${t('answered', { count: answered })}`}
                    {b.conflicts.length > 0 && <em>, {t('conflicts', { count: b.conflicts.length })}</em>}
                  </small>
                </button>
              </li>
            )
          })}
        </ul>
        {(ended.data?.length ?? 0) > 0 && (
          <>
            <h2>{t('ended')}</h2>
            <ul>{ended.data?.map(sessionRow)}</ul>
          </>
        )}
      </aside>
      {record ? (
        <SessionRecord key={record.id} session={record} roll={me.person?.role !== 'agency'} />
      ) : booking ? (
        <BookingCard
          key={booking.id}
          booking={booking}
          now={now}
          onChange={() => setForm({ change: booking, copy: null })}
          onCopy={() => setForm({ change: null, copy: booking })}
        />
      ) : (
        <p className={styles.none}>{t('choose')}</p>
      )}
      {form && (
        <BookingForm
          {...form}
          onClose={() => setForm(null)}
          onMade={(made) => {
            setForm(null)
            again()
            setParams({ booking: made.id }, { replace: true })
          }}
        />
      )}
    </div>
  )
}
