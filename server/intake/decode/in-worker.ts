import { Worker } from 'node:worker_threads'

export type Failure = { code: 'TOO_LARGE' | 'BAD_BODY'; problem: string }
const MEMORY_MB = 512

/** Opens a payload away from the server's own thread, within a time and a memory: whatever it holds, the server goes on. */
export function inWorker<T>(
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
