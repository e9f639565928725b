import type { FastifyInstance } from 'fastify'
import type { Series } from '../../catalogue/index.ts'
import { readAsOf, readFirst, readPoints, SKEW_MS } from '../store.ts'
import { isWhole, wholePoints } from '../wholes.ts'
import { bucketsFor, type Level } from './ladder.ts'
import { add, type Bucket, single } from './merge.ts'
import { readBuckets } from './store.ts'

/** Times are ms since 1970; absent ends mean the first and the last there is. */
export type SeriesWanted = {
  from?: number | undefined
  to?: number | undefined
  pixels: number
  at?: number | undefined
  knownAt?: number | undefined
}
type Shown = {
  t: number
  to: number
  min: number
  max: number
  last: number
  lastAt: number
  count: number
  source: Level
}
/** `bucketMs` null: each of `buckets` is one value. `knownAt`: nothing in it was recorded later; 0 = there is nothing. */
export type SeriesRead = {
  from: number
  to: number
  bucketMs: number | null
  knownAt: number
  first: number | null
  last: number | null
  buckets: Shown[]
}

const MOST_NAMED = 20_000
const DAY_MS = 86_400_000

/** A series brought to so many pixels: each value while they are few, else lowest, highest and last of each bucket. */
export async function readSeries(app: FastifyInstance, s: Series, wanted: SeriesWanted): Promise<SeriesRead> {
  const pool = app.db.readPool
  const { pixels, knownAt } = wanted
  const [own, newest] = await Promise.all([
    readFirst(pool, s.id, knownAt),
    readAsOf(pool, [s.id], { knownAt }),
  ])
  const whole = own === null && isWhole(s)
  // With a time in the past nothing begins after it; nor lies an instant far beyond the knowledge that is asked for.
  const ends = [
    wanted.at,
    s.indicator.period === 'realtime' && knownAt !== undefined ? knownAt + SKEW_MS : undefined,
  ]
  const bound = Math.min(...ends.map((t) => (t === undefined ? Number.POSITIVE_INFINITY : t + 1)))
  const lastAt = newest[0]?.from ?? null
  const to = Math.min(wanted.to ?? (lastAt ?? Date.now()) + 1, bound)
  const from = Math.min(wanted.from ?? own ?? to - 400 * DAY_MS, to - 1)
  const span = { first: own, last: lastAt }
  if (whole) return wholeSeries(app, s, { ...wanted, from: wanted.from, to })
  const range = bucketsFor(from, to, pixels)
  if (s.indicator.period !== 'realtime') {
    const points = await readPoints(pool, s.id, { from, to, knownAt, limit: MOST_NAMED })
    const oldest = points[0]?.from ?? Number.POSITIVE_INFINITY
    // Values whose rows are gone (retention) stand by the day.
    const gone = own !== null && own < oldest ? await readBuckets(pool, s.id, days(from, to), knownAt) : []
    const before = gone.filter((b) => b.t < Math.min(oldest, to) && b.lastAt < oldest)
    return few(
      [...before.map(shown), ...points.map(value)],
      { from, to, pixels, span },
      recorded([...before, ...points]),
    )
  }
  const buckets = (await readBuckets(pool, s.id, clip(range, bound), knownAt)).filter((b) => b.t < to)
  const count = buckets.reduce((sum, b) => sum + b.count, 0)
  if (count <= pixels) {
    const points = await readPoints(pool, s.id, { from, to, knownAt, limit: pixels + 1 })
    const inside = points.filter((p) => p.from >= from)
    // Fewer than were counted: some of them stand in roll-ups alone.
    if (points.length <= pixels && inside.length >= within(buckets, from, to))
      return { from, to, bucketMs: null, knownAt: recorded(inside), ...span, buckets: inside.map(value) }
  }
  const { from: begin, to: end, bucketMs } = range
  return {
    ...{ from: begin, to: end, bucketMs, knownAt: recorded(buckets), ...span },
    buckets: buckets.map((b) => ({ ...shown(b), to: b.t + bucketMs })),
  }
}

const recorded = (list: { recordedAt: number }[]) => list.reduce((n, p) => Math.max(n, p.recordedAt), 0)
const shown = ({ t, min, max, last, lastAt, count, source }: Bucket): Shown => ({
  ...{ t, to: t + DAY_MS, min, max, last, lastAt, count, source },
})
const value = (p: { from: number; to: number; value: number }): Shown => ({
  ...{
    t: p.from,
    to: p.to,
    min: p.value,
    max: p.value,
    last: p.value,
    lastAt: p.from,
    count: 1,
    source: 'raw',
  },
})
const days = (from: number, to: number) =>
  bucketsFor(from, to, Math.max(2, Math.ceil((to - from) / DAY_MS) + 1))
/** Whole buckets lie in the range with all their values; of those at its ends it is not known. */
const within = (buckets: Bucket[], from: number, to: number) =>
  buckets.reduce((n, b) => (b.firstAt >= from && b.lastAt < to ? n + b.count : n), 0)

/** A time in the past cuts the last bucket: it is made of the rows up to that time, not of a roll-up that has later ones. */
function clip<R extends { to: number }>(range: R, bound: number): R & { before?: number } {
  return bound < range.to ? { ...range, before: bound } : range
}

/** Values of named periods or of wholes, brought to the pixels when there are more of them. */
function few(
  list: Shown[],
  {
    from,
    to,
    pixels,
    span,
  }: { from: number; to: number; pixels: number; span: { first: number | null; last: number | null } },
  knownAt: number,
): SeriesRead {
  if (list.length <= pixels) return { from, to, bucketMs: null, knownAt, ...span, buckets: list }
  const { from: begin, to: end, bucketMs } = bucketsFor(from, to, pixels)
  const buckets = new Map<number, Bucket>()
  for (const v of list)
    add(
      buckets,
      { ...single(v.lastAt, v.last, 0), t: v.t, min: v.min, max: v.max, count: v.count, source: v.source },
      bucketMs,
    )
  const ordered = [...buckets.values()].sort((a, b) => a.t - b.t)
  return {
    ...{ from: begin, to: end, bucketMs, knownAt, ...span },
    buckets: ordered.map((b) => ({ ...shown(b), to: b.t + bucketMs })),
  }
}

async function wholeSeries(
  app: FastifyInstance,
  s: Series,
  { from, to, pixels, knownAt }: SeriesWanted & { to: number },
): Promise<SeriesRead> {
  const points = await wholePoints(app, s, { from, to, knownAt })
  const span = { first: points[0]?.from ?? null, last: points.at(-1)?.from ?? null }
  const begin = from ?? span.first ?? to - DAY_MS
  return few(points.map(value), { from: begin, to, pixels, span }, recorded(points))
}
