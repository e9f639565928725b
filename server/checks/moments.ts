import { type Cutoff, parsePeriod, periodText } from '../../shared/period.ts'
import type { Moment } from './types.ts'

/** The named period `by` periods of its own length later: 2026-Q1 by −1 → 2025-Q4. Null for what is no period. */
export function shifted(period: string, by: -1 | 1): string | null {
  const [, year = '', kind = '', n = ''] = /^(\d{4})(?:-([QHW]?)(\d\d?)(?:-\d\d)?)?$/.exec(period) ?? []
  if (!year) return null
  if (period.length === 4) return String(Number(year) + by)
  if (kind === 'W' || period.length === 10) {
    const own = parsePeriod(period)
    const length = own ? (own.to - own.from) * by : 0
    return own && periodText({ from: own.from + length, to: own.to + length })
  }
  const many = kind === 'Q' ? 4 : kind === 'H' ? 2 : 12
  const index = Number(year) * many + Number(n) - 1 + by
  const place = (index % many) + 1
  return `${Math.floor(index / many)}-${kind}${kind ? place : String(place).padStart(2, '0')}`
}

/** The same period `by` years later; null where that year has none. */
export function yearsFrom(period: string, by: -1 | 1): string | null {
  const text = period.replace(/^\d{4}/, (y) => String(Number(y) + by))
  return parsePeriod(text) ? text : null
}

/** The moment of a named period, or null when it is none. */
export function momentOf(period: string | null, cutoff: Cutoff): Moment | null {
  const interval = period === null ? null : parsePeriod(period, cutoff)
  return interval && { period, ...interval }
}
