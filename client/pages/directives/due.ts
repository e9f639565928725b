import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

const DAY = 86_400_000
/** Deadlines that are asked for most, in days from today. */
export const USUAL_DAYS = [3, 7, 15, 30] as const
/** A day's word ends with the office. */
export const LAST_HOUR = '17:00'

/** YYYY-MM-DD in Viet Nam, so many days from now (ms). */
export const dayAfter = (now: number, days: number): string =>
  new Date(now + ZONE_OFFSET_MS + days * DAY).toISOString().slice(0, 10)
export const dayIn = (at: number): string => dayAfter(at, 0)
export const hourIn = (at: number): string => new Date(at + ZONE_OFFSET_MS).toISOString().slice(11, 16)
/** That hour of that day in Viet Nam, in ms; null when it is no time. */
export function dueAt(day: string, hour: string): number | null {
  const at = Date.parse(`${day}T${hour}:00+07:00`)
  return /^\d{4}-\d\d-\d\d$/.test(day) && Number.isFinite(at) ? at : null
}
