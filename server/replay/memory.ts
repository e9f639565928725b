import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Knowledge } from '../../shared/clock.ts'
import type { Contracts } from './contracts.ts'
import { Engine } from './engine.ts'
import { Parts } from './parts.ts'
import { type PastRow, readAsOf, readWindow } from './store.ts'

/** As the live room keeps of each part; see Computed. */
const KEPT_TIMES = 3

/** What one clock knows: its engine, filled from the database with the series that are asked for and their parts. */
export class Memory {
  engine: Engine
  readonly #app: FastifyInstance
  readonly #pool: pg.Pool
  readonly #contracts: Contracts
  readonly #known: Knowledge
  #parts: Parts
  /** Series that the engine holds as parts of a whole. */
  readonly #partSeries = new Set<number>()
  readonly #wanted = new Set<number>()
  readonly #wantedParts = new Set<number>()

  constructor(app: FastifyInstance, pool: pg.Pool, contracts: Contracts, known: Knowledge, at: number) {
    this.#app = app
    this.#pool = pool
    this.#contracts = contracts
    this.#known = known
    this.#parts = new Parts(app.catalogue.now())
    this.engine = new Engine(app, contracts, this.#partSeries, at)
  }

  /** Notes what the engine lacks of these series and of what their wholes are worked out from; false = nothing. */
  want(series: readonly number[]): boolean {
    const parts = this.#parts.of(series)
    const lacks = (s: number) => !this.engine.knows(s)
    for (const s of series) if (lacks(s)) this.#wanted.add(s)
    for (const s of parts) {
      if (!lacks(s) && this.#partSeries.has(s)) continue
      this.#wanted.add(s)
      this.#wantedParts.add(s)
    }
    return this.#wanted.size > 0
  }

  /** Reads all that is wanted by now, as of the engine's time. False = nothing was. */
  async learn(): Promise<boolean> {
    const wanted = this.#take()
    if (!wanted.length) return false
    try {
      this.engine.learn(wanted, await this.#asOf(wanted, this.engine.at))
    } catch (error) {
      // Whoever asks again asks for these again, as parts too.
      for (const s of wanted) this.#partSeries.delete(s)
      throw error
    }
    return true
  }

  /** Another time: another engine that knows the same series. */
  async moveTo(at: number): Promise<void> {
    const series = [...new Set([...this.engine.series, ...this.#take()])]
    const engine = new Engine(this.#app, this.#contracts, this.#partSeries, at)
    engine.learn(series, await this.#asOf(series, at))
    engine.tookPeriod()
    this.engine = engine
  }

  /** The rows that come after `from` up to `to`; see Feed. */
  window(from: number, to: number, most: number, step: number | null): Promise<PastRow[]> {
    const { series } = this.engine
    const exact = step === null ? [] : this.#parts.kept(this.#partSeries)
    return readWindow(this.#pool, { series, exact, from, to, step, most, known: this.#known })
  }

  /** After a change of the catalogue or its series. */
  relearn(): void {
    this.#parts = new Parts(this.#app.catalogue.now())
    this.engine.relearn()
  }

  /** What is wanted by now; a part counts as one from here on, so that its rows are read as a part's. */
  #take(): number[] {
    const wanted = [...this.#wanted]
    for (const s of this.#wantedParts) this.#partSeries.add(s)
    this.#wanted.clear()
    this.#wantedParts.clear()
    return wanted
  }

  async #asOf(series: readonly number[], at: number): Promise<PastRow[]> {
    const deep = new Set(this.#parts.kept(series.filter((s) => this.#partSeries.has(s))))
    const flat = series.filter((s) => !deep.has(s))
    const [single, kept] = await Promise.all([
      readAsOf(this.#pool, flat, 1, at, this.#known),
      readAsOf(this.#pool, [...deep], KEPT_TIMES, at, this.#known),
    ])
    return [...single, ...kept]
  }
}
