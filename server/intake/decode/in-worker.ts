import { Worker } from 'node:worker_threads'

export type Failure = { code: 'TOO_LARGE' | 'BAD_BODY' | 'OVERLOADED'; problem: string }
const MEMORY_MB = 512
/** Payloads that are opened at a time, and that may wait: each may take the memory above. */
const AT_A_TIME = 2
const WAITING = 20

let running = 0
const queue: (() => void)[] = []

/** Opens a payload away from the server's own thread, within a time and a memory: whatever it holds, the server goes on. */
export async function inWorker<T>(
  module: URL,
  workerData: Record<string, unknown>,
  timeLimitMs: number,
  what: string,
): Promise<T | Failure> {
  if (running >= AT_A_TIME) {
    if (queue.length >= WAITING) return { code: 'OVERLOADED', problem: 'too many files are being opened' }
    await new Promise<void>((turn) => queue.push(turn))
  } else running++
  try {
    return await open(module, workerData, timeLimitMs, what)
  } finally {
    // The place goes to the next that waits, or is free.
    const next = queue.shift()
    if (next) next()
    else running--
  }
}

function open<T>(
  module: URL,
  workerData: Record<string, unknown>,
  timeLimitMs: number,
  what: string,
): Promise<T | Failure> {
  return new Promise((done) => {
    const worker = new Worker(module, { workerData, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    const finish = (reply: T | Failure) => {
      clearTimeout(timer)
      void worker.terminate()
      done(reply)
    }
    const timer = setTimeout(
      () => finish({ code: 'TOO_LARGE', problem: `${what} takes too long to open` }),
      timeLimitMs,
    )
    worker.once('message', finish)
    worker.once('error', () => finish({ code: 'TOO_LARGE', problem: `${what} needs too much memory` }))
  })
}
