import type { BookingView } from '../../shared/api/bookings.ts'

const MINUTE = 60_000
/** Reminders before the hour, in minutes: technicians, then delegates; after it a session that is not open is told of for as long. */
const STEPS = [15, 60] as const
const AFTER = 30
export type ReminderStep = (typeof STEPS)[number]

export type Reminder = { booking: BookingView; minutes: number; step: ReminderStep; key: string }

/** The next session to remind of: within the hour, and again within the quarter; null when none is, or each was put away. */
export function reminderOf(
  bookings: readonly BookingView[],
  now: number,
  away: readonly string[],
): Reminder | null {
  for (const booking of [...bookings].sort((a, b) => a.startsAt - b.startsAt)) {
    const minutes = Math.ceil((booking.startsAt - now) / MINUTE)
    if (booking.cancelledAt !== null || booking.session !== null || minutes < -AFTER) continue
    const step = STEPS.find((s) => minutes <= s)
    if (step === undefined) continue
    const key = `${booking.id}/${booking.startsAt}/${step}`
    if (!away.includes(key)) return { booking, minutes, step, key }
  }
  return null
}

/** What a reminder asks for: `own` is the unit of an agency, null for an operator. */
export function reminderAsks(
  { booking, step }: Pick<Reminder, 'booking' | 'step'>,
  own: string | null,
  ready: { ready: number; expected: number } | null,
): { text: string; count?: number; ready?: number; units?: BookingView['points'] } | null {
  if (step === 60) {
    if (!ready) return null
    if (own !== null) return { text: ready.ready === 1 ? 'soon.ownReady' : 'soon.technicians' }
    return { text: 'soon.ready', ready: ready.ready, count: ready.expected }
  }
  const waiting = booking.points.filter((p) => p.attends === null && (own === null || p.unit.code === own))
  if (own !== null) return { text: waiting.length ? 'soon.confirm' : 'soon.confirmed' }
  return waiting.length
    ? { text: 'soon.waiting', count: waiting.length, units: waiting }
    : { text: 'soon.allConfirmed' }
}

const KEPT = 'td.soon'
const MOST = 50
/** What was put away in this browser: not shown a second time on another page, in another tab or after a restart. */
export function putAway(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]')
    return Array.isArray(kept) ? kept.filter((k) => typeof k === 'string') : []
  } catch {
    return []
  }
}
export function keepAway(keys: readonly string[]): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(keys.slice(-MOST)))
  } catch {
    // Storage is closed to this page: put away while it is open.
  }
}
