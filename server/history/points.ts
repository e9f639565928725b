import type { FastifyInstance } from 'fastify'
import { parsePeriod } from '../../shared/period.ts'
import { instantLastYear, periodBefore, periodLastYear } from './calendar.ts'
import { type Point, readNewestBefore, readPeriod, readPoints, type SeriesPoint } from './store.ts'
import { thin } from './thin.ts'
import { isWhole, wholePoints } from './wholes.ts'

/** Times are ms since 1970. `limit`: newest values read; `maxPoints`: how many are given after thinning. */
export type PointsWanted = {
  from?: number | undefined
  to?: number | undefined
  knownAt?: number | undefined
  limit?: number | undefined
  maxPoints?: number | undefined
}
/** The time of a value that is compared; `knownAt` as everywhere, absent = now. */
/** `validFrom` of instants: one for all series, or one each in their order. */
type Standing = {
  period: string | null
  validFrom: number | readonly number[]
  knownAt?: number | undefined
}
export type Earlier = { value: number; period: string | null }

const MOST_READ = 100_000
const DEFAULT_POINTS = 400
/** A value this far from the instant wanted no longer speaks for it. */
const NEAR_MS = 2 * 86_400_000

export function pointsOf(app: FastifyInstance) {
  const { readPool } = app.db

  /** One series as now known (or as at `knownAt`), oldest first; thinned so that extremes stay. */
  const points = async (series: number, wanted: PointsWanted = {}): Promise<Point[]> =>
    (await known(series, wanted)).points

  /** The same with `knownAt`: when the newest knowledge in it was recorded; what the stream brings after it joins on. */
  async function known(series: number, wanted: PointsWanted) {
    const most = wanted.maxPoints ?? DEFAULT_POINTS
    // Without a beginning the newest stretch is meant; with one, all of it.
    const fallback = wanted.from === undefined ? Math.max(most * 10, 2_000) : MOST_READ
    const limit = Math.min(wanted.limit ?? fallback, MOST_READ)
    const { from, to, knownAt } = wanted
    const own = await readPoints(readPool, series, { from, to, knownAt, limit })
    const read = own.length ? own : await whole(series, { from, to, knownAt })
    return {
      points: thin<Point>(read, most),
      knownAt: read.reduce((newest, p) => Math.max(newest, p.recordedAt), 0),
    }
  }

  /** The past of one that no source sends; empty for one that is sent. */
  async function whole(
    series: number,
    wanted: { from?: number | undefined; to?: number | undefined; knownAt?: number | undefined },
  ) {
    const s = app.catalogue.now().series(series)
    return s && isWhole(s) ? wholePoints(app, s, wanted) : []
  }

  /** Values of a named period: those sent, and of wholes that nobody sent those worked out. */
  async function ofPeriod(
    series: readonly number[],
    period: string,
    knownAt: number | undefined,
  ): Promise<Map<number, Earlier>> {
    const found = earlier(await readPeriod(readPool, series, period, knownAt))
    const time = parsePeriod(period, cutoffOf(series[0]))
    if (!time) return found
    for (const id of series) {
      if (found.has(id)) continue
      const point = (await whole(id, { ...time, knownAt })).find((p) => p.period === period)
      if (point) found.set(id, { value: point.value, period })
    }
    return found
  }

  /** For each of the series, its value of the period before `period`; of instants, its newest before `validFrom`. */
  async function before(series: readonly number[], at: Standing): Promise<Map<number, Earlier>> {
    const cutoff = cutoffOf(series[0])
    if (at.period === null) return earlier(await readNewestBefore(readPool, series, at.validFrom, at.knownAt))
    const period = periodBefore(at.period, cutoff)
    return period ? ofPeriod(series, period, at.knownAt) : new Map()
  }

  /** The same period one year earlier by the calendar; of instants, the newest within two days before that instant. */
  async function lastYear(series: readonly number[], at: Standing): Promise<Map<number, Earlier>> {
    if (at.period !== null) {
      const period = periodLastYear(at.period, cutoffOf(series[0]))
      return period ? ofPeriod(series, period, at.knownAt) : new Map()
    }
    const { validFrom: from } = at
    const then = series.map((_, i) => instantLastYear(typeof from === 'number' ? from : (from[i] ?? 0)))
    const thenOf = new Map(series.map((id, i) => [id, then[i] ?? 0]))
    const after = then.map((t) => t + 1)
    const rows = await readNewestBefore(readPool, series, after, at.knownAt)
    return earlier(rows.filter((r) => (thenOf.get(r.series) ?? 0) - r.from <= NEAR_MS))
  }

  const cutoffOf = (series: number | undefined) =>
    (series === undefined ? undefined : app.catalogue.now().series(series)?.indicator.cutoff) ?? 'calendar'

  /** The named period of a value that begins then, as the series reports; null for an instant. */
  async function periodAt(series: number, validFrom: number): Promise<string | null> {
    const found = await readPoints(readPool, series, { from: validFrom, to: validFrom + 1, limit: 10 })
    return (
      found.findLast((p) => p.from === validFrom && parsePeriod(p.period ?? '', cutoffOf(series)))?.period ??
      null
    )
  }

  return {
    points,
    known,
    whole,
    before,
    lastYear,
    previousPeriod: async (series: number, validFrom: number) =>
      (await before([series], { period: await periodAt(series, validFrom), validFrom })).get(series) ?? null,
    samePeriodLastYear: async (series: number, validFrom: number) =>
      (await lastYear([series], { period: await periodAt(series, validFrom), validFrom })).get(series) ??
      null,
  }
}

const earlier = (rows: SeriesPoint[]) =>
  new Map(rows.map((r): [number, Earlier] => [r.series, { value: r.value, period: r.period }]))
