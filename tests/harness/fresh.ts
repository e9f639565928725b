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

/** PostgreSQL itself waits some seconds for sessions that are just closing; only what stays after that is ended. */
async function drop(name: string): Promise<void> {
  await administer(`drop database if exists ${name}`).catch(() =>
    administer(`drop database if exists ${name} with (force)`),
  )
}

/** Makes an empty database; `drop` ends it. */
export async function makeDatabase(name: string): Promise<() => Promise<void>> {
  await administer(`create database ${name}`)
  return () => drop(name)
}

/** An empty database of this run's PostgreSQL for tests of what lies below the whole server. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `td_${randomBytes(6).toString('hex')}`
  return { url: databaseUrl(name), drop: await makeDatabase(name) }
}
