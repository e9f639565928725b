import type pg from 'pg'
import type { MinutesText } from '../../shared/api/minutes.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type Saved = { version: number; text: MinutesText; at: number; by: string }
export type Approval = { version: number; at: number; by: string; sha256: string }

const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`

/** The newest version, or the one asked for. */
export async function readMinutes(
  db: Db,
  session: string,
  version: number | null = null,
): Promise<Saved | null> {
  const { rows } = await db.query<Saved>(
    `select v.version, v.text, ${ms('v.at')} "at", a.display_name "by" from minutes_version v
     join account a on a.id = v.by where v.session_id = $1 and ($2::int is null or v.version = $2)
     order by v.version desc limit 1`,
    [session, version],
  )
  return rows[0] ?? null
}

export async function readApproval(db: Db, session: string): Promise<Approval | null> {
  const { rows } = await db.query<Approval>(
    `select p.version, ${ms('p.at')} "at", a.display_name "by", encode(p.sha256, 'hex') "sha256"
     from minutes_approval p join account a on a.id = p.by where p.session_id = $1`,
    [session],
  )
  return rows[0] ?? null
}

export async function readApprovedDocx(db: Db, session: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ docx: Buffer }>(
    'select docx from minutes_approval where session_id = $1',
    [session],
  )
  return rows[0]?.docx ?? null
}

/** Holds a session's minutes against everybody else until the transaction ends. */
export const lockMinutes = (db: Db, session: string) =>
  db.query('select from bridge_session where id = $1 for no key update', [session])

export const insertMinutes = (db: Db, session: string, version: number, text: MinutesText, by: number) =>
  db.query('insert into minutes_version (session_id, version, text, by) values ($1, $2, $3, $4)', [
    ...[session, version, JSON.stringify(text), by],
  ])

export const insertApproval = (
  db: Db,
  session: string,
  a: { version: number; by: number; docx: Buffer; sha256: Buffer },
) =>
  db.query(
    'insert into minutes_approval (session_id, version, by, docx, sha256) values ($1, $2, $3, $4, $5)',
    [...[session, a.version, a.by, a.docx, a.sha256]],
  )
