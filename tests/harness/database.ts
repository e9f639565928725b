import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../server/db/embedded/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
  }
}

const quiet = { info() {}, warn: console.warn, error: console.error }

/** One PostgreSQL for the whole run: the outside one of DATABASE_URL, else an embedded one. Each server gets its own database. */
export default async function setup(project: TestProject) {
  if (process.env.DATABASE_URL) {
    project.provide('databaseUrl', process.env.DATABASE_URL)
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'td-test-'))
  const embedded = await startEmbedded({ dataDir: join(folder, 'postgres'), log: quiet })
  const { host, port, user, database } = embedded.connection
  project.provide(
    'databaseUrl',
    `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
  )
  return async () => {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
