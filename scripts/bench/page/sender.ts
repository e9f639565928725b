import { Agent, request } from 'node:http'
import type { Started } from './started.ts'

type Row = { indicator: string; unit: string; at: string; value: number }
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** Sends rows by HTTP; throws unless they were taken. */
export function send(url: string, { id, key }: Started['connections'][number], rows: Row[]): Promise<void> {
  const body = JSON.stringify({ observations: rows })
  return new Promise((sent, failed) => {
    const call = request(
      `${url}/api/connections/${id}/observations`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume()
        answer.once('end', () =>
          answer.statusCode === 200 ? sent() : failed(new Error(`answered ${answer.statusCode}`)),
        )
      },
    )
    call.once('error', failed)
    call.end(body)
  })
}

/** Calls `work` every `ms` without drift; late calls are made at once. Returns how to stop; the first failure is thrown there. */
export function every(ms: number, work: (n: number) => Promise<void>): () => Promise<void> {
  let running = true
  const loop = (async () => {
    const start = performance.now()
    for (let n = 0; running; n++) {
      await work(n)
      const wait = start + (n + 1) * ms - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    }
  })()
  loop.catch(() => {})
  return async () => {
    running = false
    await loop
  }
}
