import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, startOf } from './embedded/processes.ts'

export class DataDirInUse extends Error {
  override name = 'DataDirInUse'
  readonly code = 'DATA_DIR_IN_USE'
}

type Holder = { pid: number; started: string | null }

function parse(text: string): Holder | null {
  try {
    const found: unknown = JSON.parse(text)
    if (found && typeof found === 'object' && 'pid' in found && 'started' in found) {
      const { pid, started } = found
      if (typeof pid === 'number') return { pid, started: typeof started === 'string' ? started : null }
    }
  } catch {}
  return null
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** The same number may belong to another process by now: its start tells. */
const runs = ({ pid, started }: Holder) => isAlive(pid) && (started === null || startOf(pid) === started)

/**
 * Takes the folder for this process. Resolves to the function that gives it back.
 * Throws DataDirInUse (code DATA_DIR_IN_USE) while another running server holds it; a dead server's lock is taken over.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'server.lock')
  const mine = join(dataDir, `server.lock.${process.pid}`)
  const text = JSON.stringify({ pid: process.pid, started: startOf(process.pid) })
  const refuse = (holder: Holder) => {
    throw new DataDirInUse(
      `DATA_DIR_IN_USE: the server with pid ${holder.pid} already uses ${dataDir}: stop it, or set DATA_DIR to another folder`,
    )
  }
  // Written aside and then linked: the lock is never seen half-written, and only one link can succeed.
  writeFileSync(mine, text, { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(mine, path)
        break
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      const seen = read(path)
      if (seen === null) continue
      const holder = parse(seen)
      if (holder && runs(holder)) refuse(holder)
      const stale = `${mine}.stale`
      try {
        renameSync(path, stale)
      } catch {
        continue // another server was faster; look again
      }
      const moved = read(stale)
      if (moved !== null && moved !== seen) linkSync(stale, path) // it was already taken over: put back
      rmSync(stale, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  const remove = () => {
    if (read(path) === text) rmSync(path, { force: true })
  }
  process.once('exit', remove)
  return async () => {
    process.off('exit', remove)
    remove()
  }
}
