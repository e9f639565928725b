import { beginOf, type Level } from './ladder.ts'

/** One bucket: instants are ms since 1970; `recordedAt` is the newest knowledge in it. */
export type Bucket = {
  t: number
  count: number
  min: number
  max: number
  sum: number
  first: number
  firstAt: number
  last: number
  lastAt: number
  recordedAt: number
  source: Level
}

/** Adds figures about other times to the bucket they fall into. */
export function add(buckets: Map<number, Bucket>, figures: Bucket, bucketMs: number): void {
  const t = beginOf(figures.t, bucketMs)
  const b = buckets.get(t)
  if (!b) {
    buckets.set(t, { ...figures, t })
    return
  }
  b.count += figures.count
  b.sum += figures.sum
  b.min = Math.min(b.min, figures.min)
  b.max = Math.max(b.max, figures.max)
  if (figures.firstAt < b.firstAt) [b.first, b.firstAt] = [figures.first, figures.firstAt]
  if (figures.lastAt >= b.lastAt) [b.last, b.lastAt] = [figures.last, figures.lastAt]
  b.recordedAt = Math.max(b.recordedAt, figures.recordedAt)
}

/** One value as a bucket of its own. */
export const single = (t: number, value: number, recordedAt: number): Bucket => ({
  ...{ t, count: 1, min: value, max: value, sum: value, recordedAt, source: 'raw' },
  ...{ first: value, firstAt: t, last: value, lastAt: t },
})
