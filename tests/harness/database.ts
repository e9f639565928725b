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

type Shared = { users: number; started: Promise<{ url: string; stop(): Promise<void> }> }
/** Every project of the run sets up on its own copy of this module: the process itself keeps the one server. */
const KEY = Symbol.for('trong-dong.test-database')
const kept: typeof globalThis & { [KEY]?: Shared } = globalThis

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'td-test-'))
  const embedded = await startEmbedded({ dataDir: join(folder, 'postgres'), log: quiet })
  const { host, port, user, database } = embedded.connection
  return {
    url: `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
    stop: async () => {
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One PostgreSQL for the whole run: the outside one of DATABASE_URL, else an embedded one. Each server gets its own database. */
export default async function setup(project: TestProject) {
  if (process.env.DATABASE_URL) {
    project.provide('databaseUrl', process.env.DATABASE_URL)
    return
  }
  kept[KEY] ??= { users: 0, started: start() }
  const shared = kept[KEY]
  shared.users++
  const server = await shared.started
  project.provide('databaseUrl', server.url)
  return async () => {
    if (--shared.users > 0) return
    delete kept[KEY]
    await server.stop()
  }
}
