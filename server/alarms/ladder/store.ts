import type pg from 'pg'
import type { AlarmChannel } from '../../../shared/alarm.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type NewDelivery = {
  alarms: number[]
  channel: AlarmChannel
  account: number | null
  webhook: string | null
  position: string | null
}
export type Delivery = NewDelivery & { id: number; tries: number }

export async function insertDeliveries(db: Db, list: readonly NewDelivery[]): Promise<void> {
  if (!list.length) return
  await db.query(
    `with made as (
       insert into alarm_delivery (alarms, channel, account_id, webhook, position)
       select array(select jsonb_array_elements_text(x.alarms)::bigint), x.channel, x.account, x.webhook, x.position
       from jsonb_to_recordset($1::jsonb) as x (alarms jsonb, channel text, account int, webhook text, position text)
       returning id)
     insert into alarm_delivery_waiting (delivery_id) select id from made`,
    [JSON.stringify(list)],
  )
}

/** What waits of an alarm alone is not sent any more. What speaks of others too is looked at when its turn comes. */
export async function cancelTold(db: Db, alarm: number): Promise<void> {
  await db.query(
    `with gone as (
       delete from alarm_delivery_waiting w using alarm_delivery d
       where d.id = w.delivery_id and d.alarms = array[$1::bigint] and not w.sending returning w.delivery_id)
     insert into alarm_delivery_try (delivery_id, outcome) select delivery_id, 'cancelled' from gone`,
    [alarm],
  )
}

/**
 * Takes what is due for sending, at most `limit` and `each` by one way (channel:webhook), less what is `busy` there; from
 * then on it is either answered for or never sent again.
 */
export async function claimDue(
  db: Db,
  limit: number,
  each: number,
  busy: Record<string, number>,
): Promise<Delivery[]> {
  const { rows } = await db.query<Omit<Delivery, 'alarms' | 'id'> & { alarms: string[]; id: string }>(
    `with ranked as (
       select w.delivery_id, d.channel || ':' || coalesce(d.webhook, '') as way,
         row_number() over (partition by d.channel, d.webhook order by w.due) as n
       from alarm_delivery_waiting w join alarm_delivery d on d.id = w.delivery_id
       where not w.sending and w.due <= clock_timestamp()),
     due as (
       select delivery_id from alarm_delivery_waiting where not sending and delivery_id in (
         select delivery_id from ranked where n <= $2 - coalesce(($3::jsonb->>way)::int, 0))
       order by due limit $1 for update skip locked),
     taken as (
       update alarm_delivery_waiting w set sending = true, tries = tries + 1 from due
       where w.delivery_id = due.delivery_id returning w.delivery_id, w.tries)
     select d.id, d.alarms, d.channel, d.account_id as account, d.webhook, d.position, t.tries
     from taken t join alarm_delivery d on d.id = t.delivery_id`,
    [limit, each, JSON.stringify(busy)],
  )
  return rows.map((r) => ({ ...r, id: Number(r.id), alarms: r.alarms.map(Number) }))
}

export type Answer = {
  outcome: 'sent' | 'failed' | 'given up' | 'cancelled'
  why: string | null
  /** Seconds until the next try; null = that was all. */
  again: number | null
}
/** Inside a transaction. False when it was written down before, by a commit whose answer was lost. */
export async function answered(
  client: pg.ClientBase,
  id: number,
  { outcome, why, again }: Answer,
): Promise<boolean> {
  const { rowCount } = await (again === null
    ? client.query('delete from alarm_delivery_waiting where delivery_id = $1 and sending', [id])
    : client.query(
        `update alarm_delivery_waiting set sending = false, due = clock_timestamp() + make_interval(secs => $2)
         where delivery_id = $1 and sending`,
        [id, again],
      ))
  if (!rowCount) return false
  await client.query('insert into alarm_delivery_try (delivery_id, outcome, detail) values ($1, $2, $3)', [
    ...[id, outcome, why],
  ])
  return true
}

/** What was being sent when the server stopped: nobody knows whether it arrived, and it is not repeated. */
export async function forgetSending(db: Db): Promise<void> {
  await db.query(
    `with gone as (delete from alarm_delivery_waiting where sending returning delivery_id)
     insert into alarm_delivery_try (delivery_id, outcome) select delivery_id, 'unknown' from gone`,
  )
}

/** Everybody of a role who looks over the whole country. */
export async function holdersOfRole(db: Db, role: string, nation: number) {
  const { rows } = await db.query<{ accountId: number; displayName: string }>(
    'select id as "accountId", display_name as "displayName" from account where role = $1 and unit_id = $2 and enabled order by id',
    [role, nation],
  )
  return rows
}
