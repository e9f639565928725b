import { type Cutoff, type Interval, parsePeriod } from '../../shared/period.ts'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'

const pad = (n: number) => String(n).padStart(2, '0')

/** The period of the same kind that ends where this one begins; null for an unreadable one. */
export function periodBefore(period: string, cutoff: Cutoff): string | null {
  const year = Number(period.slice(0, 4))
  const rest = period.slice(5)
  if (!parsePeriod(period, cutoff)) return null
  if (rest === '') return String(year - 1)
  const step = (n: number, most: number, name: (n: number) => string) =>
    n > 1 ? `${year}-${name(n - 1)}` : `${year - 1}-${name(most)}`
  if (rest.startsWith('Q')) return step(Number(rest.slice(1)), 4, (n) => `Q${n}`)
  if (rest.startsWith('H')) return step(Number(rest.slice(1)), 2, (n) => `H${n}`)
  if (rest.startsWith('W')) {
    const before = `${year - 1}-W53`
    const most = parsePeriod(before, cutoff) ? 53 : 52
    return step(Number(rest.slice(1)), most, (n) => `W${pad(n)}`)
  }
  if (rest.length === 2) return step(Number(rest), 12, pad)
  return new Date(Date.parse(`${period}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** The same period one year earlier: 2026-Q3 → 2025-Q3, 29 February → 28 February; a 53rd week has none in most years. */
export function periodLastYear(period: string, cutoff: Cutoff): string | null {
  const before = `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`
  if (parsePeriod(before, cutoff)) return before
  return before.endsWith('-02-29') && parsePeriod(period, cutoff) ? before.replace(/29$/, '28') : null
}

/** The instant one year earlier on Viet Nam's calendar (ms). */
export function instantLastYear(at: number): number {
  const d = new Date(at + ZONE_OFFSET_MS)
  const leap = d.getUTCMonth() === 1 && d.getUTCDate() === 29
  d.setUTCFullYear(d.getUTCFullYear() - 1, d.getUTCMonth(), leap ? 28 : d.getUTCDate())
  return d.getTime() - ZONE_OFFSET_MS
}

/** Whether an interval holds the instant; an instant holds itself. */
export const holds = ({ from, to }: Interval, at: number) => from <= at && (at < to || from === to)
