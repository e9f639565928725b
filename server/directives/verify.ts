import type pg from 'pg'
import { sha256 } from './canonical.ts'

/** Which of what directives carry no longer fits its own hash. */
export type BrokenRecord = { kind: 'snapshot' | 'file'; id: number }

/** Holds every kept screen and every evidence file against the hash it came with, one at a time. */
export async function verifyDirectives(
  pool: Pick<pg.Pool, 'query'>,
): Promise<{ snapshots: number; files: number; broken: BrokenRecord[] }> {
  const broken: BrokenRecord[] = []
  const each = async (kind: BrokenRecord['kind'], table: string) => {
    let last = 0
    let count = 0
    for (;;) {
      const { rows } = await pool.query<{ id: number; body: string | Buffer; sha256: Buffer }>(
        `select id::int, body, sha256 from ${table} where id > $1 order by id limit 1`,
        [last],
      )
      const row = rows[0]
      if (!row) return count
      if (!sha256(row.body).equals(row.sha256)) broken.push({ kind, id: row.id })
      last = row.id
      count++
    }
  }
  const snapshots = await each('snapshot', 'directive_snapshot')
  const files = await each('file', 'directive_file')
  return { snapshots, files, broken }
}
