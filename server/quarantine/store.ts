import type pg from 'pg'
import type { Cause, Change, RefusedRowView } from '../../shared/api/quarantine.ts'
import type { Entry } from '../../shared/vocabulary.ts'

/** The value that was the trouble, where many rows may share it; '' where each has its own. */
const VALUE = `left(coalesce(case q.code
  when 'UNKNOWN_UNIT' then q.detail->>'unit' when 'UNKNOWN_INDICATOR' then q.detail->>'indicator'
  when 'NOT_IN_CONTRACT' then q.detail->>'indicator' when 'UNKNOWN_MEASURE' then q.detail->>'measure'
  when 'WRONG_MEASURE' then q.detail->>'measure' when 'BAD_STATUS' then q.detail->>'status'
  when 'WRONG_PERIOD' then q.detail->>'expected' end, ''), 500)`
const OPEN = `not exists (select from quarantine_repair k where k.quarantine_id = q.id and k.outcome <> 'refused')`
const OF_CAUSE = `q.code = $2 and coalesce(q.field, '') = $3 and ${VALUE} = $4`
const MS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`

export type CauseRow = Cause & {
  rows: number
  firstAt: number
  lastAt: number
  connections: { id: string; rows: number }[]
}
/** Why rows still wait, most rows first, of these connections. */
export async function causes(db: pg.Pool, connections: string[], limit: number): Promise<CauseRow[]> {
  const { rows } = await db.query<CauseRow>(
    `select code, field, value, sum(n)::int as rows, min(first) as "firstAt", max(last) as "lastAt",
       json_agg(json_build_object('id', connection_id, 'rows', n) order by n desc, connection_id) as connections
     from (select q.connection_id, q.code, coalesce(q.field, '') as field, ${VALUE} as value, count(*)::int n,
         ${MS('min(q.recorded_at)')} first, ${MS('max(q.recorded_at)')} last
       from quarantine q where q.connection_id = any($1) and ${OPEN} group by 1, 2, 3, 4) g
     group by 1, 2, 3 order by rows desc, code, value limit $2`,
    [connections, limit],
  )
  return rows
}

export type Refused = {
  id: string
  connection: string
  message: string
  receivedAt: number
  entry: Entry
  row: number
  code: string
  field: string | null
  content: string
  detail: Record<string, unknown>
}
const REFUSED = `q.id, q.connection_id as connection, q.message_id as message, ${MS('m.received_at')} as "receivedAt", m.entry,
  q.row_no as row, q.code, q.field, q.content, q.detail`

/** Rows of a cause that wait, oldest first; `after` is the id of the last one seen. */
export async function ofCause(
  db: pg.Pool,
  connections: string[],
  { code, field, value }: Cause,
  limit: number,
  after = '0',
): Promise<Refused[]> {
  const { rows } = await db.query<Refused>(
    `select ${REFUSED} from quarantine q join message m on m.id = q.message_id
     where q.connection_id = any($1) and ${OF_CAUSE} and q.id > $6 and ${OPEN} order by q.id limit $5`,
    [connections, code, field, value, limit, after],
  )
  return rows
}

/** Rows by their ids, repaired ones too. */
export async function byIds(db: pg.Pool, connections: string[], ids: string[]): Promise<Refused[]> {
  const { rows } = await db.query<Refused>(
    `select ${REFUSED} from quarantine q join message m on m.id = q.message_id
     where q.connection_id = any($1) and q.id = any($2::bigint[]) order by q.id`,
    [connections, ids],
  )
  return rows
}

/** Those of the ids that have been repaired. */
export async function repaired(db: pg.ClientBase | pg.Pool, ids: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select quarantine_id as id from quarantine_repair where quarantine_id = any($1::bigint[]) and outcome <> 'refused'`,
    [ids],
  )
  return new Set(rows.map((r) => r.id))
}

type Kept = Omit<RefusedRowView['repairs'][number], 'reason'> & { quarantine: string }
/** What was done about each, newest first. */
export async function repairsOf(db: pg.Pool, ids: string[]): Promise<Map<string, Kept[]>> {
  const { rows } = await db.query<Kept>(
    `select quarantine_id as quarantine, ${MS('at')} as at, by, what, outcome, code from quarantine_repair
     where quarantine_id = any($1::bigint[]) order by id desc`,
    [ids],
  )
  return Map.groupBy(rows, (r) => r.quarantine)
}

export type NewRepair = { id: string; outcome: string; code: string | null; detail: Record<string, unknown> }
export async function insertRepairs(
  client: pg.ClientBase,
  list: readonly NewRepair[],
  by: string,
  what: Change,
): Promise<void> {
  if (!list.length) return
  await client.query(
    `insert into quarantine_repair (quarantine_id, by, what, outcome, code, detail)
     select id, $1, $2::jsonb, outcome, code, detail::jsonb
     from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) as k(id, outcome, code, detail)`,
    [
      by,
      JSON.stringify(what),
      list.map((r) => r.id),
      list.map((r) => r.outcome),
      list.map((r) => r.code),
      list.map((r) => JSON.stringify(r.detail)),
    ],
  )
}
