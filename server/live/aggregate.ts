import type { Freshness } from '../../shared/vocabulary.ts'
import { FLAG, FRESHNESS } from '../../shared/vocabulary.ts'

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

/** A period counts as reported when this share of its parts is there; before, the last whole one stands. */
const ENOUGH = 0.9
const CARRIED = FLAG.provisional | FLAG.estimated | FLAG.disputed | FLAG.hand | FLAG.file | FLAG.simulated

/**
 * Which time the whole is about: the newest for which nearly all parts are there, else the one with the most parts.
 * `times` are the ends of time of every part's newest values; `expected` says how many parts there are at an end.
 */
export function timeOfWhole(
  times: readonly (readonly number[])[],
  expected: (validTo: number) => number,
): number | null {
  const counts = new Map<number, number>()
  for (const part of times) for (const t of new Set(part)) counts.set(t, (counts.get(t) ?? 0) + 1)
  let best: number | null = null
  let most = 0
  for (const [t, n] of [...counts].sort((a, b) => b[0] - a[0])) {
    if (n >= ENOUGH * expected(t)) return t
    if (n > most) [best, most] = [t, n]
  }
  return best
}

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
