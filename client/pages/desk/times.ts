// How the desk writes instants and durations: on Viet Nam's clock, short, in a fixed shape.
import { parseDuration } from '../../../shared/period.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

const DAY = 86_400_000
const pad = (n: number) => String(n).padStart(2, '0')

/** '08:27:10' today, '20/11 03:14' on another day of the year, '20/11/2025' before that. */
export function instant(ms: number | null, now: number): string {
  if (!ms) return '–'
  const d = new Date(ms + ZONE_OFFSET_MS)
  const today = new Date(now + ZONE_OFFSET_MS)
  const sameDay = Math.floor((ms + ZONE_OFFSET_MS) / DAY) === Math.floor((now + ZONE_OFFSET_MS) / DAY)
  if (sameDay) return clock(ms)
  const day = `${pad(d.getUTCDate())}/${pad(d.getUTCMonth() + 1)}`
  if (d.getUTCFullYear() !== today.getUTCFullYear()) return `${day}/${d.getUTCFullYear()}`
  return `${day} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`
}

/** '08:27:10'. */
export function clock(ms: number): string {
  const d = new Date(ms + ZONE_OFFSET_MS)
  return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`
}

/** '20/11/2026'. */
export function dayText(ms: number): string {
  const d = new Date(ms + ZONE_OFFSET_MS)
  return `${pad(d.getUTCDate())}/${pad(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`
}

/** '20/11/2026 08:27:10'. */
export const dayAndClock = (ms: number): string => `${dayText(ms)} ${clock(ms)}`

export type Lasting = {
  unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years'
  count: number
}

/** One number and one unit: 38 minutes, 2 hours, 3 days. */
export function lasting(ms: number): Lasting {
  const s = Math.max(0, Math.floor(ms / 1000))
  if (s < 60) return { unit: 'seconds', count: s }
  if (s < 3600) return { unit: 'minutes', count: Math.floor(s / 60) }
  if (s < 86_400) return { unit: 'hours', count: Math.floor(s / 3600) }
  return { unit: 'days', count: Math.floor(s / 86_400) }
}

/** 'PT15M' → 15 minutes. Null when the text is not one of the durations used here. */
export function durationOf(iso: string): Lasting | null {
  const d = parseDuration(iso)
  if (!d) return null
  if (d.months) {
    return d.months % 12 === 0 ? { unit: 'years', count: d.months / 12 } : { unit: 'months', count: d.months }
  }
  if (iso.endsWith('W')) return { unit: 'weeks', count: d.ms / (7 * DAY) }
  return exact(d.ms / 1000)
}

/** Seconds in the largest unit that divides them: 900 → 15 minutes, 5400 → 90 minutes. */
export function exact(seconds: number): Lasting {
  if (seconds && seconds % 86_400 === 0) return { unit: 'days', count: seconds / 86_400 }
  if (seconds && seconds % 3600 === 0) return { unit: 'hours', count: seconds / 3600 }
  if (seconds && seconds % 60 === 0) return { unit: 'minutes', count: seconds / 60 }
  return { unit: 'seconds', count: seconds }
}

/** How late: '33:44', '2:07:10'. */
export function overdue(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60]
  if (h >= 48) return `${Math.floor(h / 24)} d`
  return h ? `${h}:${pad(m)}:${pad(s % 60)}` : `${pad(m)}:${pad(s % 60)}`
}
