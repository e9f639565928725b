import { realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findBinaries } from './binaries.ts'
import { EmbeddedError } from './error.ts'
import { ensureFolder, USER } from './folder.ts'
import { findIdentity, type Identity } from './identity.ts'
import { endOrphan } from './orphan.ts'
import type { Log, Place } from './postmaster.ts'
import { PORT, socketFolder } from './socket.ts'
import { Supervisor } from './supervisor.ts'

export { EmbeddedError } from './error.ts'

export type EmbeddedOptions = {
  /** Folder of the database; made when it is not there. */
  dataDir: string
  log: Log
  /** The database went away by itself; `onUp` follows when it is back. */
  onDown?: (reason: string) => void
  onUp?: () => void
  /** Ways to run as root that may be tried (all). */
  ways?: Identity['how'][]
}

export type EmbeddedPostgres = {
  /** `host` is the socket's folder: pg connects there without TCP. */
  connection: { host: string; port: number; user: string; database: string }
  /** Of the main process; null while it is down. */
  pid(): number | null
  /** Fast shutdown; resolves when no process is left. */
  stop(): Promise<void>
}

function existing(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return join(existing(dirname(path)), path.slice(dirname(path).length).replace(/^\//, ''))
  }
}

/** Where the PostgreSQL of a running server listens that keeps its data in this folder. */
export function runningEmbedded(dataDir: string): EmbeddedPostgres['connection'] {
  const host = socketFolder(existing(resolve(dataDir)), findIdentity())
  return { host, port: PORT, user: USER, database: 'postgres' }
}

/** Ends the PostgreSQL that a killed server left running below a folder, if there is one. */
export async function endLeft(dataDir: string, log: Log): Promise<void> {
  const folder = existing(resolve(dataDir))
  await endOrphan(folder, socketFolder(folder, findIdentity()), log)
}

/** Starts a private PostgreSQL below a folder and keeps it running. Resolves when it answers. Throws EmbeddedError. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options
  const dataDir = existing(resolve(options.dataDir))
  const binaries = findBinaries()
  const identity = findIdentity(options.ways)
  const socketDir = socketFolder(dataDir, identity)
  await endOrphan(dataDir, socketDir, log)
  if ((await ensureFolder(dataDir, binaries, identity)) === 'made') log.info(`database made in ${dataDir}`)
  const place: Place = { dataDir, socketDir, binaries, identity }
  const supervisor = new Supervisor(place, log, options.onDown, options.onUp)
  const failure = await supervisor.start()
  if (failure)
    throw new EmbeddedError('EMBEDDED_START', `PostgreSQL in ${dataDir} does not start: ${failure}`)
  return {
    connection: { host: socketDir, port: PORT, user: USER, database: 'postgres' },
    pid: () => supervisor.pid(),
    stop: () => supervisor.stop(),
  }
}
