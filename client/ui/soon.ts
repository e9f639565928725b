import type { BookingView } from '../../shared/api/bookings.ts'

const MINUTE = 60_000
/** Reminders before the hour, in minutes; after it a session that is not open is told of for as long. */
const STEPS = [15, 60] as const
const AFTER = 30

export type Reminder = { booking: BookingView; minutes: number; key: string }

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
    if (!away.includes(key)) return { booking, minutes, key }
  }
  return null
}
