import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14].map((n) => n * DAY),
]
const MONTHS = [1, 2, 3, 6, 12, 24, 60]
const two = (n: number) => String(n).padStart(2, '0')

export type TimeTick = { at: number; text: string }

/** Whole minutes, hours, days or months of Viet Nam's time between two instants (ms), at most `most` of them. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  const step = STEPS.find((s) => (to - from) / s <= most)
  return step === undefined ? months(from, to, most) : even(from, to, step)
}

function even(from: number, to: number, step: number): TimeTick[] {
  const found: TimeTick[] = []
  for (let at = Math.ceil((from + ZONE_OFFSET_MS) / step) * step; at <= to + ZONE_OFFSET_MS; at += step) {
    const d = new Date(at)
    const midnight = at % DAY === 0
    const day = `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}`
    const text = step >= DAY || midnight ? day : `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
    found.push({ at: at - ZONE_OFFSET_MS, text })
  }
  return found
}

function months(from: number, to: number, most: number): TimeTick[] {
  const first = new Date(from + ZONE_OFFSET_MS)
  const span = (to - from) / (30.44 * DAY)
  const step = MONTHS.find((m) => span / m <= most) ?? 120
  const found: TimeTick[] = []
  const begin = first.getUTCFullYear() * 12 + Math.ceil(first.getUTCMonth() / step) * step
  for (let month = begin; ; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12) - ZONE_OFFSET_MS
    if (at > to) return found
    const text =
      step % 12 === 0 ? `${Math.floor(month / 12)}` : `${two((month % 12) + 1)}/${Math.floor(month / 12)}`
    if (at >= from) found.push({ at, text })
  }
}
