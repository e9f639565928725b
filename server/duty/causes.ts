import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { storableJson, transaction } from '../db/index.ts'
import { Queue } from '../queue.ts'
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
  readonly #queue = new Queue<Turn>(({ kind, subject }) => keyOf(kind, subject))
  /** What is under way. */
  #writing: ReadonlySet<Turn> = new Set()
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
    return this.#queue.size
  }

  turn(given: Turn): void {
    if (this.#closed || this.#rests()) return
    // What the database refuses would be tried again for ever, with all that turned beside it.
    const turn: Turn = JSON.parse(storableJson(given))
    // What is being written stays where it is.
    if (this.#queue.size >= MOST)
      this.#queue.thin(keyOf(turn.kind, turn.subject), (t) => this.#writing.has(t))
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
    while (this.#queue.size) {
      const batch = this.#queue.next(BATCH)
      this.#writing = new Set(batch)
      try {
        if (await this.#write(batch)) this.#changed()
        this.#queue.done(batch)
        this.#writing = new Set()
      } catch (error) {
        this.#log.warn({ error, waiting: this.#queue.size }, 'attention not written, trying again')
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
