import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedError } from './error.ts'
import { endPostmaster, endRemains, type Log } from './postmaster.ts'
import { commandOf, isAlive } from './processes.ts'
import { clearSocket } from './socket.ts'

/** The number may have gone to another process since: only a postgres with this very folder is ours. */
function isPostmasterOf(pid: number, dataDir: string): boolean {
  const command = commandOf(pid)
  if (!command) return false
  const words = command.includes('\0') ? command.split('\0') : command.split(' -c ')[0]?.split(' -D ')
  const at = words?.indexOf('-D') ?? -1
  return command.includes('postgres') && (words?.[at < 0 ? 1 : at + 1]?.trim() ?? '') === dataDir
}

/**
 * A server of ours that was killed leaves its PostgreSQL running: that one is ended in order, so that the next starts
 * with this version's settings. What only looks like one (a stale pid file) is removed.
 */
export async function endOrphan(dataDir: string, socketDir: string, log: Log): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid')
  let pid = 0
  try {
    pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  } catch {}
  if (pid > 0 && isAlive(pid) && isPostmasterOf(pid, dataDir)) {
    log.warn(`a database left by a killed server (pid ${pid}) is ended`)
    await endPostmaster(pid, dataDir, log)
    if (isAlive(pid))
      throw new EmbeddedError(
        'EMBEDDED_ORPHAN',
        `the earlier database (pid ${pid}) in ${dataDir} does not end: end it by hand`,
      )
  } else await endRemains(dataDir)
  rmSync(pidFile, { force: true })
  clearSocket(socketDir)
}
