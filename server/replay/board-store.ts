import type pg from 'pg'
import type { AttentionRow } from '../../shared/live.ts'
import { CONNECTION_STATES, type ConnectionState } from '../../shared/vocabulary.ts'
import { ask } from './ask.ts'

/** A connection as it stood at a moment; times in ms. Counts are of the last minute. */
export type PastConnection = {
  id: string
  lastMessageAt: number | null
  messages: number
  rows: number
  latencyMs: number | null
}
export type PastState = { id: string; at: number; state: ConnectionState }
export type PastBeat = { id: string; cell: number; messages: number; refused: number }

/** Longest time from a message's arrival to its commit. */
const COMMIT_MS = 20_000
const after = (at: number) => new Date(at + 1)

/** What each connection had sent by `at`; the minute before it is counted by whole seconds as on the live board. */
export async function readConnections(pool: pg.Pool, ids: string[], at: number): Promise<PastConnection[]> {
  const minute = (Math.floor(at / 1000) - 59) * 1000
  const rows = await ask<{
    id: string
    last: Date | null
    messages: number
    rows: number
    latency: number | null
  }>(
    pool,
    `select c.id, l.received_at as last, w.messages, w.rows, w.latency
     from unnest($1::text[]) c(id)
     left join lateral (select received_at from message
       where connection_id = c.id and received_at < $2 and committed_at < $2 order by received_at desc limit 1) l on true
     cross join lateral (select count(*)::int messages, coalesce(sum(accepted + unchanged), 0)::int as rows,
       avg(extract(epoch from committed_at - received_at) * 1000)::float8 latency
       from message where connection_id = c.id and received_at >= $4 and received_at < $2
         and committed_at >= $3 and committed_at < $2) w`,
    [ids, after(at), new Date(minute), new Date(minute - COMMIT_MS)],
  )
  return rows.map((r) => ({
    id: r.id,
    lastMessageAt: r.last?.getTime() ?? null,
    messages: r.messages,
    rows: r.rows,
    latencyMs: r.latency,
  }))
}

/** Changes of state after `from` up to `at`, and the state each connection came into that time with; in their order. */
export async function readStates(
  pool: pg.Pool,
  ids: string[],
  from: number,
  at: number,
): Promise<PastState[]> {
  const rows = await ask<{ id: string; at: Date; state: string }>(
    pool,
    `select c.id, s.at, s.state from unnest($1::text[]) c(id) cross join lateral (
       (select at, state from connection_state where connection_id = c.id and at >= $2 and at < $3)
       union all
       (select at, state from connection_state where connection_id = c.id and at < $2 order by at desc limit 1)) s
     order by s.at`,
    [ids, new Date(from), after(at)],
  )
  return rows.flatMap((r) => {
    const state = CONNECTION_STATES.find((s) => s === r.state)
    return state ? [{ id: r.id, at: r.at.getTime(), state }] : []
  })
}

/** Messages and refused rows by connection and cell of `cellMs`, of the time from `from` up to `at`. */
export async function readBeats(
  pool: pg.Pool,
  ids: string[],
  from: number,
  at: number,
  cellMs: number,
): Promise<PastBeat[]> {
  // Each side is answered by its index: neither the messages' bodies nor the refused rows' texts are read.
  const cell = (column: string) => `floor(extract(epoch from ${column}) * 1000 / $4)::float8`
  const rows = await ask<PastBeat>(
    pool,
    `select id, cell, sum(messages)::int messages, sum(refused)::int refused from (
       select c.id, b.* from unnest($1::text[]) c(id) cross join lateral (
         (select ${cell('received_at')} cell, count(*) messages, 0 refused from message
          where connection_id = c.id and received_at >= $2 and received_at < $3 group by 1)
         union all
         (select ${cell('recorded_at')}, 0, count(*) from quarantine
          where connection_id = c.id and recorded_at >= $2 and recorded_at < $3
            and not exists (select from quarantine_repair k
              where k.quarantine_id = quarantine.id and k.outcome <> 'refused' and k.at < $3) group by 1)) b) u
     group by 1, 2`,
    [ids, new Date(from), after(at), cellMs],
  )
  return rows
}

/** A cause as the duty room keeps it. */
export type PastCause = Omit<AttentionRow, 'subjectName' | 'ladder'> & { clearedAt: null }

/** What wanted a person at `at`, newest cause first, and who had taken it by then. */
export async function readAttention(pool: pg.Pool, at: number): Promise<PastCause[]> {
  const rows = await ask<{
    id: string
    kind: AttentionRow['kind']
    subject: string
    state: string
    since: Date
    detail: Record<string, string | number>
    by: string | null
    at: Date | null
    note: string | null
  }>(
    pool,
    `select a.id, a.kind, a.subject, a.state, a.since, a.detail - 'endedAs' as detail, k.by, k.at, k.note
     from attention a left join lateral (
       select c.display_name "by", k.at, k.note from acknowledgement k join account c on c.id = k.account_id
       where k.attention_id = a.id and k.at < $1 order by k.at desc limit 1) k on true
     where a.since < $1 and (a.cleared_at is null or a.cleared_at >= $1)
     order by a.since desc, a.id desc`,
    [after(at)],
  )
  return rows.map((r) => ({
    id: Number(r.id),
    kind: r.kind,
    subject: r.subject,
    state: r.state,
    since: r.since.getTime(),
    clearedAt: null,
    detail: r.detail,
    acknowledged:
      r.by !== null && r.at && r.note !== null ? { by: r.by, at: r.at.getTime(), note: r.note } : null,
  }))
}
