import type pg from 'pg'
import type { MinutesText } from '../../shared/api/minutes.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type Saved = { version: number; text: MinutesText; at: number; by: string }
export type Approval = { version: number; at: number; by: string; sha256: string; pdfSha256: string | null }
/** To which unit approved minutes went, and who of it opened them first. */
export type Receipt = { unitId: number; sentAt: number; openedAt: number | null; openedBy: string | null }
export type Opening = 'page' | 'docx' | 'pdf'

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
    `select p.version, ${ms('p.at')} "at", a.display_name "by", encode(p.sha256, 'hex') "sha256",
       encode(p.pdf_sha256, 'hex') "pdfSha256"
     from minutes_approval p join account a on a.id = p.by where p.session_id = $1`,
    [session],
  )
  return rows[0] ?? null
}

export async function readApprovedFile(
  db: Db,
  session: string,
  kind: 'docx' | 'pdf',
): Promise<Buffer | null> {
  const { rows } = await db.query<{ file: Buffer | null }>(
    `select ${kind} as file from minutes_approval where session_id = $1`,
    [session],
  )
  return rows[0]?.file ?? null
}

export const insertSent = (db: Db, session: string, units: readonly number[]) =>
  db.query('insert into minutes_sent (session_id, unit_id) select $1, unnest($2::int[])', [session, units])

export const insertOpened = (db: Db, session: string, account: number, what: Opening) =>
  db.query('insert into minutes_opened (session_id, account_id, what) values ($1, $2, $3)', [
    ...[session, account, what],
  ])

export async function readReceipts(db: Db, session: string): Promise<Receipt[]> {
  const { rows } = await db.query<Receipt>(
    `select s.unit_id "unitId", ${ms('s.at')} "sentAt", ${ms('o.at')} "openedAt", o.by "openedBy"
     from minutes_sent s left join lateral (
       select o.at, a.display_name "by" from minutes_opened o join account a on a.id = o.account_id
       where o.session_id = s.session_id and a.unit_id = s.unit_id order by o.at limit 1) o on true
     where s.session_id = $1 order by s.unit_id`,
    [session],
  )
  return rows
}

/** Minutes that a unit received and nobody of it has opened, newest first. */
export async function readUnopened(
  db: Db,
  unit: number,
): Promise<{ session: string; title: string; sentAt: number }[]> {
  const { rows } = await db.query<{ session: string; title: string; sentAt: number }>(
    `select s.session_id "session", b.title, ${ms('s.at')} "sentAt"
     from minutes_sent s join bridge_session b on b.id = s.session_id
     where s.unit_id = $1 and not exists (
       select from minutes_opened o join account a on a.id = o.account_id
       where o.session_id = s.session_id and a.unit_id = s.unit_id)
     order by s.at desc limit 50`,
    [unit],
  )
  return rows
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
  a: { version: number; by: number; docx: Buffer; sha256: Buffer; pdf: Buffer; pdfSha256: Buffer },
) =>
  db.query(
    `insert into minutes_approval (session_id, version, by, docx, sha256, pdf, pdf_sha256)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [session, a.version, a.by, a.docx, a.sha256, a.pdf, a.pdfSha256],
  )
