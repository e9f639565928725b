import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'aedes'
import { RequestError } from '../../../shared/refusal.ts'
import type { Limiter } from '../limiter.ts'
import type { Answer, Submission } from '../types.ts'

type Outlet = {
  rate: Limiter
  enqueue(input: Submission): Promise<{ answer: Promise<Answer> }>
}
/** How long a message is kept in hand while the database is away or the queue full; then its client is let go to send it again. */
const PATIENCE_MS = 60_000

/** HTTP's words for a body that is at fault itself. */
const UNUSABLE = new Set([400, 409, 413, 415])

/** What one client sends, in its order: read one after the other, committed together. */
export class Receiver {
  readonly #connectionId: string
  readonly #client: Client
  readonly #outlet: Outlet
  #last: Promise<unknown> = Promise.resolve()
  readonly #inWork = new Set<Promise<unknown>>()

  constructor(connectionId: string, client: Client, outlet: Outlet) {
    this.#connectionId = connectionId
    this.#client = client
    this.#outlet = outlet
  }

  /** Resolves after the commit: with what the source has to be told, or null when every row was taken. Rejects when not written. */
  receive(body: Buffer): Promise<Answer | ReturnType<RequestError['body']> | null> {
    const receivedAt = Date.now()
    const queued = this.#last.then(() => this.#enqueue(body, receivedAt))
    this.#last = queued.catch(() => {})
    const work = queued.then(async ({ answer }) => {
      const a = await answer
      return a.refused ? a : null
    })
    const told = work.catch((error: unknown) => {
      // A body that cannot be read today cannot be read tomorrow: it is acknowledged, and its source told.
      if (error instanceof RequestError && UNUSABLE.has(error.status)) return error.body()
      throw error
    })
    const done = told.catch(() => {})
    this.#inWork.add(done)
    void done.then(() => this.#inWork.delete(done))
    return told
  }

  async settled(): Promise<void> {
    await Promise.race([Promise.all(this.#inWork), pause(5_000)])
  }

  async #enqueue(body: Buffer, receivedAt: number): Promise<{ answer: Promise<Answer> }> {
    const until = Date.now() + PATIENCE_MS
    for (let wait = 20; ; wait = Math.min(wait * 2, 1_000)) {
      const seconds = this.#outlet.rate.take(this.#connectionId)
      try {
        if (seconds === 0)
          return await this.#outlet.enqueue({
            connectionId: this.#connectionId,
            entry: 'machine',
            body,
            contentType: 'application/json',
            receivedAt,
          })
      } catch (error) {
        const later =
          error instanceof RequestError && (error.code === 'OVERLOADED' || error.code === 'NOT_READY')
        if (!later || this.#client.closed || Date.now() > until) throw error
      }
      if (this.#client.closed) throw new Error('client gone')
      await pause(wait)
    }
  }
}
