import type pg from 'pg'
import type { AsOf } from '../../shared/clock.ts'
import type { Entry, Status } from '../../shared/vocabulary.ts'

/** As the intake allows (server/intake/row-time.ts): how far ahead of its recording an instant may lie. */
export const SKEW_MS = 5 * 60_000

/** One value as known at some time. Times are ms since 1970; `t` is where a chart puts it. */
export type Point = {
  t: number
  from: number
  to: number
  value: number
  status: Status
  entry: Entry
  period: string | null
  revision: number
  simulated: boolean
  recordedAt: number
}
export type SeriesPoint = Point & { series: number; message: string }

const COLUMNS = `o.series_id as series, o.message_id as message, floor(extract(epoch from o.valid_from) * 1000)::float8 as t,
  floor(extract(epoch from o.valid_from) * 1000)::float8 as "from",
  floor(extract(epoch from o.valid_to) * 1000)::float8 as "to", o.value, o.status, o.entry, o.period, o.revision,
  o.simulated, floor(extract(epoch from o.recorded_at) * 1000)::float8 as "recordedAt"`
const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms))
/** Everything recorded in that millisecond counts as known. */
const knownBefore = (ms: number | undefined) => (ms === undefined ? null : new Date(ms + 1))

/** The newest `limit` values of one series as known at `knownAt` (absent = now), oldest first. */
export async function readPoints(
  pool: pg.Pool,
  series: number,
  {
    from,
    to,
    knownAt,
    limit,
  }: { from?: number | undefined; to?: number | undefined; knownAt?: number | undefined; limit: number },
): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<SeriesPoint>(
    `select distinct on (o.valid_to, o.valid_from) ${COLUMNS} from observation o
     where o.series_id = $1 and ($2::timestamptz is null or o.valid_to >= $2)
       and ($3::timestamptz is null or o.valid_from < $3) and ($4::timestamptz is null or o.recorded_at < $4)
     order by o.valid_to desc, o.valid_from desc, o.recorded_at desc, o.revision desc limit $5`,
    [series, instant(from), instant(to), knownBefore(knownAt), limit],
  )
  return rows.reverse()
}

/** Values of several series that are about the given named period, as known at `knownAt` (absent = now). */
export async function readPeriod(
  pool: pg.Pool,
  series: readonly number[],
  period: string,
  knownAt?: number | undefined,
): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<SeriesPoint>(
    `select distinct on (o.series_id) ${COLUMNS} from observation o
     where o.series_id = any($1::int[]) and o.period = $2 and ($3::timestamptz is null or o.recorded_at < $3)
     order by o.series_id, o.valid_to desc, o.recorded_at desc, o.revision desc`,
    [series, period, knownBefore(knownAt)],
  )
  return rows
}

/**
 * Of several series each one's newest value as of two times: about no later than `at` (ms; begun by then), and recorded
 * by `knownAt`. Probes of an index: an instant is never recorded longer before its own time than the intake allows, so
 * those known then lie at most that much later; a named period may end at any time after, and these are few.
 */
export async function readAsOf(
  pool: pg.Pool,
  series: readonly number[],
  { at, knownAt }: AsOf,
): Promise<SeriesPoint[]> {
  if (at === undefined && knownAt === undefined) return readLatest(pool, series)
  return readEach(
    pool,
    series,
    series.map(() => at),
    knownAt,
  )
}

/** As `readAsOf`, each series as of a time of its own. */
async function readEach(
  pool: pg.Pool,
  series: readonly number[],
  times: readonly (number | undefined)[],
  knownAt: number | undefined,
): Promise<SeriesPoint[]> {
  const known = (knownAt ?? Number.POSITIVE_INFINITY) + SKEW_MS
  const reach = times.map((at) => new Date(Math.min(at ?? Number.POSITIVE_INFINITY, known)))
  const { rows } = await pool.query<SeriesPoint>(
    `select n.* from unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) as s (id, reach, at) cross join lateral (
       select ${COLUMNS} from (
         (select * from observation where series_id = s.id and period is null and valid_to <= s.reach
            and ($4::timestamptz is null or recorded_at < $4)
          order by valid_to desc, valid_from desc, recorded_at desc, revision desc limit 1)
         union all
         (select * from observation where series_id = s.id and period is not null
            and (s.at is null or valid_from <= s.at) and ($4::timestamptz is null or recorded_at < $4)
          order by valid_to desc, valid_from desc, recorded_at desc, revision desc limit 1)) o
       order by o.valid_to desc, o.valid_from desc, o.recorded_at desc, o.revision desc limit 1) n
     order by n.series`,
    [series, reach, times.map(instant), knownBefore(knownAt)],
  )
  return rows
}

/**
 * Of several series each one's newest value whose time begins before `before` (ms; one for all, or one each), as known at
 * `knownAt` (absent = now).
 */
