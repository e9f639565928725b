import type pg from 'pg'

type Db = Pick<pg.ClientBase, 'query'>

/** Rows that a giver's document had before: number → hash of what it asked, in hex. `giver`: its unit, null for the nation. */
export async function readTaken(
  db: Db,
  document: string,
  giver: number | null,
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ no: string; sha256: string }>(
    `select row_no as no, encode(sha256, 'hex') as sha256 from directive_import_row
     where document = $1 and giver_unit_id is not distinct from $2`,
    [document, giver],
  )
  return new Map(rows.map((r) => [r.no, r.sha256]))
}

/** Holds a document against another import of it until the transaction ends. */
export const lockDocument = (db: Db, document: string) =>
  db.query('select pg_advisory_xact_lock(hashtextextended($1, 1190))', [document])

export const insertTaken = (
  db: Db,
  r: { document: string; no: string; sha256: Buffer; batch: string; by: number; giver: number | null },
) =>
  db.query(
    `insert into directive_import_row (document, row_no, sha256, batch, by, giver_unit_id)
     values ($1, $2, $3, $4, $5, $6)`,
    [r.document, r.no, r.sha256, r.batch, r.by, r.giver],
  )
