import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { transaction } from '../../db/index.ts'

/** The writers' lock (server/intake/commit.ts): a body that goes may not be taken up by a message just then. */
const WRITERS = 7_200_820
/** Ids looked through in one transaction: writers wait no longer than for these. */
const STEP = 5_000

type Month = { month: string; from: Date; to: Date }

/**
 * The messages of months whose readings went: those from which nothing is left, neither a number, a refused row nor an alert, go
 * too, and with the last message that brought it a shared body. Returns how many, by month. A month is looked through
 * once after each time that readings of it went; after an end in the middle the rest goes with the next run.
 */
export async function dropMessages(
  app: FastifyInstance,
  actor: string,
): Promise<{ month: string; messages: number }[]> {
  const { rows: months } = await app.db.pool.query<Month>(
    `select month::text, (month::timestamp at time zone 'UTC') as "from",
       ((month + interval '1 month')::timestamp at time zone 'UTC') as "to"
     from retention_month where messages is null order by month`,
  )
  const outcomes: { month: string; messages: number }[] = []
  for (const month of months) outcomes.push({ month: month.month, messages: await dropOf(app, month, actor) })
  return outcomes
}

async function dropOf(app: FastifyInstance, { month, from, to }: Month, actor: string): Promise<number> {
  const client = await app.db.pool.connect()
  let broken = false
  try {
    // What is recorded from now on under a message of then is a refused row's repair, which keeps its message by itself.
    await client.query(
      'create temporary table kept_message as select distinct message_id as id from observation where recorded_at >= $1 and recorded_at < $2',
      [from, to],
    )
    await client.query('create index on kept_message (id)')
    const { rows } = await client.query<{ first: string | null; last: string | null }>(
      'select min(id) as first, max(id) as last from message where committed_at >= $1 and committed_at < $2',
      [from, to],
    )
    const { first, last } = rows[0] ?? {}
    let messages = 0
    if (first && last)
      for (let at = BigInt(first); at <= BigInt(last); at += BigInt(STEP))
        messages += await portion(client, at, from, to)
    await client.query('drop table kept_message')
    await done(app, month, messages, actor)
    return messages
  } catch (error) {
    broken = true // and its temporary table with it
    throw error
  } finally {
    client.release(broken)
  }
}

async function portion(client: pg.PoolClient, at: bigint, from: Date, to: Date): Promise<number> {
  await client.query('begin')
  await client.query("set local lock_timeout = '5s'")
  await client.query("set local trong_dong.retention = 'messages'") // the tables let nobody else
  await client.query('select pg_advisory_xact_lock($1)', [WRITERS])
  const { rows } = await client.query<{ shared: Buffer | null }>(
    `delete from message m where m.id >= $1 and m.id < $1::bigint + $2 and m.committed_at >= $3 and m.committed_at < $4
       and not exists (select from kept_message k where k.id = m.id)
       and not exists (select from quarantine q where q.message_id = m.id)
       and not exists (select from alert a where a.message_id = m.id)
     returning case when m.body is null then m.sha256 end as shared`,
    [String(at), STEP, from, to],
  )
  const shared = rows.flatMap((r) => r.shared ?? [])
  if (shared.length)
    await client.query(
      `delete from message_body b where b.sha256 = any($1)
         and not exists (select from message m where m.sha256 = b.sha256 and m.body is null)`,
      [shared],
    )
  await client.query('commit')
  return rows.length
}

const done = (app: FastifyInstance, month: string, messages: number, actor: string) =>
  transaction(app.db.pool, async (client) => {
    await client.query('update retention_month set messages = $2 where month = $1', [month, messages])
    if (!messages) return
    const subject = month.slice(0, 7)
    await app.audit.record(
      { actor, action: 'retention.messages-dropped', subject, detail: { messages } },
      client,
    )
  })
