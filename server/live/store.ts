import type pg from 'pg'
import type { Entry, Status } from '../../shared/vocabulary.ts'
import type { LatestRow } from './latest.ts'

type Row = {
  series_id: number
  /** Seconds since 1970: reading a hundred thousand of them as dates takes the longer part of a start. */
  valid_from: number
  valid_to: number
  period: string | null
  value: number
  status: Status
  entry: Entry
  simulated: boolean
  revision: number
  recorded_at: number
}
const SECONDS = `series_id, date_part('epoch', valid_from) valid_from, date_part('epoch', valid_to) valid_to, period, value,
  status, entry, simulated, revision, date_part('epoch', recorded_at) recorded_at`
/** Whole ms, of a time kept to the microsecond. */
const ms = (seconds: number) => Math.floor(seconds * 1000 + 0.000_5)
const latestRow = (r: Row): LatestRow => ({
  series: r.series_id,
  validFrom: ms(r.valid_from),
  validTo: ms(r.valid_to),
  period: r.period,
  value: r.value,
  status: r.status,
  entry: r.entry,
  simulated: r.simulated,
  revision: r.revision,
  recordedAt: ms(r.recorded_at),
})

/** The newest value of every series, as the last life of the server left it. */
export async function readLatest(pool: pg.Pool): Promise<LatestRow[]> {
  const { rows } = await pool.query<Row>(`select ${SECONDS} from latest`)
  return rows.map(latestRow)
}

/** Series whose newest value took the place of another number within the last day. */
export async function readCorrected(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ series_id: number }>(
    `select l.series_id from latest l
     where l.revision > 0 and l.recorded_at > now() - interval '1 day' and exists (
       select from observation o where o.series_id = l.series_id and o.valid_to = l.valid_to
         and o.valid_from = l.valid_from and o.revision < l.revision and o.value <> l.value)`,
  )
  return rows.map((r) => r.series_id)
}

/**
 * The values of the `count` newest ends of time of each of these series, oldest first, as now believed: a probe for each,
 * however often one was revised. A probe looks into the index of every month that is kept, for months are of when a value was
 * recorded and an old time may be revised in any: series × count × months look-ups, a few microseconds each.
 */
export async function readRecent(pool: pg.Pool, series: number[], count: number): Promise<LatestRow[]> {
  const { rows } = await pool.query<Row>(
    `select ${SECONDS} from unnest($1::int[]) s(id) cross join lateral (
       with recursive newest as (
         (select o, 1 n from observation o where series_id = s.id
          order by valid_to desc, valid_from desc, recorded_at desc, revision desc limit 1)
         union all
         select p.o, newest.n + 1 from newest cross join lateral (
           select o from observation o where series_id = s.id and valid_to < (newest.o).valid_to
           order by valid_to desc, valid_from desc, recorded_at desc, revision desc limit 1) p
         where newest.n < $2)
       select (newest.o).* from newest) o
     order by o.valid_to`,
    [series, count],
  )
  return rows.map(latestRow)
}

/** Registered screens, revoked ones left out. */
export async function readScreens(
  pool: pg.Pool,
): Promise<{ id: number; name: string; lastSeenAt: number }[]> {
  const { rows } = await pool.query<{
    id: number
    name: string
    last_seen_at: Date | null
    created_at: Date
  }>('select id, name, last_seen_at, created_at from screen where revoked_at is null order by id')
  return rows.map((r) => ({ id: r.id, name: r.name, lastSeenAt: (r.last_seen_at ?? r.created_at).getTime() }))
}

export type Beat = { id: string; cell: number; messages: number; refused: number }
/** Messages and refused rows that no repair has taken in, from `from` until `until`, by connection and cell of `cellMs`. */
export async function readBeats(
  pool: pg.Pool,
  ids: readonly string[],
  from: number,
  until: number,
  cellMs: number,
): Promise<Beat[]> {
  // Each side is counted in its index, connection by connection: no index leads with the time alone.
  const cell = (column: string) => `floor(extract(epoch from ${column}) * 1000 / $4)::float8`
  const { rows } = await pool.query<Beat>(
    `select id, cell, sum(messages)::int messages, sum(refused)::int refused from (
       select c.id, b.* from unnest($1::text[]) c(id) cross join lateral (
         (select ${cell('received_at')} cell, count(*) messages, 0 refused from message
          where connection_id = c.id and received_at >= $2 and received_at < $3 group by 1)
         union all
         (select ${cell('recorded_at')}, 0, count(*) from quarantine q
          where connection_id = c.id and recorded_at >= $2 and recorded_at < $3
            and not exists (select from quarantine_repair k
              where k.quarantine_id = q.id and k.outcome <> 'refused') group by 1)) b) u
     group by 1, 2`,
    [ids, new Date(from), new Date(until), cellMs],
  )
  return rows
}

/** Changes of state since `from`, and for each connection the state it came into that time with; in their order. */
export async function readStates(pool: pg.Pool, ids: readonly string[], from: number) {
  const { rows } = await pool.query<{ id: string; at: Date; state: string }>(
    `select c.id, s.at, s.state from unnest($1::text[]) c(id) cross join lateral (
       (select at, state from connection_state where connection_id = c.id and at >= $2)
       union all
       (select at, state from connection_state where connection_id = c.id and at < $2 order by at desc limit 1)) s
     order by s.at`,
    [ids, new Date(from)],
  )
  return rows.map((r) => ({ id: r.id, at: r.at.getTime(), state: r.state }))
}
