import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU time that a running process has used so far over all its threads, user and system, in microseconds; from the
 * scheduler's own count, so that it is exact to the microsecond and holds on a busy machine. Linux only.
 */
export function cpuMicroseconds(pid: number): number {
  let nanoseconds = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {} // A thread that ends meanwhile takes its count with it.
  }
  return nanoseconds / 1000
}

/** Memory that a process holds, in bytes: resident, without what it shares with files. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) * 1024
}
