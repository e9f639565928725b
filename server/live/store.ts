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

/** The values of the `count` newest ends of time of each of these series, oldest first, as now believed: a probe for each, however often one was revised. */
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

/** Messages of the last day, by connection and cell of `cellMs`. */
export async function readBeats(pool: pg.Pool, from: number, cellMs: number) {
  const { rows } = await pool.query<{ id: string; cell: number; messages: number; refused: number }>(
    `select m.connection_id id, floor(extract(epoch from m.received_at) * 1000 / $2)::float8 cell,
       count(*)::int messages, sum(m.refused - coalesce(r.n, 0))::int refused
     from message m left join (
       select q.message_id, count(*)::int n from quarantine_repair k join quarantine q on q.id = k.quarantine_id
       where k.outcome <> 'refused' and q.recorded_at >= $1 group by 1) r on r.message_id = m.id
     where m.received_at >= $1 group by 1, 2`,
    [new Date(from), cellMs],
  )
  return rows
}

/** Changes of state of the last day, and for each connection the state it came into the day with. */
export async function readStates(pool: pg.Pool, from: number) {
  const { rows } = await pool.query<{ id: string; at: Date; state: string }>(
    `select connection_id id, at, state from connection_state where at >= $1
     union all
     select * from (select distinct on (connection_id) connection_id, at, state from connection_state
       where at < $1 order by connection_id, at desc) b
     order by 2`,
    [new Date(from)],
  )
  return rows.map((r) => ({ id: r.id, at: r.at.getTime(), state: r.state }))
}
