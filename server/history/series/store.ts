import type pg from 'pg'
import { transaction } from '../../db/index.ts'
import { type Buckets, beginOf, WIDTH } from './ladder.ts'
import { add, type Bucket, single } from './merge.ts'

const ms = (column: string) => `floor(date_part('epoch', ${column}) * 1000)`
const FIGURES = `${ms('min(first_at)')} as "firstAt", ${ms('max(last_at)')} as "lastAt",
  ${ms('max(recorded_at)')} as "recordedAt", sum(count)::float8 as count, min(min) as min, max(max) as max, sum(sum) as sum,
  (array_agg(first order by first_at))[1] as first, (array_agg(last order by last_at desc))[1] as last`
/** The bucket (number) of an instant for $4 = its width: whole days begin at 17:00 UTC. */
const SLOT = (column: string) => `floor((date_part('epoch', ${column}) * 1000 + 25200000) / $4::float8)`

type Row = Omit<Bucket, 't' | 'source'> & { slot: number }
type TailRow = { at: number; value: number; recordedAt: number; revision: number }
/** The state that all of an answer is read in: the roll-ups' mark, and since when rows are not in them yet. */
type Mark = { mark: string; since: Date | null; droppedUntil: Date | null }

/**
 * The buckets of one series, as known at `knownAt` (ms; absent = now), from its roll-ups and the rows that are not in
 * them yet; all of one state of the database. Ordered; empty buckets are left out. Nothing from `before` (ms) on counts.
 */
export function readBuckets(
  pool: pg.Pool,
  series: number,
  { from, to: end, bucketMs, level, before }: Buckets & { before?: number },
  knownAt: number | undefined,
): Promise<Bucket[]> {
  const known = knownAt === undefined ? null : new Date(knownAt + 1)
  // The roll-up that `before` falls into is made of its rows up to there.
  const to = before === undefined ? end : level === 'raw' ? before : beginOf(before, WIDTH[level])
  const range = [series, new Date(from), new Date(to)]
  return transaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read read only')
    const { rows: marks } = await client.query<Mark>(
      `select r.message_id as mark, (select min(committed_at) from message where id > r.message_id) as since,
         (select max(dropped_until) from retention_month) as "droppedUntil" from rollup_mark r`,
    )
    const { mark = '0', since = null, droppedUntil = null } = marks[0] ?? {}
    const buckets = new Map<number, Bucket>()
    const take = (rows: Row[], source: Bucket['source']) => {
      for (const { slot, ...r } of rows)
        add(buckets, { ...r, t: slot * bucketMs - 25_200_000, source }, bucketMs)
    }
    if (level === 'raw') {
      take(await raw(client, [...range, bucketMs, known]), 'raw')
      // Where the rows are gone the minutes stand for them.
      if (droppedUntil && from < droppedUntil.getTime())
        for (const b of await minutes(client, [...range, known])) stand(buckets, b, bucketMs)
      return ordered(buckets)
    }
    const tail = since ? await readTail(client, [...range, since, mark, known]) : []
    const width = WIDTH[level]
    const anew = new Set(tail.filter((r) => r.revision > 0).map((r) => beginOf(r.at, width)))
    if (known) for (const t of await mixed(client, level, [...range, known])) anew.add(t)
    const dates = [...anew].map((t) => new Date(t))
    const { rows } = await client.query<Row>(
      `select ${SLOT('t')} as slot, ${FIGURES} from rollup_${level}
       where series_id = $1 and t >= $2 and t < $3 and t <> all($5::timestamptz[])
         and ($6::timestamptz is null or recorded_from < $6) group by 1`,
      [...range, bucketMs, dates, known],
    )
    take(rows, level)
    if (dates.length) {
      const { rows: units } = await client.query<Row>(
        `select ${SLOT('t')} as slot, ${FIGURES} from rollup_raw($5, array_fill($1::int, array[cardinality($6::timestamptz[])]), $6, $7, null)
         where t >= $2 and t < $3 group by 1`,
        [...range, bucketMs, level, dates, known],
      )
      take(units, 'raw')
    }
    if (before !== undefined)
      take(await raw(client, [series, new Date(to), new Date(before), bucketMs, known]), 'raw')
    for (const r of tail)
      if (!anew.has(beginOf(r.at, width))) add(buckets, single(r.at, r.value, r.recordedAt), bucketMs)
    return ordered(buckets)
  })
}

const ordered = (buckets: Map<number, Bucket>) => [...buckets.values()].sort((a, b) => a.t - b.t)

/** Puts a minute in the place of its rows when it has more than are left of them. */
function stand(buckets: Map<number, Bucket>, minute: Bucket, bucketMs: number): void {
  const times: number[] = []
  for (let t = minute.t; t < minute.t + WIDTH.minute; t += bucketMs) if (buckets.has(t)) times.push(t)
  const left = times.reduce((n, t) => n + (buckets.get(t)?.count ?? 0), 0)
  if (left >= minute.count) return
  for (const t of times) buckets.delete(t)
  buckets.set(minute.t, minute)
}

/** Buckets narrower than any roll-up, from the rows. Parameters: series, from, to, width, known. */
async function raw(client: pg.PoolClient, values: unknown[]): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `select ${SLOT('at')} as slot, count(*)::float8 as count, min(value) as min, max(value) as max, sum(value) as sum,
       (array_agg(value order by at))[1] as first, ${ms('min(at)')} as "firstAt",
       (array_agg(value order by at desc))[1] as last, ${ms('max(at)')} as "lastAt", ${ms('max(recorded_at)')} as "recordedAt"
     from (select distinct on (valid_to, valid_from) valid_from as at, value, recorded_at from observation
       where series_id = $1 and period is null and valid_to >= $2 and valid_to < $3
         and ($5::timestamptz is null or recorded_at < $5)
       order by valid_to desc, valid_from desc, recorded_at desc, revision desc) d
     group by 1`,
    values,
  )
  return rows
}

async function minutes(client: pg.PoolClient, values: unknown[]): Promise<Bucket[]> {
  const { rows } = await client.query<Omit<Bucket, 'source'>>(
    `select ${ms('t')} as t, count, min, max, sum, first, ${ms('first_at')} as "firstAt", last,
       ${ms('last_at')} as "lastAt", ${ms('recorded_at')} as "recordedAt" from rollup_minute
     where series_id = $1 and t >= $2 and t < $3 and ($4::timestamptz is null or recorded_at < $4)`,
    values,
  )
  return rows.map((r) => ({ ...r, source: 'minute' }))
}

/** Rows that are not rolled up yet: found by when they were recorded, whatever their own time. */
async function readTail(client: pg.PoolClient, values: unknown[]): Promise<TailRow[]> {
  const { rows } = await client.query<TailRow>(
    `select ${ms('valid_from')} as at, value, ${ms('recorded_at')} as "recordedAt", revision from observation
     where series_id + 0 = $1 and valid_from >= $2 and valid_from < $3 and recorded_at >= $4 and message_id > $5
       and ($6::timestamptz is null or recorded_at < $6)`,
    values,
  )
  return rows
}

/** Buckets that hold knowledge of both before and after: neither the whole nor nothing of them was known. */
async function mixed(client: pg.PoolClient, level: string, values: unknown[]): Promise<number[]> {
  const { rows } = await client.query<{ t: number }>(
    `select ${ms('t')} as t from rollup_${level}
     where series_id = $1 and t >= $2 and t < $3 and recorded_from < $4 and recorded_at >= $4`,
    values,
  )
  return rows.map((r) => r.t)
}