export const readNewestBefore = (
  pool: pg.Pool,
  series: readonly number[],
  before: number | readonly number[],
  knownAt?: number | undefined,
): Promise<SeriesPoint[]> =>
  readEach(
    pool,
    series,
    series.map((_, i) => (typeof before === 'number' ? before : (before[i] ?? 0)) - 1),
    knownAt,
  )

/** The beginning (ms) of the first time that a series has a value of, as known at `knownAt`; null = none. */
export async function readFirst(
  pool: pg.Pool,
  series: number,
  knownAt?: number | undefined,
): Promise<number | null> {
  const { rows } = await pool.query<{ first: Date | null }>(
    `select least(
       (select valid_from from observation where series_id = $1 and ($2::timestamptz is null or recorded_at < $2)
        order by valid_to limit 1),
       (select first_at from rollup_day where series_id = $1 and ($2::timestamptz is null or recorded_from < $2)
        order by t limit 1)) as first`,
    [series, knownBefore(knownAt)],
  )
  return rows[0]?.first?.getTime() ?? null
}

/** Newest values looked through for one that was approved: a real-time source may never send any. */
const APPROVED_WITHIN = 500

/** Of several series each one's newest value that is official or revised, as `readAsOf`; none where there is none. */
export async function readApproved(
  pool: pg.Pool,
  series: readonly number[],
  { at, knownAt }: AsOf,
): Promise<SeriesPoint[]> {
  if (!series.length) return []
  const { rows } = await pool.query<SeriesPoint>(
    `select n.* from unnest($1::int[]) as s (id) cross join lateral (
       select ${COLUMNS} from (
         select * from observation where series_id = s.id and ($2::timestamptz is null or valid_from <= $2)
           and ($3::timestamptz is null or recorded_at < $3)
         order by valid_to desc, valid_from desc, recorded_at desc limit ${APPROVED_WITHIN}) o
       where o.status in ('official', 'revised')
       order by o.valid_to desc, o.valid_from desc, o.recorded_at desc, o.revision desc limit 1) n
     order by n.series`,
    [series, instant(at), knownBefore(knownAt)],
  )
  return rows
}

export async function readLatest(pool: pg.Pool, series: readonly number[]): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<SeriesPoint>(
    `select ${COLUMNS} from latest o where o.series_id = any($1::int[]) order by o.series_id`,
    [series],
  )
  return rows
}

export type Page = {
  from?: number | undefined
  to?: number | undefined
  knownAt?: number | undefined
  after?: Cursor
  limit: number
}
/** The last row of the page before. */
export type Cursor = { series: number; from: number; to: number }

/** As-of read of many series in the order of series and time: what was known at `knownAt`, page by page. */
export async function readPage(pool: pg.Pool, series: readonly number[], page: Page): Promise<SeriesPoint[]> {
  const { after } = page
  const { rows } = await pool.query<SeriesPoint>(
    `select distinct on (o.series_id, o.valid_to, o.valid_from) ${COLUMNS} from observation o
     where o.series_id = any($1::int[]) and ($2::timestamptz is null or o.valid_to >= $2)
       and ($3::timestamptz is null or o.valid_from < $3) and ($4::timestamptz is null or o.recorded_at < $4)
       and ($5::int is null or (o.series_id, o.valid_to, o.valid_from) > ($5, $6, $7))
     order by o.series_id, o.valid_to, o.valid_from, o.recorded_at desc, o.revision desc limit $8`,
    [
      series,
      instant(page.from),
      instant(page.to),
      knownBefore(page.knownAt),
      after?.series ?? null,
      instant(after?.to),
      instant(after?.from),
      page.limit,
    ],
  )
  return rows
}

/** The last value of each series in each stretch of `stepMs`, dated at the stretch's end: instants of many made comparable. */
export async function readStretches(
  pool: pg.Pool,
  series: readonly number[],
  wanted: { from: number; to: number; knownAt?: number | undefined; stepMs: number },
): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<SeriesPoint>(
    `select distinct on (o.series_id, floor(extract(epoch from o.valid_to) * 1000 / $5)) ${COLUMNS} from observation o
     where o.series_id = any($1::int[]) and o.valid_to >= $2 and o.valid_to <= $3
       and ($4::timestamptz is null or o.recorded_at < $4)
     order by o.series_id, floor(extract(epoch from o.valid_to) * 1000 / $5), o.valid_to desc, o.recorded_at desc, o.revision desc`,
    [series, instant(wanted.from), instant(wanted.to), knownBefore(wanted.knownAt), wanted.stepMs],
  )
  return rows.map((r) => {
    const end = (Math.floor(r.to / wanted.stepMs) + 1) * wanted.stepMs
    return { ...r, from: Math.min(end, wanted.to), to: Math.min(end, wanted.to) }
  })
}
