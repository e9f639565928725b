import type { FastifyInstance } from 'fastify'
import type { Series } from '../catalogue/index.ts'
import { type Forecast, forecastOf } from '../history/index.ts'

/** Kept forecasts; the oldest go first. */
const MOST = 5_000
/** A series that moves each second is not projected each second. */
const AGAIN_MS = 10 * 60_000

type Kept = { asked: number; at: number; forecast: Forecast | null; running: boolean }

/** What series are projected to come to, worked out from their history in the background, one after the other. */
export class Forecasts {
  readonly #app: FastifyInstance
  readonly #told: (series: number) => void
  readonly #kept = new Map<string, Kept>()
  #turn: Promise<void> = Promise.resolve()
  #closed = false

  constructor(app: FastifyInstance, told: (series: number) => void) {
    this.#app = app
    this.#told = told
  }

  /** The newest known; null while there is none. Asks for a new one when the series has moved on. */
  of(series: Series, ahead: number, { validTo }: { validTo: number }): Forecast | null {
    const key = `${series.id}/${ahead}`
    const kept = this.#kept.get(key) ?? { asked: 0, at: Number.NaN, forecast: null, running: false }
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest)
    if (!kept.running && kept.at !== validTo && Date.now() - kept.asked > AGAIN_MS) {
      Object.assign(kept, { asked: Date.now(), at: validTo, running: true })
      this.#turn = this.#turn.then(() => this.#work(series, ahead, kept))
    }
    return kept.forecast
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#turn
  }

  async #work(series: Series, ahead: number, kept: Kept): Promise<void> {
    if (this.#closed) return
    try {
      kept.forecast = await forecastOf(this.#app, series, ahead)
      this.#told(series.id)
    } catch (error) {
      this.#app.log.warn({ error, series: series.id }, 'no forecast')
    }
    kept.running = false
  }
}
