import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { transaction } from './transaction.ts'

const FOLDER = join(import.meta.dirname, 'migrations')
/** Any fixed number: two servers that start at once migrate one after the other. */
const LOCK = 7_200_819

/**
 * Applies the .sql files of migrations/ that are not yet recorded, in the order of their names and in one transaction: one
 * that is cut off leaves the database as the version before can use it. `at` hears of each file before it begins.
 */
export async function migrate(pool: pg.Pool, at: (file: string) => void = () => {}): Promise<string[]> {
  const applied: string[] = []
  const files = (await readdir(FOLDER)).filter((f) => f.endsWith('.sql')).sort()
  await transaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await client.query(
      'create table if not exists migration (name text primary key, applied_at timestamptz not null default now())',
    )
    const done = new Set(
      (await client.query<{ name: string }>('select name from migration')).rows.map((r) => r.name),
    )
    const unknown = [...done].filter((name) => !files.includes(name))
    if (unknown.length)
      throw new Error(
        `the database was migrated by a newer version (${unknown.join(', ')}): use that version`,
      )
    for (const file of files.filter((f) => !done.has(f))) {
      at(file)
      await client.query(await readFile(join(FOLDER, file), 'utf8'))
      await client.query('insert into migration (name) values ($1)', [file])
      applied.push(file)
    }
  })
  return applied
}
