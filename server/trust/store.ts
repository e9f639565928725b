import type pg from 'pg'
import type { ConnectionState, Entry, Status } from '../../shared/vocabulary.ts'

export type Supplied = { series: number; validTo: number; simulated: boolean; connection: string }

/** Who supplied the newest value of each series. */
export async function readSupplied(pool: pg.Pool): Promise<Supplied[]> {
  const { rows } = await pool.query<{
    series_id: number
    valid_to: number
    simulated: boolean
    connection_id: string
  }>(
    `select l.series_id, date_part('epoch', l.valid_to) valid_to, l.simulated, m.connection_id
     from latest l join message m on m.id = l.message_id`,
  )
  return rows.map((r) => ({
    series: r.series_id,
    validTo: Math.floor(r.valid_to * 1000 + 0.000_5), // seconds, kept to the microsecond
    simulated: r.simulated,
    connection: r.connection_id,
  }))
}

export type KnownConnection = {
  id: string
  lastMessageAt: number | null
  lastRefused: number
  lastRefusedAt: number | null
  state?: ConnectionState
  stateSince?: number
}
/** Each connection's last message and its last state, as before the restart. */
export async function readConnections(pool: pg.Pool): Promise<Map<string, KnownConnection>> {
  const { rows } = await pool.query<{
    id: string
    received_at: Date | null
    refused: number | null
    state: ConnectionState | null
    at: Date | null
  }>(
    `select c.id, m.received_at, m.refused, s.state, s.at from connection c
     left join lateral (select received_at, refused - (select count(*)::int from quarantine q join quarantine_repair k
         on k.quarantine_id = q.id and k.outcome <> 'refused' where q.message_id = message.id) as refused
       from message where connection_id = c.id order by received_at desc limit 1) m on true
     left join lateral (select state, at from connection_state where connection_id = c.id order by at desc limit 1) s on true`,
  )
  return new Map(
    rows.map((r) => [
      r.id,
      {
        id: r.id,
        lastMessageAt: r.received_at?.getTime() ?? null,
        lastRefused: r.refused ?? 0,
        lastRefusedAt: r.refused ? (r.received_at?.getTime() ?? null) : null,
        ...(r.state && r.at ? { state: r.state, stateSince: r.at.getTime() } : {}),
      },
    ]),
  )
}

export async function saveState(
  pool: pg.Pool,
  id: string,
  at: number,
  state: ConnectionState,
): Promise<void> {
  await pool.query(
    `insert into connection_state (connection_id, at, state) values ($1, $2, $3)
     on conflict (connection_id, at) do update set state = excluded.state`,
    [id, new Date(at), state],
  )
}

export type Provenance = {
  validFrom: number
  validTo: number
  period: string | null
  value: number
  status: Status
  entry: Entry
  simulated: boolean
  message: string
  row: number
}
type Row = {
  valid_from: Date
  valid_to: Date
  period: string | null
  value: number
  status: Status
  entry: Entry
  simulated: boolean
  message_id: string
  row_no: number
}
/** The value now believed about one time, or the newest of all. Null when there is none. */
export async function readValue(
  pool: pg.Pool,
  series: number,
  validFrom: number | null,
): Promise<Provenance | null> {
  const { rows } = await pool.query<Row>(
    validFrom === null
      ? 'select * from latest where series_id = $1'
      : `select * from observation where series_id = $1 and valid_from = $2
         order by valid_to desc, recorded_at desc, revision desc limit 1`,
    validFrom === null ? [series] : [series, new Date(validFrom)],
  )
  const r = rows[0]
  return r
    ? {
        validFrom: r.valid_from.getTime(),
        validTo: r.valid_to.getTime(),
        period: r.period,
        value: r.value,
        status: r.status,
        entry: r.entry,
        simulated: r.simulated,
        message: r.message_id,
        row: r.row_no,
      }
    : null
}

/** Of messages what is known without their bytes, by id. */
export async function readSenders(pool: pg.Pool, messages: readonly string[]) {
  const { rows } = await pool.query<{
    id: string
    connection: string
    fileName: string | null
    sentBy: string | null
    bytes: number
  }>(
    `select id, connection_id "connection", file_name "fileName", sent_by "sentBy", bytes from message
     where id = any($1::bigint[])`,
    [messages],
  )
  return new Map(rows.map((r) => [r.id, r]))
}

/** Every value ever recorded for one series and time, newest first. */
export async function readRevisions(pool: pg.Pool, series: number, validFrom: number, validTo: number) {
  const { rows } = await pool.query<Row & { revision: number; recorded_at: Date }>(
    `select * from observation where series_id = $1 and valid_from = $2 and valid_to = $3
     order by recorded_at desc, revision desc limit 100`,
    [series, new Date(validFrom), new Date(validTo)],
  )
  return rows.map((r) => ({
    revision: r.revision,
    value: r.value,
    status: r.status,
    entry: r.entry,
    recordedAt: r.recorded_at.getTime(),
    message: r.message_id,
    row: r.row_no,
  }))
}
