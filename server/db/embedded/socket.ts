import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedError } from './error.ts'
import { giveTo, type Identity } from './identity.ts'

/** Names the socket file only: nothing listens on TCP. */
export const PORT = 5432
/** A socket's path is at most 107 bytes on Linux and 103 on macOS. */
const LONGEST = 100

const socketFile = (folder: string) => join(folder, `.s.PGSQL.${PORT}`)

/** The same data folder always gets the same name. */
export const nameOf = (dataDir: string) =>
  `td-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`

/** The folder for the socket: the data folder, or a private short one when that path is long or has unusual letters. */
export function socketFolder(dataDir: string, identity: Identity): string {
  const plain = /^[\w./-]+$/.test(dataDir)
  if (plain && Buffer.byteLength(socketFile(dataDir)) <= LONGEST) return dataDir
  const name = `${nameOf(dataDir)}-${identity.uid}`
  const parent = [tmpdir(), '/tmp'].find(
    (path) => /^[\w./-]+$/.test(path) && Buffer.byteLength(socketFile(join(path, name))) <= LONGEST,
  )
  if (!parent)
    throw new EmbeddedError(
      'EMBEDDED_SOCKET',
      `no short folder for the database's socket: set TMPDIR to one, or DATA_DIR to a shorter path than ${dataDir}`,
    )
  const folder = join(parent, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (found.isDirectory() && found.uid === (process.getuid?.() ?? 0)) giveTo(identity, folder)
  // The name can be guessed: a folder that someone else made there is not trusted.
  const now = lstatSync(folder)
  if (!now.isDirectory() || now.uid !== identity.uid || (now.mode & 0o077) !== 0)
    throw new EmbeddedError(
      'EMBEDDED_SOCKET',
      `${folder} exists and is not private to this user: remove it, or set TMPDIR to another folder`,
    )
  return folder
}

/** Removes what a killed server left. Only called when no server of this data folder runs. */
export function clearSocket(folder: string): void {
  rmSync(socketFile(folder), { force: true })
  rmSync(`${socketFile(folder)}.lock`, { force: true })
}
