import { setTimeout as pause } from 'node:timers/promises'
import type { HealthView, PullSettings, SqlSettings } from '../../../shared/api/connectors.ts'
import { addDuration } from '../../../shared/period.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { type Connector, FetchError, type Room } from './types.ts'

export type Looking = {
  /** ISO 8601 duration between two looks. */
  every: string
  /** The same instant (ms) when the source is open by its contract, else its next opening. */
  opening(at: number): number
  /** What is known from before: when there last was contact and data; `dueAt`: the earliest first look (ms). */
  recall(): Promise<{ contactAt: number | null; deliveryAt: number | null; dueAt: number }>
  /** One look; tells `health` of contact and data. Resolves to whether there is more to be had at once. */
  look(signal: AbortSignal, health: HealthView): Promise<boolean>
  /** An error that is not the source's. */
  onError(error: unknown): void
}
const SECOND = 1000
/** The clock is looked at this often while waiting: it may be set. */
const STEP = 30 * SECOND

export const newHealth = (): HealthView => ({
  state: 'waiting',
  lastContactAt: null,
  lastDeliveryAt: null,
  nextAt: null,
  failures: 0,
  lastError: null,
})

/** After a restart the schedule goes on, unless its source (`base`) is another. */
export async function recalled(
  room: Pick<Room<PullSettings | SqlSettings>, 'readBookmark' | 'settings'>,
  base: string,
) {
  const { contactAt, deliveryAt, base: before } = await room.readBookmark()
  const goesOn = contactAt !== undefined && before === base
  return {
    contactAt: contactAt ?? null,
    deliveryAt: deliveryAt ?? null,
    dueAt: goesOn ? addDuration(contactAt, room.settings.every) : 0,
  }
}

/** Milliseconds to wait after that many failures: longer each time, never all sources at once. */
export const backOff = (failures: number, most: number): number =>
  Math.min(most, SECOND * 2 ** Math.min(failures - 1, 20)) * (0.5 + Math.random() / 2)

/** Looks at a source again and again, within the contract's hours, and less and less often while it fails. */
export class Scheduled implements Connector {
  readonly #looking: Looking
  readonly #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()
  readonly #health = newHealth()

  constructor(looking: Looking) {
    this.#looking = looking
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#looking.onError(error)
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  health(): HealthView {
    return { ...this.#health }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    let recalled = false
    while (!signal.aborted) {
      let wait = 0
      try {
        if (!recalled) {
          const { contactAt, deliveryAt, dueAt } = await this.#looking.recall()
          recalled = true
          Object.assign(this.#health, { lastContactAt: contactAt, lastDeliveryAt: deliveryAt })
          await this.#until(Math.max(dueAt, Date.now() + Math.random() * SECOND))
        }
        this.#health.state = 'working'
        const more = await this.#looking.look(signal, this.#health)
        Object.assign(this.#health, { state: 'waiting', failures: 0, lastError: null })
        wait = more ? 0 : this.#after(Date.now()) - Date.now()
      } catch (error) {
        if (signal.aborted) return
        wait = this.#failed(error)
      }
      await this.#until(Date.now() + wait * (1 + Math.random() * 0.1))
    }
  }

  #after(at: number): number {
    return addDuration(at, this.#looking.every)
  }

  /** Writes down why, and returns the milliseconds to wait. */
  #failed(error: unknown): number {
    const failures = this.#health.failures + 1
    const told = error instanceof FetchError || error instanceof RequestError
    if (!told) this.#looking.onError(error)
    const why = told ? error : new RequestError('NOT_READY')
    Object.assign(this.#health, { state: 'failing', failures, lastError: { ...why.body(), at: Date.now() } })
    const every = this.#after(Date.now()) - Date.now()
    const most = Math.min(Math.max(every, 300 * SECOND), 3600 * SECOND)
    const asked = Number(why.detail.retryAfter) || 0
    return Math.max(asked * SECOND, backOff(failures, most))
  }

  /** Waits for an instant within the contract's hours; a clock that is set back does not make it wait longer. */
  async #until(at: number): Promise<void> {
    const { signal } = this.#stopping
    const span = at - Date.now()
    const until = performance.now() + span
    for (;;) {
      const open = this.#looking.opening(Math.max(at, Date.now()))
      const closed = open > Math.max(at, Date.now())
      this.#health.nextAt = open
      if (this.#health.state !== 'failing') this.#health.state = closed ? 'closed' : 'waiting'
      const left = Math.min(until - performance.now(), at - Date.now())
      if (!closed && left <= 0) return
      await pause(closed ? Math.min(STEP, open - Date.now()) : Math.min(STEP, left), undefined, { signal })
    }
  }
}
