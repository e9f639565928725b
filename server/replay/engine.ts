import type { FastifyInstance } from 'fastify'
import { tierOf } from '../../shared/deadline.ts'
import { type Cells, Computed, cellsOf, flagsOf } from '../live/index.ts'
import { Ages, Coverage, timesFor } from '../trust/index.ts'
import type { Contracts } from './contracts.ts'
import type { PastRow } from './store.ts'

/**
 * The live room's own machinery on another clock: newest values, wholes worked out from their parts, freshness by timers.
 * It knows only the series it was told of, and moves forward only.
 */
export class Engine {
  readonly cells: Cells
  readonly coverage = new Coverage()
  readonly #contracts: Contracts
  readonly #newest = new Map<number, PastRow>()
  /** Known series in the order they came: their place here is their place among the ages. */
  readonly #series: number[] = []
  readonly #place = new Map<number, number>()
  /** Series that a whole on screen is worked out from. */
  readonly #parts: ReadonlySet<number>
  readonly #ages: Ages
  readonly #computed: Computed
  readonly #changed = new Set<number>()
  readonly #simulated = new Set<number>()
  #at: number
  #periodChanged = false

  constructor(app: FastifyInstance, contracts: Contracts, parts: ReadonlySet<number>, at: number) {
    this.#contracts = contracts
    this.#parts = parts
    this.#at = at
    const { catalogue } = app
    const seriesAt = (place: number) => this.#series[place] ?? -1
    const timesOf = (series: number) =>
      timesFor(
        contracts.at(this.#newest.get(series)?.connection, this.#at),
        catalogue.now().series(series)?.indicator.period ?? 'yearly',
        tierOf(catalogue.now().series(series)?.unit.kind ?? 'nation'),
      )
    this.#ages = new Ages(
      (place) => timesOf(seriesAt(place)),
      app.calendar.now,
      (place, from, to) => {
        const indicator = catalogue.now().series(seriesAt(place))?.indicator
        if (indicator) this.coverage.changed(indicator.id, from, to)
      },
    )
    const age = (series: number) => this.#ages.of(this.#place.get(series) ?? Number.MAX_SAFE_INTEGER)
    const times = (series: number) => (this.#newest.has(series) ? timesOf(series) : null)
    const latest = {
      has: (series: number) => this.#newest.has(series),
      get: (series: number) => {
        const row = this.#newest.get(series)
        if (!row) throw new Error(`series ${series} has no value`)
        const { value, validFrom, validTo, recordedAt, period } = row
        const revision = Math.min(row.revision, 65_535)
        return { value, validFrom, validTo, recordedAt, flags: flagsOf(row), revision, period }
      },
    }
    this.#computed = new Computed({
      now: () => catalogue.now(),
      age,
      isSent: latest.has,
      latest: (series) => this.#newest.get(series)?.value ?? null,
      times,
    })
    const connectionOf = (series: number) => this.#newest.get(series)?.connection ?? null
    this.cells = cellsOf(
      app,
      latest,
      this.#computed,
      { age, times, connectionOf },
      () => this.#at,
      () => false,
    )
  }

  get at(): number {
    return this.#at
  }
  get series(): readonly number[] {
    return this.#series
  }
  knows(series: number): boolean {
    return this.#place.has(series)
  }
  get simulated(): boolean {
    return this.#simulated.size > 0
  }

  /** Takes in series with what was known of them at this engine's time, oldest first. */
  learn(series: readonly number[], rows: readonly PastRow[]): void {
    for (const s of series) if (!this.#place.has(s)) this.#place.set(s, this.#series.push(s) - 1)
    this.advance(this.#at, rows)
  }

  /** After a change of the catalogue or its series. */
  relearn(): void {
    this.#computed.relearn()
  }

  /** Goes on to `to` with the rows that came until then; returns the series whose cell changed. */
  advance(to: number, rows: readonly PastRow[]): ReadonlySet<number> {
    const from = this.#at
    this.#at = Math.max(from, to)
    this.#changed.clear()
    for (const row of rows) this.#put(row)
    const turned = new Set(this.#contracts.changed(from, this.#at))
    if (turned.size)
      for (const [series, { connection }] of this.#newest)
        if (connection && turned.has(connection)) this.#evaluate(series)
    for (const place of this.#ages.pass(this.#at)) this.#aged(this.#series[place] ?? -1)
    for (const series of this.#computed.settle(this.#at)) this.#changed.add(series)
    this.#computed.wanted.length = 0
    return this.#changed
  }

  /** When something next changes by time alone; infinite = never. */
  next(): number {
    return Math.min(this.#ages.next(), this.#contracts.next(this.#at))
  }

  /** Whether a series' newest value came to speak of another period since this was last asked: its target may differ. */
  tookPeriod(): boolean {
    const was = this.#periodChanged
    this.#periodChanged = false
    return was
  }

  #put(row: PastRow): void {
    const { series } = row
    const place = this.#place.get(series)
    if (place === undefined) return
    if (this.#parts.has(series)) this.#computed.record(series, { ...row, flags: flagsOf(row) })
    const before = this.#newest.get(series)
    if (
      before &&
      (row.validTo < before.validTo || (row.validTo === before.validTo && row.validFrom < before.validFrom))
    )
      return
    if (before && before.period !== row.period) this.#periodChanged = true
    this.#newest.set(series, row)
    if (row.simulated) this.#simulated.add(series)
    else this.#simulated.delete(series)
    this.#changed.add(series)
    if (this.#ages.record(place, row.validTo, this.#at)) this.#aged(series)
  }

  #evaluate(series: number): void {
    const place = this.#place.get(series)
    if (place !== undefined && this.#ages.evaluate(place, this.#at)) this.#aged(series)
  }

  #aged(series: number): void {
    this.#changed.add(series)
    if (this.#parts.has(series)) this.#computed.aged(series)
  }
}
