import type pg from 'pg'
import type { AlertState, CapScope, CapStatus, CapType } from '../../shared/alert.ts'
import type { MatchedArea } from './areas/match.ts'
import type { CapAlert } from './cap/types.ts'

export type NewAlert = {
  connection: string
  message: string
  alert: CapAlert
  /** Of each info, of each of its areas. */
  areas: MatchedArea[][]
  startsAt: number | null
  endsAt: number | null
  simulated: boolean
}
export type AlertRecord = Omit<NewAlert, 'message'> & {
  id: number
  message: string
  sha256: string
  receivedAt: number
  /** What took its place or called it off: of the same source and sender, and as real as it. */
  superseded: { id: number; msgType: CapType; at: number } | null
}
type Row = {
  id: string
  connection: string
  message: string
  sha256: Buffer
  content: CapAlert
  areas: MatchedArea[][]
  startsAt: Date | null
  endsAt: Date | null
  simulated: boolean
  receivedAt: Date
  superseded: { id: number; msgType: CapType; at: number } | null
}

/** Whether message b speaks for alert a. $1 is the time by which it must have come. */
const OBEYED = `b.connection_id = a.connection_id and b.sender = a.sender and b.status = a.status
    and b.msg_type in ('Update', 'Cancel') and b.received_at <= $1`
const REFERS = 'r.sender = a.sender and r.identifier = a.identifier and r.sent = a.sent'
const ALERT = `select a.id, a.connection_id as connection, a.message_id as message, m.sha256, a.content, a.areas,
    a.starts_at as "startsAt", a.ends_at as "endsAt", a.simulated, a.received_at as "receivedAt",
    (select json_build_object('id', b.id, 'msgType', b.msg_type, 'at', floor(extract(epoch from b.received_at) * 1000))
     from alert_reference r join alert b on b.id = r.alert_id where ${REFERS} and ${OBEYED}
     order by b.sent desc, b.id desc limit 1) as superseded
  from alert a join message m on m.id = a.message_id`
/** What may be in force or coming at $1: neither past nor replaced nor called off. */
const STANDS = `a.msg_type in ('Alert', 'Update') and a.status in ('Actual', 'Exercise')
    and a.received_at <= $1 and a.ends_at > $1
    and not exists (select from alert_reference r join alert b on b.id = r.alert_id where ${REFERS} and ${OBEYED})`

const record = (r: Row): AlertRecord => ({
  ...{ id: Number(r.id), connection: r.connection, message: r.message, sha256: r.sha256.toString('hex') },
  ...{ alert: r.content, areas: r.areas, simulated: r.simulated, superseded: r.superseded },
  startsAt: r.startsAt?.getTime() ?? null,
  endsAt: r.endsAt?.getTime() ?? null,
  receivedAt: r.receivedAt.getTime(),
})

/** Null when one of that identity is there already. */
export async function insertAlert(client: pg.ClientBase, n: NewAlert): Promise<number | null> {
  const { alert } = n
  const time = (ms: number | null) => (ms === null ? null : new Date(ms))
  const { rows } = await client.query<{ id: string }>(
    `insert into alert (connection_id, message_id, sender, identifier, sent, status, msg_type, scope, content, areas,
       starts_at, ends_at, simulated) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (connection_id, sender, identifier, sent) do nothing returning id`,
    [
      ...[n.connection, n.message, alert.sender, alert.identifier, new Date(alert.sent)],
      ...[alert.status satisfies CapStatus, alert.msgType, alert.scope satisfies CapScope],
      ...[JSON.stringify(alert), JSON.stringify(n.areas), time(n.startsAt), time(n.endsAt), n.simulated],
    ],
  )
  const id = rows[0]?.id
  if (id === undefined) return null
  for (const r of alert.references)
    await client.query(
      'insert into alert_reference (alert_id, sender, identifier, sent) values ($1, $2, $3, $4) on conflict do nothing',
      [id, r.sender, r.identifier, new Date(r.sent)],
    )
  return Number(id)
}

