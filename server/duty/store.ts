import type pg from 'pg'
import type { AttentionRow } from '../../shared/live.ts'
import { storableJson } from '../db/index.ts'

export type Kind = AttentionRow['kind']
export type Acknowledged = { by: string; at: number; note: string }
export type Cause = {
  id: number
  kind: Kind
  subject: string
  state: string
  since: number
  clearedAt: number | null
  detail: Record<string, string | number>
  acknowledged: Acknowledged | null
}
type Row = {
  id: string
  kind: Kind
  subject: string
  state: string
  since: Date
  cleared_at: Date | null
  detail: Record<string, string | number>
  by: string | null
  at: Date | null
  note: string | null
}

const CAUSE = `select a.id, a.kind, a.subject, a.state, a.since, a.cleared_at, a.detail, k.by, k.at, k.note
  from attention a left join lateral (
    select c.display_name "by", k.at, k.note from acknowledgement k join account c on c.id = k.account_id
    where k.attention_id = a.id order by k.at desc limit 1) k on true`

const cause = (r: Row): Cause => ({
  id: Number(r.id),
  kind: r.kind,
  subject: r.subject,
  state: r.state,
  since: r.since.getTime(),
  clearedAt: r.cleared_at?.getTime() ?? null,
  detail: r.detail,
  acknowledged:
    r.by !== null && r.at && r.note !== null ? { by: r.by, at: r.at.getTime(), note: r.note } : null,
})

/** Open causes, oldest written first. */
export async function openCauses(db: pg.Pool): Promise<Cause[]> {
  const { rows } = await db.query<Row>(`${CAUSE} where a.cleared_at is null order by a.id`)
  return rows.map(cause)
}

/** Ended causes, the last ended first; of connections only when `connections` names those that may be seen. */
export async function closedCauses(
  db: pg.Pool,
  limit: number,
  connections: string[] | null,
): Promise<Cause[]> {
  const { rows } = await db.query<Row>(
    `${CAUSE} where a.cleared_at is not null
       and ($2::text[] is null or (a.kind = 'connection' and a.subject = any($2)))
     order by a.cleared_at desc, a.id desc limit $1`,
    [limit, connections],
  )
  return rows.map(cause)
}

/** A subject has one open cause: of more, only the newest stays open. */
export async function closeOlder(db: pg.Pool): Promise<void> {
  await db.query(
    `update attention a set cleared_at = greatest(a.since, n.since)
     from (select kind, subject, max(id) id from attention where cleared_at is null group by 1, 2) l
     join attention n on n.id = l.id
     where a.cleared_at is null and a.kind = l.kind and a.subject = l.subject and a.id < l.id`,
  )
}

export type NewCause = Pick<Cause, 'kind' | 'subject' | 'state' | 'since' | 'detail'>
/** Of many in one statement: kind, subject, state, since (ms) and detail of each. */
const GIVEN = `jsonb_to_recordset($1::jsonb) as x (kind text, subject text, state text, since float8, detail jsonb)`
const SINCE = 'to_timestamp(x.since / 1000.0)'
const subjectOf = ({ kind, subject }: Pick<Cause, 'kind' | 'subject'>) => `${kind}:${subject}`

/** Ends what is open of each subject, as what it turned into. */
export async function closeCauses(
  db: pg.ClientBase,
  list: readonly Pick<NewCause, 'kind' | 'subject' | 'state' | 'since'>[],
): Promise<void> {
  if (!list.length) return
  await db.query(
    `update attention a set cleared_at = greatest(${SINCE}, a.since),
       detail = a.detail || jsonb_build_object('endedAs', x.state)
     from ${GIVEN} where a.kind = x.kind and a.subject = x.subject and a.cleared_at is null`,
    [storableJson(list)],
  )
}

/** Which of these very causes are open already, by kind:subject. */
export async function findOpen(db: pg.ClientBase, list: readonly NewCause[]): Promise<Map<string, number>> {
  if (!list.length) return new Map()
  const { rows } = await db.query<Pick<Row, 'id' | 'kind' | 'subject'>>(
    `select a.id, a.kind, a.subject from ${GIVEN} join attention a on a.kind = x.kind and a.subject = x.subject
       and a.state = x.state and a.since = ${SINCE} and a.cleared_at is null`,
    [storableJson(list)],
  )
  return new Map(rows.map((r) => [subjectOf(r), Number(r.id)]))
}

/** Their ids by kind:subject. */
export async function openNew(db: pg.ClientBase, list: readonly NewCause[]): Promise<Map<string, number>> {
  if (!list.length) return new Map()
  const { rows } = await db.query<Pick<Row, 'id' | 'kind' | 'subject'>>(
    `insert into attention (kind, subject, state, since, detail)
     select x.kind, x.subject, x.state, ${SINCE}, x.detail from ${GIVEN} returning id, kind, subject`,
    [storableJson(list)],
  )
  return new Map(rows.map((r) => [subjectOf(r), Number(r.id)]))
}

/** Holds the cause until the transaction ends, so that it cannot end between the look and the note. */
export async function lockCause(
  client: pg.ClientBase,
  id: number,
): Promise<{ kind: Kind; subject: string; state: string; cleared: boolean } | null> {
  const { rows } = await client.query<{ kind: Kind; subject: string; state: string; cleared: boolean }>(
    'select kind, subject, state, cleared_at is not null cleared from attention where id = $1 for update',
    [id],
  )
  return rows[0] ?? null
}

/** Returns when, ms since 1970. */
export async function acknowledge(
  client: pg.ClientBase,
  id: number,
  accountId: number,
  note: string,
): Promise<number> {
  const { rows } = await client.query<{ at: Date }>(
    'insert into acknowledgement (attention_id, account_id, note) values ($1, $2, $3) returning at',
    [id, accountId, note],
  )
  return rows[0]?.at.getTime() ?? Date.now()
}
