import type { Freshness } from '../../shared/vocabulary.ts'
import { FLAG, FRESHNESS } from '../../shared/vocabulary.ts'

export { timeOfWhole } from '../../shared/time-of-whole.ts'

/** One part's value about one time. */
export type Part = {
  value: number
  validFrom: number
  validTo: number
  period: string | null
  recordedAt: number
  flags: number
}
export type PartNow = Part & { key: number; freshness: Freshness; since: number; weight: number | null }
export type Aggregate = {
  /** NaN when the weights are missing. */
  value: number
  validFrom: number
  validTo: number
  period: string | null
  recordedAt: number
  flags: number
  freshness: Freshness
  since: number
  parts: number
  partsOf: number
  weightMissing: boolean
  /** Keys of the parts that went in. */
  used: number[]
}

const CARRIED = FLAG.provisional | FLAG.estimated | FLAG.disputed | FLAG.hand | FLAG.file | FLAG.simulated

/** Sum or weighted mean of what is there; says how many parts of how many. Null without any part. */
export function aggregate(
  method: 'sum' | 'wmean',
  parts: readonly PartNow[],
  partsOf: number,
): Aggregate | null {
  const weighed = method === 'wmean' ? parts.filter((p) => p.weight !== null && p.weight > 0) : parts
  if (!parts.length) return null
  const weightMissing = method === 'wmean' && !weighed.length
  const used = weightMissing ? parts : weighed
  const value = weightMissing
    ? Number.NaN
    : method === 'sum'
      ? used.reduce((sum, p) => sum + p.value, 0)
      : used.reduce((sum, p) => sum + p.value * (p.weight ?? 0), 0) /
        used.reduce((sum, p) => sum + (p.weight ?? 0), 0)
  const newest = used.reduce((a, b) => (b.validTo > a.validTo ? b : a))
  const worst = used.reduce((a, b) =>
    FRESHNESS.indexOf(b.freshness) > FRESHNESS.indexOf(a.freshness) ? b : a,
  )
  const count = weightMissing ? 0 : used.length
  return {
    value,
    validFrom: newest.validFrom,
    validTo: newest.validTo,
    period: newest.period,
    recordedAt: used.reduce((t, p) => Math.max(t, p.recordedAt), 0),
    flags:
      FLAG.computed |
      used.reduce((flags, p) => flags | (p.flags & CARRIED), 0) |
      (weightMissing ? FLAG.weightMissing : 0) |
      (count < partsOf ? FLAG.partial : 0),
    freshness: worst.freshness,
    since: worst.since,
    parts: count,
    partsOf,
    weightMissing,
    used: used.map((p) => p.key),
  }
}
