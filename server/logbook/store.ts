import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { LogFilter, LogSnapshot } from '../../shared/api/logbook.ts'
import { likeWords } from '../../shared/fold.ts'
import { LOG_GROUPS } from '../../shared/log.ts'
import type { ShiftRef } from '../../shared/shift.ts'
import { storableJson } from '../db/index.ts'

export type NewEntry = {
  at: number
  shift: ShiftRef
  kind: string
  automatic: boolean
  position: string | null
  account: number | null
  actor: string | null
  text: { vi: string; en: string }
  subject: string | null
  snapshot: LogSnapshot | null
  corrects: number | null
  detail: Record<string, unknown>
  folded: string
}
/** A stored entry; `correctedBy` is the row that took its place. */
export type Entry = Omit<NewEntry, 'folded'> & {
  id: number
  recordedAt: number
  by: string | null
  correctedBy: number | null
  locked: boolean
}
type Row = {
  id: string
  at: Date
  recorded_at: Date
  shift_day: string
  shift_no: number
  kind: string
  automatic: boolean
  position_id: string | null
  account_id: number | null
  display_name: string | null
  actor: string | null
  text_vi: string
  text_en: string
  subject: string | null
  snapshot: LogSnapshot | null
  corrects: string | null
  corrected_by: string | null
  detail: Record<string, unknown>
  locked: boolean
}
const entry = (r: Row): Entry => ({
  id: Number(r.id),
  at: r.at.getTime(),
  recordedAt: r.recorded_at.getTime(),
  shift: { day: r.shift_day, no: r.shift_no },
  kind: r.kind,
  automatic: r.automatic,
  position: r.position_id,
  account: r.account_id,
  by: r.display_name,
  actor: r.actor,
  text: { vi: r.text_vi, en: r.text_en },
  subject: r.subject,
  snapshot: r.snapshot,
  corrects: r.corrects === null ? null : Number(r.corrects),
  correctedBy: r.corrected_by === null ? null : Number(r.corrected_by),
  detail: r.detail,
  locked: r.locked,
})

const ENTRIES = `select e.*, coalesce(a.display_name, p.display_name) display_name, c.id corrected_by,
    exists (select 1 from log_lock k where k.shift_day = e.shift_day and k.shift_no = e.shift_no
      and (k.position_id is null or k.position_id = e.position_id)
      and (k.up_to is null or e.id <= k.up_to)) locked
  from log_entry e left join account a on a.id = e.account_id
    left join account p on e.account_id is null and e.actor = 'account:' || p.username left join log_entry c on c.corrects = e.id`

/** The log's lock: entries come beside each other, nothing comes while a shift is being closed. */
const LOCK = "hashtext('log_entry')"
export const lockShared = (client: pg.ClientBase) =>
  client.query(`select pg_advisory_xact_lock_shared(${LOCK})`)
export const lockAlone = (client: pg.ClientBase) => client.query(`select pg_advisory_xact_lock(${LOCK})`)

export type Lock = ShiftRef & { position: string | null }
/** Those of shifts that have ended: nothing more is written into them. */
export async function readLocks(
  client: pg.ClientBase | pg.Pool,
  shifts: readonly ShiftRef[],
): Promise<Lock[]> {
  const { rows } = await client.query<{ shift_day: string; shift_no: number; position_id: string | null }>(
    `select shift_day, shift_no, position_id from log_lock
     where up_to is null and (shift_day, shift_no) in (select * from unnest($1::date[], $2::int[]))`,
    [shifts.map((s) => s.day), shifts.map((s) => s.no)],
  )
  return rows.map((r) => ({ day: r.shift_day, no: r.shift_no, position: r.position_id }))
}

/** Returns the ids, in the order given. */
export async function insertEntries(client: pg.ClientBase, entries: readonly NewEntry[]): Promise<number[]> {
  const ids: number[] = []
  for (const e of entries) {
    const { rows } = await client.query<{ id: string }>(
      `insert into log_entry (at, shift_day, shift_no, kind, automatic, position_id, account_id, actor, text_vi, text_en,
         subject, snapshot, corrects, detail, folded)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`,
      [
        new Date(e.at),
        e.shift.day,
        e.shift.no,
        e.kind,
        e.automatic,
        e.position,
        e.account,
        e.actor,
        e.text.vi,
        e.text.en,
        e.subject,
        e.snapshot && storableJson(e.snapshot),
        e.corrects,
        storableJson(e.detail),
        e.folded,
      ],
    )
    ids.push(Number(rows[0]?.id))
  }
  return ids
}

export async function readEntry(db: pg.ClientBase | pg.Pool, id: number): Promise<Entry | null> {
  const { rows } = await db.query<Row>(`${ENTRIES} where e.id = $1`, [id])
  return rows[0] ? entry(rows[0]) : null
}

/** Newest first. `group` 'system' = all that nobody wrote. */
export async function readEntries(db: pg.Pool, filter: LogFilter, limit: number): Promise<Entry[]> {
  const { group, text, position, day, no, from, to, before } = filter
  const words = group === undefined || group === 'system' ? null : [...LOG_GROUPS[group]]
  const { rows } = await db.query<Row>(
    `${ENTRIES} where ($1::bigint is null or e.id < $1) and ($2::text[] is null or e.folded like all($2))
       and ($3::text is null or e.position_id = $3) and ($4::date is null or e.shift_day = $4)
       and ($5::int is null or e.shift_no = $5) and ($6::timestamptz is null or e.at >= $6)
       and ($7::timestamptz is null or e.at < $7) and (not $8 or e.automatic)
       and ($9::text[] is null or split_part(replace(e.kind, '-', '.'), '.', 1) = any($9))
     order by e.id desc limit $10`,
    [
      before ?? null,
      text?.trim() ? likeWords(text) : null,
      position ?? null,
      day ?? null,
      no ?? null,
      from === undefined ? null : new Date(from),
      to === undefined ? null : new Date(to),
      group === 'system',
      words,
      limit,
    ],
  )
  return rows.map(entry)
}

/** The entries of a shift in the order of their writing; of one position only, up to one entry only, when it is named. */
export async function readShift(
  db: pg.ClientBase | pg.Pool,
  shift: ShiftRef,
  position: string | null,
  upTo: number | null = null,
): Promise<Entry[]> {
  const { rows } = await db.query<Row>(
    `${ENTRIES} where e.shift_day = $1 and e.shift_no = $2 and ($3::text is null or e.position_id = $3)
       and ($4::bigint is null or e.id <= $4) order by e.id`,
    [shift.day, shift.no, position, upTo],
  )
  return rows.map(entry)
}

/** One SHA-256 over every word of these entries, in their order. */
export function digestOf(entries: readonly Entry[]): Buffer {
  const hash = createHash('sha256')
  for (const e of entries) {
    const { id, at, recordedAt, shift, kind, position, account, actor, text, subject, snapshot, corrects } = e
    const line = [id, at, recordedAt, shift.day, shift.no, kind, position, account, actor, text.vi, text.en]
    hash.update(JSON.stringify([...line, subject, sorted(snapshot), corrects, sorted(e.detail)]))
    hash.update('\n')
  }
  return hash.digest()
}
/** The database keeps an object's keys in its own order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.map(([k, v]) => [k, sorted(v)])
}

export async function insertLock(
  client: pg.ClientBase,
  lock: Lock & { upTo: number | null; entries: number; sha256: Buffer },
): Promise<void> {
  await client.query(
    `insert into log_lock (shift_day, shift_no, position_id, up_to, entries, sha256) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [lock.day, lock.no, lock.position, lock.upTo, lock.entries, lock.sha256],
  )
}
