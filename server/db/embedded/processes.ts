import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const LINUX = process.platform === 'linux'
const file = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
const ps = (...args: string[]): string => {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/** Fields of /proc/<pid>/stat after the command, whose name may itself hold spaces and brackets. */
function stat(pid: number): string[] | null {
  const text = file(`/proc/${pid}/stat`)
  return text ? text.slice(text.lastIndexOf(')') + 2).split(' ') : null
}

/** Whether the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  if (LINUX) {
    const state = stat(pid)?.[0]
    return state !== undefined && state !== 'Z' && state !== 'X'
  }
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When the process began, as a text that differs for any other process of the same number; null when there is none. */
export function startOf(pid: number): string | null {
  if (!isAlive(pid)) return null
  if (!LINUX) return ps('-o', 'lstart=', '-p', String(pid)).trim() || null
  const ticks = stat(pid)?.[19]
  return ticks === undefined ? null : `${file('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${ticks}`
}

/** The command line of a process, its words separated by NUL (Linux) or spaces; null when there is none. */
export function commandOf(pid: number): string | null {
  return (LINUX ? file(`/proc/${pid}/cmdline`) : ps('-ww', '-o', 'command=', '-p', String(pid))) || null
}

/** Every process whose command line begins with that text. */
export function processesTitled(title: string): number[] {
  if (LINUX)
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && file(`/proc/${name}/cmdline`)?.startsWith(title))
      .map(Number)
  return ps('-axww', '-o', 'pid=,command=')
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter((found) => found?.[2]?.startsWith(title))
    .map((found) => Number(found?.[1]))
}

/** Sends a signal; false when the process is gone or not ours. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** True as soon as none of the processes runs, false when `ms` have passed before. */
export async function gone(pids: number[], ms: number): Promise<boolean> {
  const until = performance.now() + ms
  while (pids.some(isAlive)) {
    if (performance.now() > until) return false
    await wait(25)
  }
  return true
}
