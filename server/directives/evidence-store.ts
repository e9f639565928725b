import type pg from 'pg'
import { RequestError } from '../../shared/refusal.ts'
import type { StepFile } from './store.ts'

type Db = Pick<pg.ClientBase, 'query'>
const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`
const FILE = `f.id::int, f.name, f.mime, f.bytes, encode(f.sha256, 'hex') as sha256, ${ms('f.at')} as at,
  u.display_name as by`

export type NewFile = {
  directive: number
  name: string
  mime: string
  sha256: Buffer
  body: Buffer
  by: number
}

export async function insertFile(db: Db, f: NewFile): Promise<StepFile> {
  const { rows } = await db.query<{ id: number }>(
    `insert into directive_file (directive_id, name, mime, bytes, sha256, body, by)
     values ($1, $2, $3, $4, $5, $6, $7) returning id::int`,
    [f.directive, f.name, f.mime, f.body.length, f.sha256, f.body, f.by],
  )
  const made = await db.query<StepFile>(
    `select ${FILE} from directive_file f join account u on u.id = f.by where f.id = $1`,
    [rows[0]?.id],
  )
  if (!made.rows[0]) throw new Error('no file was written')
  return made.rows[0]
}

export const countFiles = async (db: Db, directive: number): Promise<number> =>
  (
    await db.query<{ n: number }>('select count(*)::int n from directive_file where directive_id = $1', [
      directive,
    ])
  ).rows[0]?.n ?? 0

/** Who sent it, whether a step has it, and its bytes. */
export async function readFile(
  db: Db,
  directive: number,
  id: number,
): Promise<{
  name: string
  mime: string
  sha256: Buffer
  body: Buffer
  by: number
  reported: boolean
} | null> {
  const { rows } = await db.query(
    `select f.name, f.mime, f.sha256, f.body, f.by,
       exists (select from directive_step_file l where l.file_id = f.id) as reported
     from directive_file f where f.directive_id = $1 and f.id = $2`,
    [directive, id],
  )
  return rows[0] ?? null
}

/** Gives files that this person sent for the directive, and that no step has, to a step. Throws BAD_REQUEST for others. */
export async function attach(
  db: Db,
  directive: number,
  n: number,
  ids: readonly number[],
  by: number,
): Promise<StepFile[]> {
  const { rows } = await db.query<StepFile>(
    `select ${FILE} from directive_file f join account u on u.id = f.by
     where f.directive_id = $1 and f.id = any($2) and f.by = $3
       and not exists (select from directive_step_file l where l.file_id = f.id) order by f.id`,
    [directive, ids, by],
  )
  const missing = ids.filter((id) => !rows.some((r) => r.id === id))
  if (missing.length) throw new RequestError('BAD_REQUEST', { field: 'files', missing })
  await db.query(
    'insert into directive_step_file (file_id, directive_id, n) select unnest($1::bigint[]), $2, $3',
    [ids, directive, n],
  )
  return rows
}
