import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { RequestError } from '../../shared/refusal.ts'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/index.ts'
import { type Attempt, type Committed, commitBatch, isConnectionLoss, type Prepared } from './commit.ts'
import { pipelined } from './transaction.ts'
import type { Answer } from './types.ts'

/** What may wait for a commit at most; beyond it sources are told to come back. */
const WAITING = { messages: 4_000, rows: 400_000, bytes: 128 << 20 }
const BATCH = { messages: 400, rows: 20_000 }
/** A batch gathers this long when nothing else is being written. */
const GATHER_MS = 3
const PATIENCE_MS = 20_000

type Waiter = {
  message: Prepared
  settle: (answer: Answer) => void
  fail: (error: unknown) => void
  /** Its source was told to come back; not written unless it already may have been. */
  gone: boolean
}

/** The one queue before the database: messages are committed in their order, many in one transaction, told to the bus after it. */
export class Writer {
  readonly #db: Db
  readonly #pool: pg.Pool
  readonly #bus: Bus
  readonly #log: FastifyBaseLogger
  readonly #messages: number
  #queue: Waiter[] = []
  #alone: (() => Promise<void>)[] = []
  #rows = 0
  #bytes = 0
  #running: Promise<void> | null = null
  #closing = false

  /** `messages`: as many at most are committed together. */
  constructor(db: Db, bus: Bus, log: FastifyBaseLogger, messages = BATCH.messages) {
    this.#messages = messages
    this.#db = db
    this.#bus = bus
    this.#log = log
    this.#pool = pipelined(db.pool)
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Resolves after the commit. Throws OVERLOADED at once when the queue is full, NOT_READY when the database stays away. */
  write(message: Prepared): Promise<Answer> {
    const rows = message.rows.length + message.refused.length
    if (this.#closing || !this.#db.ready()) return Promise.reject(new RequestError('NOT_READY'))
    if (
      this.#queue.length >= WAITING.messages ||
      (this.#queue.length > 0 &&
        (this.#rows + rows > WAITING.rows || this.#bytes + message.stored.length > WAITING.bytes))
    )
      return Promise.reject(new RequestError('OVERLOADED', { retryAfter: 2 }))
    return new Promise<Answer>((settle, fail) => {
      const waiter: Waiter = { message, settle, fail, gone: false }
      const timer = setTimeout(() => {
        waiter.gone = true
        fail(new RequestError('NOT_READY'))
      }, PATIENCE_MS)
      const done =
        <T>(then: (v: T) => void) =>
        (v: T) => {
          clearTimeout(timer)
          then(v)
        }
      waiter.settle = done(settle)
      waiter.fail = done(fail)
      this.#queue.push(waiter)
      this.#rows += rows
      this.#bytes += message.stored.length
      this.#running ??= this.#run()
    })
  }

  /** Runs `work` while no batch is being written, so that what it tells the bus keeps the order of the commits. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing || !this.#db.ready()) return Promise.reject(new RequestError('NOT_READY'))
    return new Promise<T>((settle, fail) => {
      this.#alone.push(() => work().then(settle, fail))
      this.#running ??= this.#run()
    })
  }

  /** Waits for what is already in the queue; nothing new is taken. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#running
    await this.#pool.end()
  }

  async #run(): Promise<void> {
    await pause(GATHER_MS)
    while (this.#queue.length || this.#alone.length) {
      for (const work of this.#alone.splice(0)) await work()
      if (this.#queue.length) await this.#writeBatch(this.#take())
    }
    this.#running = null
  }

  #take(): Waiter[] {
    const batch: Waiter[] = []
    let rows = 0
    while (this.#queue.length && batch.length < this.#messages) {
      const { message } = this.#queue[0]!
      const own = message.rows.length + message.refused.length
      if (batch.length && rows + own > BATCH.rows) break
      batch.push(this.#queue.shift()!)
      rows += own
      this.#rows -= own
      this.#bytes -= message.stored.length
    }
    return batch.filter((w) => !w.gone)
  }

  /**
   * A connection lost in the middle of a commit leaves open whether it happened: the same attempt is looked up and made
   * again until the database says which, so nothing is lost, doubled, or kept from the bus.
   */
  async #writeBatch(batch: Waiter[], attempt: Attempt = { tries: [], at: 0 }): Promise<void> {
    if (!batch.length) return
    for (let wait = 50; ; wait = Math.min(wait * 2, 1_000)) {
      try {
        const results = await commitBatch(
          this.#pool,
          batch.map((w) => w.message),
          attempt,
        )
        for (const [i, result] of results.entries()) {
          if (result instanceof RequestError) {
            batch[i]!.fail(result)
            continue
          }
          this.#tell(result, batch[i]!.message)
          batch[i]!.settle(result.answer)
        }
        return
      } catch (error) {
        if (!isConnectionLoss(error)) return this.#apart(batch, attempt, error)
        if (this.#closing && wait >= 1_000) {
          for (const w of batch) w.fail(new RequestError('NOT_READY'))
          return
        }
        this.#log.warn(
          { error: error instanceof Error ? error.message : error },
          'commit interrupted, trying again',
        )
        await pause(wait)
      }
    }
  }

  /** One message that the database cannot take must not take its neighbours along. What was tried together may be there. */
  async #apart(batch: Waiter[], { tries, at }: Attempt, error: unknown): Promise<void> {
    if (batch.length === 1) {
      this.#log.error({ error }, 'message not written')
      return batch[0]!.fail(error)
    }
    for (const [i, one] of batch.entries())
      await this.#writeBatch([one], {
        tries: tries.map(({ ids }) => ({ ids: [ids[i] ?? '0'], repeated: [null] })),
        at,
      })
  }

  #tell(result: Committed, { entry, settingsVersion }: Prepared): void {
    // Who sends the same again was heard; of what we fetch ourselves that is kept, as a message of its own.
    if (result.answer.repeated && (entry !== 'machine' || settingsVersion !== null)) return
    if (result.recorded.length)
      this.#bus.emit('observations', { rows: result.recorded, message: result.message })
    this.#bus.emit('message', result.message)
  }
}
