import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Binaries } from './binaries.ts'
import { EmbeddedError } from './error.ts'
import { CLEAN_ENV } from './folder.ts'
import type { Identity } from './identity.ts'
import { gone, processesTitled, signal } from './processes.ts'
import { nameOf, PORT } from './socket.ts'

export type Place = { dataDir: string; socketDir: string; binaries: Binaries; identity: Identity }
export type Log = { info(m: string): void; warn(m: string): void; error(m: string): void }
export type Listener = { ready(): void; crashed(reason: string): void; ended(reason: string): void }

/** Only this user's own connections reach it; values of rows stay out of the log. */
const settings = ({ dataDir, socketDir }: Place): Record<string, string> => ({
  listen_addresses: '',
  port: String(PORT),
  unix_socket_directories: socketDir,
  unix_socket_permissions: '0700',
  cluster_name: nameOf(dataDir),
  max_connections: '60',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  restart_after_crash: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
})

function listen(child: ChildProcess, log: Log, listener: Listener): void {
  if (!child.stderr) return
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [, level = '', text = line] = /^(\w+):\s+(.*)$/.exec(line) ?? []
    if (level === 'FATAL' || level === 'PANIC') log.error(`postgres: ${text}`)
    else if (level === 'WARNING') log.warn(`postgres: ${text}`)
    if (text.startsWith('database system is ready to accept connections')) listener.ready()
    // One process of it died: it starts itself again and says when it is ready.
    if (text.startsWith('terminating any other active server processes')) listener.crashed(text)
  })
}

/** Starts the server as the leader of its own process group: a terminal's Ctrl-C does not reach it before us. */
export function spawnPostmaster(place: Place, log: Log, listener: Listener): ChildProcess {
  const options = Object.entries(settings(place)).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command = '', ...words] = [
    ...place.identity.prefix,
    place.binaries.postgres,
    '-D',
    place.dataDir,
    ...options,
  ]
  const child = spawn(command, words, {
    detached: true,
    env: CLEAN_ENV,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  listen(child, log, listener)
  child.on('error', (error) => listener.ended(error.message))
  child.on('exit', (code, killedBy) =>
    listener.ended(killedBy ? `killed by ${killedBy}` : `exit code ${code}`),
  )
  return child
}

/** Ends what is left of a killed server: its processes hold its memory, and a new one would not start. */
export async function endRemains(dataDir: string): Promise<void> {
  const left = processesTitled(`postgres: ${nameOf(dataDir)}: `)
  for (const pid of left) signal(pid, 'SIGKILL')
  if (await gone(left, 10_000)) return
  throw new EmbeddedError(
    'EMBEDDED_ORPHAN',
    `processes ${left.join(', ')} of an earlier database in ${dataDir} do not end: end them by hand`,
  )
}

/** Fast shutdown; harder when it does not come. Resolves when no process of that server is left. */
export async function endPostmaster(pid: number, dataDir: string, log: Log): Promise<void> {
  for (const [name, ms] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signal(pid, name)
    if (await gone([pid], ms)) break
    log.warn(`postgres ${pid} did not end within ${ms / 1000} s of ${name}`)
  }
  await endRemains(dataDir)
}
