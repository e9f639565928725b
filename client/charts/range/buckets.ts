// A series brought to pixels by the server, and what the stream brought since: one list, no gap and no duplicate.
import type { SeriesView } from '../../../shared/api/history.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

export type Bucket = Omit<SeriesView['buckets'][number], 'source'>
export type Read = Pick<SeriesView, 'bucketMs' | 'knownAt'> & { buckets: readonly Bucket[] }
/** A value that the stream brought after what was read was known. Instants are ms since 1970. */
export type Arrived = { from: number; to: number; value: number }
/** `stale`: a value inside a bucket was corrected, so only reading again tells its lowest and highest. */
export type Joined = { buckets: readonly Bucket[]; stale: boolean }

/** The beginning of the bucket of an instant, as the server lays them: days begin at midnight in Viet Nam. */
export const beginOf = (at: number, width: number): number =>
  Math.floor((at + ZONE_OFFSET_MS) / width) * width - ZONE_OFFSET_MS

const single = ({ from, to, value }: Arrived): Bucket => ({
  ...{ t: from, to, min: value, max: value, last: value, lastAt: from, count: 1 },
})
const grown = (b: Bucket, { from, value }: Arrived): Bucket => ({
  ...b,
  min: Math.min(b.min, value),
  max: Math.max(b.max, value),
  count: b.count + 1,
  ...(from >= b.lastAt ? { last: value, lastAt: from } : {}),
})

/** `arrived` holds each time once, its newest word, oldest first. */
export function withArrived(read: Read, arrived: readonly Arrived[]): Joined {
  if (!arrived.length) return { buckets: read.buckets, stale: false }
  const { bucketMs } = read
  const byBegin = new Map(read.buckets.map((b) => [b.t, b]))
  const known = read.buckets.at(-1)?.lastAt ?? Number.NEGATIVE_INFINITY
  let stale = false
  for (const point of arrived) {
    const t = bucketMs === null ? point.from : beginOf(point.from, bucketMs)
    const b = byBegin.get(t)
    if (bucketMs !== null && b && point.from <= known) stale = true
    else if (bucketMs === null || !b) {
      const own = single(point)
      byBegin.set(t, bucketMs === null ? own : { ...own, t, to: t + bucketMs })
    } else byBegin.set(t, grown(b, point))
  }
  return { buckets: [...byBegin.values()].sort((a, b) => a.t - b.t), stale }
}
