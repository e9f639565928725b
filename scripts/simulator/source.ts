import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Calendar, calendarOf } from '../../shared/calendar.ts'
import { withinHours } from '../../shared/freshness.ts'
import { parseDuration } from '../../shared/period.ts'
import { misbehave } from './fault.ts'
import type { Job, Orders, Row } from './job.ts'
import { periodRows, rowsAt } from './rows.ts'
import { httpSender, mqttSender, type Send } from './send.ts'

const BATCH = 4_000
const HISTORY_STEP = 600_000
const HISTORY_MS = 48 * 3_600_000

/** One pretended source system: remembers what it sent, fills in what it missed, then sends on its schedule. */
export class SimulatedSource {
  readonly #job: Job
  readonly #orders: Orders
  readonly #signal: AbortSignal
  readonly #bulk: Send
  readonly #send: Send
  readonly #calendar: Calendar
  #sentUntil = 0

  constructor(job: Job, orders: Orders, signal: AbortSignal) {
    this.#job = job
    this.#orders = orders
    this.#signal = signal
    this.#calendar = calendarOf(orders.days)
    this.#bulk = httpSender(job, orders.base, signal)
    this.#send = job.connector === 'mqtt' && orders.mqtt ? mqttSender(job, orders.mqtt, signal) : this.#bulk
  }

  get #memory() {
    return join(this.#orders.memory, `${this.#job.id}.json`)
  }

  /** Sends all figures that fell due since it last sent. */
  async catchUp(): Promise<void> {
    await mkdir(this.#orders.memory, { recursive: true })
    const known: unknown = await readFile(this.#memory, 'utf8').then(JSON.parse, () => null)
    if (known && typeof known === 'object' && 'until' in known && typeof known.until === 'number')
      this.#sentUntil = known.until
    const now = Date.now()
    const rows = periodRows(this.#job, this.#orders.seed, this.#sentUntil, now)
    if (this.#realtime) {
      const from = Math.max(this.#sentUntil + 1, now - HISTORY_MS)
      // A set: the last beat may be a step of the history too, and a message says each instant once.
      const instants = new Set<number>()
      for (let at = Math.ceil(from / HISTORY_STEP) * HISTORY_STEP; at <= now; at += HISTORY_STEP)
        if (withinHours(at, this.#job.times.hours, this.#calendar)) instants.add(at)
      const last = this.#lastBeat(now)
      if (last !== null) instants.add(last)
      for (const at of instants) rows.push(...rowsAt(this.#job, this.#orders.seed, at))
    }
    for (let i = 0; i < rows.length && !this.#signal.aborted; i += BATCH)
      await this.#bulk(rows.slice(i, i + BATCH))
    await this.#remember(now)
  }

  /** The newest beat it would have sent: now, or just before it closed. Looked for over three days. */
  #lastBeat(now: number): number | null {
    const every = this.#every
    for (let at = Math.floor(now / every) * every; at > now - 3 * 86_400_000; at -= every)
      if (withinHours(at, this.#job.times.hours, this.#calendar)) return at
    return null
  }

  get #every() {
    const agreed = Math.max(1_000, parseDuration(this.#job.times.period)?.ms ?? 60_000)
    return Math.round(agreed / this.#orders.pace)
  }

  async #remember(until: number) {
    if (this.#signal.aborted) return
    this.#sentUntil = until
    await writeFile(`${this.#memory}.new`, JSON.stringify({ until }))
    await rename(`${this.#memory}.new`, this.#memory)
  }

  get #realtime() {
    return this.#job.series.some((s) => s.period === 'realtime')
  }

  /** Runs until the signal. A real-time source sends on every multiple of its period; the others look each minute. */
  async run(): Promise<void> {
    const every = this.#realtime ? this.#every : 60_000
    while (!this.#signal.aborted) {
      const next = (Math.floor(Date.now() / every) + 1) * every
      await this.#until(next)
      if (this.#signal.aborted) return
      const rows = this.#due(next)
      const sent: Row[] | null = misbehave(this.#job, rows, next)
      if (sent?.length) await this.#send(sent)
      if (!this.#realtime && rows.length) await this.#remember(next)
      else if (next % 30_000 === 0) await this.#remember(next)
    }
  }

  #due(at: number): Row[] {
    if (!this.#realtime) return periodRows(this.#job, this.#orders.seed, this.#sentUntil, at)
    return withinHours(at, this.#job.times.hours, this.#calendar)
      ? rowsAt(this.#job, this.#orders.seed, at)
      : []
  }

  #until(at: number) {
    return new Promise<void>((done) => {
      const timer = setTimeout(done, Math.max(0, at - Date.now()))
      this.#signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          done()
        },
        { once: true },
      )
    })
  }
}
