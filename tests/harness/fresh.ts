import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The database of this run's PostgreSQL with another name. */
export const databaseUrl = (name: string) =>
  inject('databaseUrl').replace(/(^postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`)

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** An empty database of this run's PostgreSQL for tests of what lies below the whole server. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `td_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name}`)
  return { url: databaseUrl(name), drop: () => administer(`drop database if exists ${name} with (force)`) }
}
