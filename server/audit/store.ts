import { createHash } from 'node:crypto'
import type pg from 'pg'
import { storable, storableJson, transaction } from '../db/index.ts'

export type Act = {
  /** account:quangninh, screen:3, connection:EVN-PT, system */
  actor: string
  /** What was done: 'account.created', 'session.signed-in' … */
  action: string
  subject?: string | null
  detail?: Record<string, unknown>
  address?: string | null
}
export type Entry = Required<Act> & { id: string; at: number }

/** Any number no other room locks: one writer at a time, so that the chain has one end. */
const LOCK = 7_419_020
const FIRST = Buffer.alloc(32)
type Row = {
  id: string
  at: Date
  actor: string
  action: string
  subject: string | null
  detail: Record<string, unknown>
  address: string | null
  previous_hash: Buffer
  hash: Buffer
}

/** Keys in one order at every depth: jsonb does not keep the order in which they were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, v]) => [k, canonical(v)]),
    )
  return value
}

const hashOf = (previous: Buffer, row: Omit<Row, 'id' | 'hash' | 'previous_hash'>) =>
  createHash('sha256')
    .update(previous)
    .update(
      JSON.stringify([
        row.at.toISOString(),
        row.actor,
        row.action,
        row.subject,
        canonical(row.detail),
        row.address,
      ]),
    )
    .digest()

const orNull = (text: string | null | undefined) => (typeof text === 'string' ? storable(text) : null)

/** Hashed as it is kept: what was said may hold what no database keeps. */
async function append(client: pg.ClientBase, act: Act): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK])
  const { rows } = await client.query<{ hash: Buffer }>(
    'select hash from audit_entry order by id desc limit 1',
  )
  const previous = rows[0]?.hash ?? FIRST
  const row = {
    at: new Date(),
    actor: storable(act.actor),
    action: storable(act.action),
    subject: orNull(act.subject),
    detail: JSON.parse(storableJson(act.detail ?? {})) as Record<string, unknown>,
    address: orNull(act.address),
  }
  await client.query(
    `insert into audit_entry (at, actor, action, subject, detail, address, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.at, row.actor, row.action, row.subject, row.detail, row.address, previous, hashOf(previous, row)],
  )
}

/** Adds an entry to the chain; inside the caller's transaction when its client is given. */
export const record = (pool: pg.Pool, act: Act, client?: pg.ClientBase): Promise<void> =>
  client ? append(client, act) : transaction(pool, (c) => append(c, act))

/** `firstBroken`: the id of the first entry that does not fit, else null; `broken`: how many do not. */
export type Verified = { entries: number; broken: number; firstBroken: string | null }
/** Walks the whole chain in pages, also past an entry that does not fit: what was changed later shows too. */
export async function verify(pool: pg.Pool): Promise<Verified> {
  const found: Verified = { entries: 0, broken: 0, firstBroken: null }
  let previous: Buffer = FIRST
  for (let after = '0'; ; ) {
    const { rows } = await pool.query<Row>('select * from audit_entry where id > $1 order by id limit 1000', [
      after,
    ])
    for (const row of rows) {
      found.entries++
      if (!row.previous_hash.equals(previous) || !row.hash.equals(hashOf(previous, row))) {
        found.broken++
        found.firstBroken ??= row.id
      }
      previous = row.hash
    }
    const last = rows.at(-1)
    if (!last) return found
    after = last.id
  }
}

/** What these acts made of one thing within a time (ms): the last of them before it, then all in it, oldest first. */
export async function turnsOf(
  pool: pg.Pool,
  { subject, actions, from, until }: { subject: string; actions: string[]; from: number; until: number },
): Promise<Entry[]> {
  const { rows } = await pool.query<Row>(
    `select id, at, actor, action, subject, detail, address from audit_entry
     where subject = $1 and action = any($2) and at < to_timestamp($4::float8 / 1000) and id >= coalesce(
       (select max(id) from audit_entry
        where subject = $1 and action = any($2) and at <= to_timestamp($3::float8 / 1000)), 0)
     order by id`,
    [subject, actions, from, until],
  )
  return rows.map((r) => ({ ...r, at: r.at.getTime() }))
}

/** Newest first. `before` is the id of the last entry of the page before. */
export async function list(
  pool: pg.Pool,
  { before, limit, actor, action }: { before?: string; limit: number; actor?: string; action?: string },
): Promise<Entry[]> {
  const { rows } = await pool.query<Row>(
    `select id, at, actor, action, subject, detail, address from audit_entry
     where ($1::bigint is null or id < $1) and ($2::text is null or actor = $2) and ($3::text is null or action like $3 || '%')
     order by id desc limit $4`,
    [before ?? null, actor ?? null, action ?? null, limit],
  )
  return rows.map((r) => ({ ...r, at: r.at.getTime() }))
}
