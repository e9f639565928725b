import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { type Ladder, RUNGS } from '../../../shared/ladder.ts'
import { transaction } from '../../db/index.ts'
import { Queue } from '../../queue.ts'
import type { Plan } from './plan.ts'
import { ladderOf, openSilence, readOpen, type Silence, type Step, writeStep } from './store.ts'

export { planOf } from './plan.ts'
export { readLaddersAt, readSilences } from './store.ts'

type Facts = {
  pool: pg.Pool
  log: FastifyBaseLogger
  /** When the rungs come for a connection that is late since then; null = there is no such connection. */
  plan(connection: string, since: number): Plan | null
  changed(): void
  /** The time by which rungs come. */
  now(): number
}
/** `of`: the connection it is about. */
type Task = { of: string; run(client: pg.ClientBase): Promise<() => void> }

const RETRY_MS = 1_000
/** A clock that is set is noticed by then. */
const LONGEST_SLEEP_MS = 1_000
/** Tasks written in one transaction, each connection at most once in it. */
const BATCH = 200

/** What is done about sources that are silent: each rung at its time and once, through restarts, until data or a person comes. */
export class Ladders {
  readonly #facts: Facts
  readonly #open = new Map<string, Silence>()
  /** Written in their order, many at once, again and again until they are. */
  readonly #tasks = new Queue<Task>((t) => t.of)
  #working: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #wake: () => void = () => {}
  #closed = false

  constructor(facts: Facts) {
    this.#facts = facts
  }

  /** Takes over what was open before the restart. */
  async load(): Promise<void> {
    for (const s of await readOpen(this.#facts.pool)) this.#open.set(s.connection, s)
  }

  start(): void {
    this.#pass()
  }

  /** The ladder that a connection stands on; null = it is not silent. */
  of(connection: string): Ladder | null {
    const s = this.#open.get(connection)
    return s ? ladderOf(s) : null
  }

  connections(): string[] {
    return [...this.#open.keys()]
  }

  /** It let its time pass at `since` (ms). A silence that goes on is not begun anew. */
  silent(connection: string, since: number): void {
    this.#do(connection, async (client) => {
      const plan = this.#open.has(connection) ? null : this.#facts.plan(connection, since)
      if (!plan) return () => {}
      const silence = await openSilence(client, connection, since, plan)
      return () => {
        if (silence.steps.ended === undefined) this.#open.set(connection, silence)
      }
    })
  }

  /** It spoke again, or is not expected to: `as` is its new state. */
  ended(connection: string, as: string): void {
    this.#do(connection, async (client) => {
      const silence = this.#open.get(connection)
      if (!silence) return () => {}
      await writeStep(client, silence.id, 'ended', { as })
      return () => this.#open.delete(connection)
    })
  }

  /** In the transaction of who takes it. Returns what to call after the commit. */
  async acknowledge(client: pg.ClientBase, connection: string, account: number): Promise<() => void> {
    const silence = this.#open.get(connection)
    if (!silence) return () => {}
    const at = await writeStep(client, silence.id, 'acknowledged', { account })
    return () => this.#done(silence, 'acknowledged', at)
  }

  wake(): void {
    this.#wake()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#wake()
    await this.#working
  }

  #done(silence: Silence, step: Step, at: number): void {
    silence.steps[step] = at
    this.#facts.changed()
  }

  /** Climbs what is due, then sleeps until the next rung. */
  #pass(): void {
    if (this.#closed || this.#working) return // looked at again when all is written
    const now = this.#facts.now()
    let next = now + LONGEST_SLEEP_MS
    for (const silence of this.#open.values()) {
      if (silence.steps.acknowledged !== undefined) continue
      for (const rung of RUNGS) {
        if (silence.steps[rung] !== undefined) continue
        next = Math.min(next, silence.plan[rung])
        if (silence.plan[rung] <= now) this.#climb(silence, rung)
      }
    }
    clearTimeout(this.#timer)
    if (!this.#working) this.#timer = setTimeout(() => this.#pass(), Math.max(20, next - now))
  }

  #climb(silence: Silence, rung: Step): void {
    this.#do(silence.connection, async (client) => {
      // Meanwhile a person may have taken it, or its data came.
      if (silence.steps.acknowledged !== undefined || this.#open.get(silence.connection) !== silence)
        return () => {}
      const at = await writeStep(client, silence.id, rung)
      return () => this.#done(silence, rung, at)
    })
  }

  #do(of: string, run: Task['run']): void {
    if (this.#closed) return
    this.#tasks.push({ of, run })
    this.#working ??= Promise.resolve()
      .then(() => this.#work())
      .finally(() => {
        this.#working = null
        this.#pass()
      })
  }

  async #work(): Promise<void> {
    while (this.#tasks.size) {
      const batch = this.#tasks.next(BATCH)
      try {
        const committed = await transaction(this.#facts.pool, async (client) => {
          const found: (() => void)[] = []
          for (const { run } of batch) found.push(await run(client))
          return found
        })
        this.#tasks.done(batch)
        for (const tell of committed) tell()
        this.#facts.changed()
      } catch (error) {
        const waiting = this.#tasks.size
        this.#facts.log.warn({ error, waiting }, 'silence not written, trying again')
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
}
