import type pg from 'pg'
import type { Knowledge } from '../../shared/clock.ts'
import type { Entry, Status } from '../../shared/vocabulary.ts'
import type { LatestRow } from '../live/index.ts'
import { ask } from './ask.ts'

/** A row as a past learns it. `comesAt`: when it became known ('then') or true ('now'), ms. */
export type PastRow = LatestRow & { comesAt: number; connection: string | null }

/** As in the intake: an instant is never recorded longer before its own time than this. */
const SKEW_MS = 5 * 60_000
/** Revisions of one time that are looked through to find the newest times of a part. */
const DEEP = 40

const RAW =
  'series_id, valid_from, valid_to, period, value, status, entry, simulated, revision, recorded_at, message_id, row_no'
const NEWEST_FIRST = 'valid_to desc, valid_from desc, recorded_at desc'
const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`
const recordedMs = 'floor(extract(epoch from o.recorded_at) * 1000)::float8'
const shown = (comesAt: string) => `o.series_id as series, ${ms('o.valid_from')} as "validFrom",
  ${ms('o.valid_to')} as "validTo", o.period, o.value, o.status, o.entry, o.simulated, o.revision,
  ${recordedMs} as "recordedAt", (o.revision > 0 and exists (select from observation e where e.series_id = o.series_id
    and e.valid_to = o.valid_to and e.valid_from = o.valid_from and e.revision < o.revision
    and e.value <> o.value)) as corrects, ${comesAt} as "comesAt", m.connection_id as connection`
const comes = (known: Knowledge) => (known === 'then' ? recordedMs : ms('o.valid_from'))
type Row = Omit<PastRow, 'status' | 'entry'> & { status: Status; entry: Entry }

/** Everything recorded in the millisecond `at` counts as known at `at`. */
const after = (at: number) => new Date(at + 1)

/**
 * The newest values of these series as of `at` (ms), oldest first: one each, or the newest `times` different times.
 * 'then': recorded by `at`. 'now': begun by `at`, the newest revision. Probes of an index, one a series and month.
 */
export async function readAsOf(
  pool: pg.Pool,
  series: readonly number[],
  times: number,
  at: number,
  known: Knowledge,
): Promise<PastRow[]> {
  if (!series.length) return []
  const limit = times === 1 ? 1 : times * DEEP
  const [instants, named, first, second] =
    known === 'then'
      ? [
          'valid_to <= $2 and recorded_at < $3',
          'recorded_at < $3 and valid_from <= $2',
          new Date(at + SKEW_MS),
          after(at),
        ]
      : ['valid_to <= $2', 'valid_from <= $3', new Date(at), new Date(at)]
  const rows = await ask<Row>(
    pool,
    `select ${shown(comes(known))} from unnest($1::int[]) s(id) cross join lateral (
       select * from (
         select distinct on (valid_to, valid_from) ${RAW} from (
           (select ${RAW} from observation where series_id = s.id and ${instants}
            order by ${NEWEST_FIRST} limit ${limit})
           union all
           (select ${RAW} from observation where series_id = s.id and period is not null and ${named}
            order by ${NEWEST_FIRST} limit ${limit})) c
         order by ${NEWEST_FIRST}, revision desc) d
       order by valid_to desc, valid_from desc limit ${times}) o
     left join message m on m.id = o.message_id
     order by o.valid_to, o.valid_from`,
    [series, first, second],
  )
  return rows
}

export type Window = {
  series: readonly number[]
  /** Of these every row, of the others the newest instant of each step when `step` is set. */
  exact: readonly number[]
  /** ms, after `from` up to and including `to`. */
  from: number
  to: number
  step: number | null
  most: number
  known: Knowledge
}

/** The rows that come in a window of time, in their order, at most `most`. */
export async function readWindow(pool: pg.Pool, w: Window): Promise<PastRow[]> {
  if (!w.series.length || w.to <= w.from) return []
  const then = w.known === 'then'
  // Named series would tempt the planner to walk their whole index: the window alone decides.
  const found = then
    ? `select ${RAW}, recorded_at as comes from observation
       where recorded_at >= $2 and recorded_at < $3 and series_id + 0 = any($1)`
    : `select distinct on (series_id, valid_to, valid_from) n.*, valid_from as comes
       from unnest($1::int[]) s(id) cross join lateral (
         (select ${RAW} from observation
          where series_id = s.id and period is null and valid_to > $2 and valid_to <= $3)
         union all
         (select ${RAW} from observation
          where series_id = s.id and period is not null and valid_to > $2 and valid_from > $2 and valid_from <= $3)) n
       order by series_id, valid_to, valid_from, recorded_at desc, revision desc`
  const conflated = `select distinct on (series_id, ceil(floor(extract(epoch from comes) * 1000)::float8 / $5)) * from f
       where period is null and series_id <> all($6::int[])
       order by series_id, ceil(floor(extract(epoch from comes) * 1000)::float8 / $5), ${NEWEST_FIRST}, revision desc`
  const picked =
    w.step === null
      ? 'select * from f'
      : `(${conflated}) union all (select * from f where period is not null or series_id = any($6::int[]))`
  const rows = await ask<Row>(
    pool,
    `with f as materialized (${found}), p as (${picked})
     select ${shown(comes(w.known))} from (select * from p order by comes, message_id, row_no limit $4) o
     left join message m on m.id = o.message_id order by o.comes, o.message_id, o.row_no`,
    [
      w.series,
      then ? after(w.from) : new Date(w.from),
      then ? after(w.to) : new Date(w.to),
      w.most,
      ...(w.step === null ? [] : [w.step, w.exact]),
    ],
  )
  return rows
}

/** More series than this are not asked one by one for the first time there is. */
const MOST_ASKED = 20_000

/** The first time (ms) of which there is data: recorded then, or true then. Null = there is none. */
export const readFirst = (pool: pg.Pool, known: Knowledge): Promise<number | null> =>
  known === 'then' ? firstRecorded(pool) : firstValid(pool)

/** The last one. */
export async function readLast(pool: pg.Pool, known: Knowledge): Promise<number | null> {
  const time = known === 'then' ? 'recorded_at' : 'least(valid_from, now())'
  const rows = await ask<{ t: Date | null }>(pool, `select max(${time}) t from latest`)
  return rows[0]?.t?.getTime() ?? null
}

async function firstValid(pool: pg.Pool): Promise<number | null> {
  const rows = await ask<{ t: Date | null }>(
    pool,
    `select min(o.valid_from) t from (select series_id from latest order by series_id limit ${MOST_ASKED}) s
     cross join lateral (select valid_from from observation where series_id = s.series_id order by valid_to limit 1) o`,
  )
  return rows[0]?.t?.getTime() ?? null
}

/** Rows are only ever added: the oldest stand on the first pages of the oldest month that has any. */
async function firstRecorded(pool: pg.Pool): Promise<number | null> {
  const months = await ask<{ name: string }>(
    pool,
    `select inhrelid::regclass::text as name from pg_inherits
     where inhparent = 'observation'::regclass and pg_relation_size(inhrelid) > 0 order by 1`,
  )
  for (const { name } of months)
    for (const where of [`where ctid < '(8,0)'`, '']) {
      const rows = await ask<{ t: Date | null }>(pool, `select min(recorded_at) t from ${name} ${where}`)
      if (rows[0]?.t) return rows[0].t.getTime()
    }
  return null
}

/** Whether anything was recorded after `from` up to `to` (ms). */
export async function anyRecorded(pool: pg.Pool, from: number, to: number): Promise<boolean> {
  const rows = await ask(
    pool,
    'select 1 from observation where recorded_at >= $1 and recorded_at < $2 limit 1',
    [new Date(from), after(to)],
  )
  return rows.length > 0
}
