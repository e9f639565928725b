import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BookingView } from '../../shared/api/bookings.ts'
import { api, useMe } from '../api/index.ts'
import { useServerClock } from '../live/index.ts'
import { minuteText } from './format/index.ts'
import { useLanguage } from './preferences.ts'
import styles from './shell.module.css'
import { reminderOf } from './soon.ts'

const AGAIN_MS = 30_000

/** An hour and a quarter of an hour before a booked session, everybody whom it concerns is reminded of it. */
export function SoonBar() {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const now = useServerClock()
  const me = useMe()
  /** What was put away: the second reminder of the same session is another one. */
  const [away, setAway] = useState<readonly string[]>([])
  const { data } = useQuery({
    queryKey: ['bookings'],
    queryFn: () => api.get<BookingView[]>('/api/bookings'),
    refetchInterval: AGAIN_MS,
    enabled: me.can('create', 'Bridge') || me.person?.role === 'agency',
  })
  const due = reminderOf(data ?? [], now, away)
  if (!due) return null
  return (
    <div className={styles.soon} role="status" data-soon={due.booking.id}>
      <b>
        {t(due.minutes > 0 ? 'soon.in' : 'soon.now', {
          count: due.minutes,
          time: minuteText(due.booking.startsAt, language),
        })}
      </b>
      <span>{due.booking.title}</span>
      <Link to={`/sessions?booking=${due.booking.id}`}>{t('soon.open')}</Link>
      <button type="button" onClick={() => setAway([...away, due.key])}>
        {t('soon.away')}
      </button>
    </div>
  )
}
