import type pg from 'pg'
import type { Entry, Status } from '../../shared/vocabulary.ts'

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
export type SeriesPoint = Point & { series: number }

const COLUMNS = `o.series_id as series, floor(extract(epoch from o.valid_from) * 1000)::float8 as t,
  floor(extract(epoch from o.valid_from) * 1000)::float8 as "from",
  floor(extract(epoch from o.valid_to) * 1000)::float8 as "to", o.value, o.status, o.entry, o.period, o.revision,
  o.simulated, floor(extract(epoch from o.recorded_at) * 1000)::float8 as "recordedAt"`
const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms))

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
       and ($3::timestamptz is null or o.valid_from < $3) and ($4::timestamptz is null or o.recorded_at <= $4)
     order by o.valid_to desc, o.valid_from desc, o.recorded_at desc, o.revision desc limit $5`,
    [series, instant(from), instant(to), instant(knownAt), limit],
  )
  return rows.reverse()
}

/** Values of several series that are about the given named period, as now known. */
export async function readPeriod(
  pool: pg.Pool,
  series: readonly number[],
  period: string,
): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<SeriesPoint>(
    `select distinct on (o.series_id) ${COLUMNS} from observation o
     where o.series_id = any($1::int[]) and o.period = $2
     order by o.series_id, o.valid_to desc, o.recorded_at desc, o.revision desc`,
    [series, period],
  )
  return rows
}

/** Of several series each one's newest value whose time begins before `before` (ms), as now known. */
export async function readNewestBefore(
  pool: pg.Pool,
  series: readonly number[],
  before: number,
): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<SeriesPoint>(
    `select n.* from unnest($1::int[]) as s (id) cross join lateral (
       select ${COLUMNS} from observation o where o.series_id = s.id and o.valid_from < $2
       order by o.valid_to desc, o.valid_from desc, o.recorded_at desc, o.revision desc limit 1) n`,
    [series, new Date(before)],
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
       and ($3::timestamptz is null or o.valid_from < $3) and ($4::timestamptz is null or o.recorded_at <= $4)
       and ($5::int is null or (o.series_id, o.valid_to, o.valid_from) > ($5, $6, $7))
     order by o.series_id, o.valid_to, o.valid_from, o.recorded_at desc, o.revision desc limit $8`,
    [
      series,
      instant(page.from),
      instant(page.to),
      instant(page.knownAt),
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
       and ($4::timestamptz is null or o.recorded_at <= $4)
     order by o.series_id, floor(extract(epoch from o.valid_to) * 1000 / $5), o.valid_to desc, o.recorded_at desc, o.revision desc`,
    [series, instant(wanted.from), instant(wanted.to), instant(wanted.knownAt), wanted.stepMs],
  )
  return rows.map((r) => {
    const end = (Math.floor(r.to / wanted.stepMs) + 1) * wanted.stepMs
    return { ...r, from: Math.min(end, wanted.to), to: Math.min(end, wanted.to) }
  })
}