type Of = { connection: string; alert: Pick<CapAlert, 'sender' | 'identifier' | 'sent'> }
export async function findAlert(pool: pg.Pool, { connection, alert }: Of): Promise<AlertRecord | null> {
  const { rows } = await pool.query<Row>(
    `${ALERT} where a.connection_id = $2 and a.sender = $3 and a.identifier = $4 and a.sent = $5`,
    [new Date(), connection, alert.sender, alert.identifier, new Date(alert.sent)],
  )
  return rows[0] ? record(rows[0]) : null
}

export async function readAlert(pool: pg.Pool, id: number): Promise<AlertRecord | null> {
  const { rows } = await pool.query<Row>(`${ALERT} where a.id = $2`, [new Date(), id])
  return rows[0] ? record(rows[0]) : null
}

/** In force or coming at `at` (ms), as known then; `most` of them, the newest. */
export async function readStanding(pool: pg.Pool, at: number, most: number): Promise<AlertRecord[]> {
  const { rows } = await pool.query<Row>(
    `${ALERT} where ${STANDS} order by a.sent desc, a.id desc limit $2`,
    [new Date(at), most],
  )
  return rows.map(record)
}

/** All the others, newest first, from before the id `before`. */
export async function readPast(
  pool: pg.Pool,
  at: number,
  before: number | null,
  most: number,
): Promise<AlertRecord[]> {
  const { rows } = await pool.query<Row>(
    `${ALERT} where not (${STANDS}) and ($2::bigint is null or a.id < $2) order by a.id desc limit $3`,
    [new Date(at), before, most],
  )
  return rows.map(record)
}

export type ChainLink = {
  id: number
  msgType: CapType
  status: CapStatus
  sent: number
  receivedAt: number
  sender: string
  identifier: string
  note: string | null
  /** Of another source or sender, or less real than what it refers to: kept, not obeyed. */
  foreign: boolean
}
const MOST_LINKS = 200

/** Everything that refers to an alert or is referred to by it, over any number of steps, oldest first. */
export async function readChain(pool: pg.Pool, id: number): Promise<ChainLink[]> {
  const { rows } = await pool.query<
    Omit<ChainLink, 'id' | 'sent' | 'receivedAt'> & { id: string; sent: Date; at: Date }
  >(
    `with recursive chain(id) as (
       select $1::bigint
       union
       select case when r.alert_id = c.id then a.id else r.alert_id end
       from chain c join alert me on me.id = c.id
         join alert_reference r on r.alert_id = c.id
           or (r.sender = me.sender and r.identifier = me.identifier and r.sent = me.sent)
         join alert a on a.sender = r.sender and a.identifier = r.identifier and a.sent = r.sent
     )
     select b.id, b.msg_type as "msgType", b.status, b.sent, b.received_at as at, b.sender, b.identifier,
       b.content->>'note' as note,
       (b.connection_id, b.sender, b.status) is distinct from (o.connection_id, o.sender, o.status) as "foreign"
     from chain c join alert b on b.id = c.id cross join alert o where o.id = $1
     order by b.sent, b.id limit ${MOST_LINKS}`,
    [id],
  )
  return rows.map(({ at, ...r }) => ({
    ...r,
    id: Number(r.id),
    sent: r.sent.getTime(),
    receivedAt: at.getTime(),
  }))
}

/** What became of it at `at` (ms). */
export function stateOf({ alert, superseded, startsAt, endsAt }: AlertRecord, at: number): AlertState {
  const { msgType, status } = alert
  if (msgType !== 'Alert' && msgType !== 'Update') return 'message'
  if (status !== 'Actual' && status !== 'Exercise') return 'message'
  if (superseded) return superseded.msgType === 'Cancel' ? 'cancelled' : 'replaced'
  if (startsAt === null || endsAt === null || endsAt <= at) return 'ended'
  return startsAt > at ? 'coming' : 'inForce'
}
