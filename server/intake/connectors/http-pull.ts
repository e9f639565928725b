import { setTimeout as pause } from 'node:timers/promises'
import type { HealthView, PullSettings } from '../../../shared/api/connectors.ts'
import { type Hours, nextWithinHours } from '../../../shared/freshness.ts'
import { addDuration } from '../../../shared/period.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { ask, bookmarkAfter } from './answers.ts'
import type { Bookmark } from './store.ts'
import { type Connector, type Deliver, FetchError } from './types.ts'

export type PullRoom = {
  id: string
  settings: PullSettings
  limit: number
  /** The contract's hours of now. */
  hours(): Hours | null
  /** Read at each look: a secret may be set anew meanwhile. */
  secrets(): Promise<Record<string, string>>
  readBookmark(): Promise<Bookmark>
  writeBookmark(bookmark: Bookmark): Promise<void>
  deliver: Deliver
  /** An error that is not the source's. */
  onError(error: unknown): void
}
/** A source with a cursor is read on at once, up to this many pages in one look. */
const PAGES = 50
const SECOND = 1000
/** The clock is looked at this often while waiting: it may be set. */
const STEP = 30 * SECOND

/** Fetches a source over HTTP again and again. What it has fetched is remembered only after the commit. */
export class HttpPull implements Connector {
  readonly #room: PullRoom
  readonly #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #health: HealthView = {
    state: 'waiting',
    lastContactAt: null,
    lastDeliveryAt: null,
    nextAt: null,
    failures: 0,
    lastError: null,
  }

  constructor(room: PullRoom) {
    this.#room = room
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#room.onError(error)
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
    let known: Bookmark | null = null
    let first = true
    while (!signal.aborted) {
      let wait = 0
      try {
        known ??= await this.#room.readBookmark()
        if (first) {
          first = false
          const { contactAt, deliveryAt } = known
          Object.assign(this.#health, {
            lastContactAt: contactAt ?? null,
            lastDeliveryAt: deliveryAt ?? null,
          })
          // After a restart the schedule goes on, unless its source or its settings are new.
          const due =
            contactAt !== undefined && known.base === this.#room.settings.url ? this.#after(contactAt) : 0
          await this.#until(Math.max(due, Date.now() + Math.random() * SECOND))
        }
        this.#health.state = 'working'
        known = await this.#look(known)
        Object.assign(this.#health, { state: 'waiting', failures: 0, lastError: null })
        wait = this.#after(Date.now()) - Date.now()
      } catch (error) {
        if (signal.aborted) return
        known = null // what was written of this look stands in the database
        wait = this.#failed(error)
      }
      await this.#until(Date.now() + wait * (1 + Math.random() * 0.1))
    }
  }

  #after(at: number): number {
    return addDuration(at, this.#room.settings.every)
  }

  /** One look, with all its pages; each page is remembered when it is written. */
  async #look(before: Bookmark): Promise<Bookmark> {
    const { settings, limit, id } = this.#room
    const way = { settings, limit, secrets: await this.#room.secrets(), signal: this.#stopping.signal }
    let bookmark = before
    for (let page = 0; page < PAGES && !this.#stopping.signal.aborted; page++) {
      const answer = await ask(way, bookmark)
      const receivedAt = Date.now()
      const unchanged = answer.status === 304
      const next = unchanged ? bookmark : bookmarkAfter(settings, bookmark, answer)
      const contact = { body: Buffer.from(answer.head), fileName: null, receivedAt }
      const news = { body: answer.body, fileName: `${id}.${settings.format}`, receivedAt }
      const { repeated } = await this.#room.deliver(unchanged ? contact : news)
      // A source without validators says "nothing changed" by saying the same again.
      if (repeated) await this.#room.deliver(contact)
      const moved = !unchanged && settings.cursor !== null && next.cursor !== bookmark.cursor
      bookmark = { ...next, contactAt: receivedAt, ...(unchanged ? {} : { deliveryAt: receivedAt }) }
      await this.#room.writeBookmark(bookmark)
      this.#health.lastContactAt = receivedAt
      if (!unchanged) this.#health.lastDeliveryAt = receivedAt
      if (!moved) break
    }
    return bookmark
  }

  /** Writes down why, and returns the milliseconds to wait: longer each time, never all sources at once. */
  #failed(error: unknown): number {
    const failures = this.#health.failures + 1
    const told = error instanceof FetchError || error instanceof RequestError
    if (!told) this.#room.onError(error)
    const why = told ? error : new RequestError('NOT_READY')
    Object.assign(this.#health, { state: 'failing', failures, lastError: { ...why.body(), at: Date.now() } })
    const every = this.#after(Date.now()) - Date.now()
    const most = Math.min(Math.max(every, 300 * SECOND), 3600 * SECOND)
    const asked = Number(why.detail.retryAfter) || 0
    const backOff = Math.min(most, SECOND * 2 ** Math.min(failures - 1, 20)) * (0.5 + Math.random() / 2)
    return Math.max(asked * SECOND, backOff)
  }

  /** Waits for an instant within the contract's hours; a clock that is set back does not make it wait longer. */
  async #until(at: number): Promise<void> {
    const { signal } = this.#stopping
    const span = at - Date.now()
    const until = performance.now() + span
    for (;;) {
      const open = nextWithinHours(Math.max(at, Date.now()), this.#room.hours())
      const closed = open > Math.max(at, Date.now())
      this.#health.nextAt = open
      if (this.#health.state !== 'failing') this.#health.state = closed ? 'closed' : 'waiting'
      const left = Math.min(until - performance.now(), at - Date.now())
      if (!closed && left <= 0) return
      await pause(closed ? Math.min(STEP, open - Date.now()) : Math.min(STEP, left), undefined, { signal })
    }
  }
}
