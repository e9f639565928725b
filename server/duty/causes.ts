import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { transaction } from '../db/index.ts'
import {
  type Acknowledged,
  type Cause,
  closeCause,
  closeOlder,
  findOpen,
  type Kind,
  openCause,
  openCauses,
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

const keyOf = (kind: Kind, subject: string) => `${kind}:${subject}`

/** The open causes, at most one of a subject. Turns are written one by one in their order, again and again until they are. */
export class Causes {
  readonly #pool: pg.Pool
  readonly #log: FastifyBaseLogger
  readonly #changed: () => void
  readonly #open = new Map<string, Cause>()
  #queue: Turn[] = []
  #working: Promise<void> | null = null
  #closed = false
  #wake: () => void = () => {}

  constructor(pool: pg.Pool, log: FastifyBaseLogger, changed: () => void) {
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
    if (this.#closed) return
    if (this.#queue.length >= MOST)
      this.#queue = this.#queue.filter(
        (t, i) => i === 0 || t.kind !== turn.kind || t.subject !== turn.subject,
      )
    this.#queue.push(turn)
    this.#working ??= this.#work().finally(() => {
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
    for (let turn = this.#queue[0]; turn; turn = this.#queue[0]) {
      try {
        if (await this.#write(turn)) this.#changed()
        this.#queue.shift()
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

  async #write(turn: Turn): Promise<boolean> {
    const { kind, subject, state, since, wanting, detail = {} } = turn
    const key = keyOf(kind, subject)
    const before = this.#open.get(key)
    if (wanting ? before?.state === state : !before) return false
    const cause = { kind, subject, state, since, detail }
    const id = await transaction(this.#pool, async (client) => {
      // After a commit whose answer was lost the new cause is there already: it must not be closed and written again.
      const there = wanting ? await findOpen(client, cause) : null
      if (there !== null) return there
      await closeCause(client, kind, subject, { at: since, state })
      return wanting ? openCause(client, cause) : null
    })
    this.#open.delete(key)
    if (id !== null) this.#open.set(key, { ...cause, id, clearedAt: null, acknowledged: null })
    return true
  }
}
