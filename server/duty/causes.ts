import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { transaction } from '../db/index.ts'
import {
  type Acknowledged,
  type Cause,
  closeCauses,
  closeOlder,
  findOpen,
  type Kind,
  openCauses,
  openNew,
} from './store.ts'

/** What became of a subject. `wanting`: whether a person must look. */
export type Turn = {
  kind: Kind
  subject: string
  state: string
  since: number
  wanting: boolean
  detail?: Record<string, string | number>
}
const RETRY_MS = 1_000
/** Turns kept while the database is away; beyond it only the newest of a subject. */
const MOST = 10_000
/** Turns written together: what dies in the same instant is one transaction. */
const BATCH = 1_000

const keyOf = (kind: Kind, subject: string) => `${kind}:${subject}`

/** The open causes, at most one of a subject. Turns are written in their order, many at once, again and again until they are. */
export class Causes {
  readonly #pool: pg.Pool
  readonly #log: FastifyBaseLogger
  readonly #changed: () => void
  readonly #rests: () => boolean
  readonly #open = new Map<string, Cause>()
  #queue: Turn[] = []
  /** How many at the queue's head are under way. */
  #writing = 0
  #working: Promise<void> | null = null
  #closed = false
  #wake: () => void = () => {}

  /** `rests`: whether nothing is written any more. */
  constructor(pool: pg.Pool, log: FastifyBaseLogger, changed: () => void, rests = () => false) {
    this.#rests = rests
    this.#pool = pool
    this.#log = log
    this.#changed = changed
  }

  /** Takes over what was open before the restart. */
  async load(): Promise<void> {
    await closeOlder(this.#pool)
    for (const c of await openCauses(this.#pool)) this.#open.set(keyOf(c.kind, c.subject), c)
  }

  /** Newest cause first. */
  rows(): Cause[] {
    return [...this.#open.values()].sort((a, b) => b.since - a.since || b.id - a.id)
  }

  /** Turns not yet written. */
  get waiting(): number {
    return this.#queue.length
  }

  turn(turn: Turn): void {
    if (this.#closed || this.#rests()) return
    // What is being written stays where it is.
    if (this.#queue.length >= MOST)
      this.#queue = this.#queue.filter(
        (t, i) => i < this.#writing || t.kind !== turn.kind || t.subject !== turn.subject,
      )
    this.#queue.push(turn)
    // Begun a step later, so that what turns in the same instant goes together.
    this.#working ??= Promise.resolve()
      .then(() => this.#work())
      .finally(() => {
        this.#working = null
      })
  }

  acknowledged(id: number, by: Acknowledged): void {
    for (const c of this.#open.values()) if (c.id === id) c.acknowledged = by
    this.#changed()
  }

  /** The database may be back: does not wait for the next attempt. */
  wake(): void {
    this.#wake()
  }

  /** Tries once more what is left, then ends; the next start sees the true states again. */
  async close(): Promise<void> {
    this.#closed = true
    this.#wake()
    await this.#working
  }

  async #work(): Promise<void> {
    while (this.#queue.length) {
      const batch = this.#next()
      this.#writing = batch.length
      try {
        if (await this.#write(batch)) this.#changed()
        this.#queue.splice(0, batch.length)
        this.#writing = 0
      } catch (error) {
        this.#log.warn({ error, waiting: this.#queue.length }, 'attention not written, trying again')
        if (this.#closed) return
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, RETRY_MS)
          this.#wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    }
  }

  /** The next turns, each subject at most once: what comes after builds on it. */
  #next(): Turn[] {
    const seen = new Set<string>()
    for (const { kind, subject } of this.#queue) {
      const key = keyOf(kind, subject)
      if (seen.has(key) || seen.size >= BATCH) break
      seen.add(key)
    }
    return this.#queue.slice(0, seen.size)
  }

  async #write(batch: readonly Turn[]): Promise<boolean> {
    const turning = batch.filter(({ kind, subject, state, wanting }) => {
      const before = this.#open.get(keyOf(kind, subject))
      return wanting ? before?.state !== state : before !== undefined
    })
    if (!turning.length) return false
    const wanted = turning
      .filter((t) => t.wanting)
      .map(({ wanting: _, detail = {}, ...t }) => ({ ...t, detail }))
    const ids = await transaction(this.#pool, async (client) => {
      // After a commit whose answer was lost the new cause is there already: it must not be closed and written again.
      const there = await findOpen(client, wanted)
      const missing = (t: Pick<Turn, 'kind' | 'subject'>) => !there.has(keyOf(t.kind, t.subject))
      await closeCauses(client, turning.filter(missing))
      return new Map([...there, ...(await openNew(client, wanted.filter(missing)))])
    })
    for (const { kind, subject } of turning) this.#open.delete(keyOf(kind, subject))
    for (const cause of wanted) {
      const id = ids.get(keyOf(cause.kind, cause.subject))
      if (id === undefined) continue
      this.#open.set(keyOf(cause.kind, cause.subject), { ...cause, id, clearedAt: null, acknowledged: null })
    }
    return true
  }
}
