import type pg from 'pg'
import type { EntryRow } from '../../shared/api/entry.ts'

export type WrittenRow = EntryRow & { before: { value: number; status: string } | null }
export type Entry = {
  id: number
  connection: string
  twoPersons: boolean
  rows: WrittenRow[]
  writtenBy: { id: number; name: string; username: string }
  writtenAt: number
  decision: {
    step: 'confirmed' | 'refused' | 'withdrawn'
    by: { id: number; name: string }
    at: number
    reason: string | null
  } | null
  submitted: { message: string; at: number; accepted: number; unchanged: number; refused: number } | null
}
type Queryable = Pick<pg.ClientBase, 'query'>

const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const ENTRY = `select e.id::int, e.connection_id as connection, e.two_persons as "twoPersons", e.rows,
    json_build_object('id', w.id, 'name', w.display_name, 'username', w.username) as "writtenBy",
    ${ms('e.written_at')} as "writtenAt",
    case when d.step is not null then json_build_object('step', d.step, 'at', ${ms('d.at')}, 'reason', d.reason,
      'by', json_build_object('id', p.id, 'name', p.display_name)) end as decision,
    case when s.step is not null then jsonb_build_object('message', s.message_id::text, 'at', ${ms('s.at')}) || s.answer
      end as submitted
  from hand_entry e join account w on w.id = e.written_by
  left join hand_entry_step d on d.entry_id = e.id and d.step <> 'submitted'
  left join account p on p.id = d.by
  left join hand_entry_step s on s.entry_id = e.id and s.step = 'submitted'`

/** The last entries of a connection, newest first. */
export async function readEntries(db: Queryable, connection: string, limit: number): Promise<Entry[]> {
  const { rows } = await db.query<Entry>(`${ENTRY} where e.connection_id = $1 order by e.id desc limit $2`, [
    connection,
    limit,
  ])
  return rows
}

export async function readEntry(db: Queryable, id: number): Promise<Entry | null> {
  return (await db.query<Entry>(`${ENTRY} where e.id = $1`, [id])).rows[0] ?? null
}

/** Those that were confirmed and have not become a message: a crash came between. */
export async function readUnsent(db: Queryable): Promise<Entry[]> {
  return (await db.query<Entry>(`${ENTRY} where d.step = 'confirmed' and s.step is null order by e.id`)).rows
}

export async function insertEntry(
  db: Queryable,
  e: { connection: string; version: number; twoPersons: boolean; rows: WrittenRow[]; by: number },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into hand_entry (connection_id, contract_version, two_persons, rows, written_by)
     values ($1, $2, $3, $4, $5) returning id::int`,
    [e.connection, e.version, e.twoPersons, JSON.stringify(e.rows), e.by],
  )
  if (!rows[0]) throw new Error('no entry was written')
  return rows[0].id
}

/** False when it was decided already. */
export async function insertDecision(
  db: Queryable,
  id: number,
  step: 'confirmed' | 'refused' | 'withdrawn',
  by: number,
  reason: string | null,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into hand_entry_step (entry_id, step, by, reason) values ($1, $2, $3, $4) on conflict do nothing`,
    [id, step, by, reason],
  )
  return rowCount === 1
}

export async function insertSubmitted(
  db: Queryable,
  id: number,
  message: string,
  answer: { accepted: number; unchanged: number; refused: number },
): Promise<void> {
  await db.query(
    `insert into hand_entry_step (entry_id, step, message_id, answer) values ($1, 'submitted', $2, $3)
     on conflict do nothing`,
    [id, message, JSON.stringify(answer)],
  )
}

type Known = { series: number; value: number; status: string; at: number; period: string | null }
const KNOWN = `series_id as series, value, status, period, ${ms('valid_from')} as at`

/** The newest number of each series. */
export async function readNewest(db: Queryable, series: number[]): Promise<Known[]> {
  return (await db.query<Known>(`select ${KNOWN} from latest where series_id = any($1)`, [series])).rows
}

/** The number now believed of each series about one time (ms). */
export async function readOfTime(
  db: Queryable,
  series: number[],
  { from, to }: { from: number; to: number },
): Promise<Known[]> {
  const { rows } = await db.query<Known>(
    `select distinct on (series_id) ${KNOWN} from observation
     where series_id = any($1) and valid_from = $2 and valid_to = $3
     order by series_id, recorded_at desc, revision desc`,
    [series, new Date(from), new Date(to)],
  )
  return rows
}
