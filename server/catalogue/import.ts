import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { transaction } from '../db/index.ts'
import { conflicts } from './conflicts.ts'
import { type Problem, parseCatalogue, readCatalogueDir } from './load/index.ts'
import { writeCatalogue } from './write.ts'

export type { Problem } from './load/index.ts'
/** The catalogue that comes with the system. */
export const shippedCatalogue = join(import.meta.dirname, 'data')
const SHIPPED = 'shipped'

/** Loads the shipped catalogue into an empty system, and a newer one of ours; never over one that a person imported. */
export async function loadShipped(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ folder: string }>(
    'select folder from catalogue_import order by id desc limit 1',
  )
  if (rows[0] && rows[0].folder !== SHIPPED) return
  const [problem] = await importCatalogue(pool, shippedCatalogue)
  if (problem) throw new Error(`the shipped catalogue is not valid: ${JSON.stringify(problem)}`)
}

const hashOf = (files: Map<string, string>) => {
  const hash = createHash('sha256')
  for (const [file, text] of [...files].sort()) hash.update(`${file}\0${text}\0`)
  return hash.digest('hex')
}

/**
 * Validates a folder of CSV files and loads it in one transaction. Returns its problems, having written nothing when there
 * are any. What is already there stays: names and properties are brought up to date, nothing is deleted.
 */
export async function importCatalogue(pool: pg.Pool, dir: string): Promise<Problem[]> {
  return importFiles(pool, await readCatalogueDir(dir), dir === shippedCatalogue ? SHIPPED : dir)
}

/** The same from the files' texts; `from` says where they came from. */
export async function importFiles(
  pool: pg.Pool,
  files: Map<string, string>,
  from: string,
): Promise<Problem[]> {
  const hash = hashOf(files)
  const { rows } = await pool.query(
    'select from catalogue_import where hash = $1 and id = (select max(id) from catalogue_import)',
    [hash],
  )
  if (rows.length) return []
  const parsed = parseCatalogue(files)
  if ('problems' in parsed) return parsed.problems
  return transaction(pool, async (client) => {
    const problems = await conflicts(client, parsed.catalogue)
    if (problems.length) return problems
    await writeCatalogue(client, parsed.catalogue)
    await client.query('insert into catalogue_import (folder, hash) values ($1, $2)', [from, hash])
    return []
  })
}
