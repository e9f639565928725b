import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BookingView } from '../../shared/api/bookings.ts'
import type { ReadinessBoard } from '../../shared/api/readiness.ts'
import { api, useMe } from '../api/index.ts'
import { useServerClock } from '../live/index.ts'
import { minuteText } from './format/index.ts'
import { useLanguage } from './preferences.ts'
import styles from './shell.module.css'
import { keepAway, putAway, reminderAsks, reminderOf } from './soon.ts'

const AGAIN_MS = 30_000

/** An hour before a booked session technicians, a quarter before it delegates: everybody concerned is reminded once each. */
export function SoonBar() {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const now = useServerClock()
  const me = useMe()
  const [away, setAway] = useState<readonly string[]>(putAway)
  useEffect(() => {
    const changed = () => setAway(putAway())
    window.addEventListener('storage', changed)
    return () => window.removeEventListener('storage', changed)
  }, [])
  const own = me.person?.role === 'agency' ? me.person.unit : null
  const { data } = useQuery({
    queryKey: ['bookings'],
    queryFn: () => api.get<BookingView[]>('/api/bookings'),
    refetchInterval: AGAIN_MS,
    enabled: me.can('create', 'Bridge') || own !== null,
  })
  const due = reminderOf(data ?? [], now, away)
  const of = { booking: due?.booking.id ?? '' }
  const ready = useQuery({
    queryKey: ['bookings', 'readiness', of],
    queryFn: () => api.get<ReadinessBoard>(`/api/bookings/${of.booking}/readiness`),
    refetchInterval: AGAIN_MS,
    enabled: due?.step === 60,
  })
  if (!due) return null
  const asks = reminderAsks(due, own, ready.data ?? null)
  return (
    <div className={styles.soon} role="status" data-soon={due.booking.id} data-step={due.step}>
      <b>
        {t(due.minutes > 0 ? 'soon.in' : 'soon.now', {
          count: due.minutes,
          time: minuteText(due.booking.startsAt, language),
        })}
      </b>
      <span>{due.booking.title}</span>
      {asks && (
        <span data-asks={asks.text}>
          {t(asks.text, {
            count: asks.count ?? 0,
            ready: asks.ready ?? 0,
            units: asks.units?.map((p) => p.unit.name[language]).join(', ') ?? '',
          })}
        </span>
      )}
      <Link to={`/sessions?booking=${due.booking.id}`}>{t('soon.open')}</Link>
      <button
        type="button"
        onClick={() => {
          const next = [...putAway(), due.key]
          keepAway(next)
          setAway(next)
        }}
      >
        {t('soon.away')}
      </button>
    </div>
  )
}
