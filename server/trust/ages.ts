import { type ContractTimes, freshnessAt } from '../../shared/freshness.ts'
import { FRESHNESS, type Freshness } from '../../shared/vocabulary.ts'
import { Timers } from './timers.ts'
import { slackMs } from './times.ts'

export type Age = { state: Freshness; since: number }
const NEVER: Age = { state: 'never', since: 0 }

/** The freshness of every series, kept current by timers: nothing is scanned, only what changes is touched. */
export class Ages {
  /** By series id. */
  #base = new Float64Array(0)
  #state = new Uint8Array(0)
  #since = new Float64Array(0)
  readonly #timers = new Timers()
  readonly #timesOf: (series: number) => ContractTimes
  readonly #changed: (series: number, from: Freshness, to: Freshness) => void

  constructor(
    timesOf: (series: number) => ContractTimes,
    changed: (series: number, from: Freshness, to: Freshness) => void,
  ) {
    this.#timesOf = timesOf
    this.#changed = changed
  }

  of(series: number): Age {
    const state = FRESHNESS[this.#state[series] ?? 0]
    return state && state !== 'never' ? { state, since: this.#since[series]! } : NEVER
  }

  /** The end of the time that the series' newest value is about (ms). Returns whether its freshness changed. */
  record(series: number, base: number, now: number): boolean {
    this.#grow(series)
    this.#base[series] = base
    return this.evaluate(series, now)
  }

  /** After a change of contract or at its timer. Returns whether its freshness changed. */
  evaluate(series: number, now: number): boolean {
    this.#grow(series)
    const base = this.#base[series]!
    const times = this.#timesOf(series)
    let f = freshnessAt(now, Number.isNaN(base) ? null : base, times)
    const slack = slackMs(times.period)
    if (f.state === 'due' && now < f.since + slack)
      f = { state: 'fresh', since: base, until: f.since + slack }
    else if (f.state === 'fresh') f.until += slack
    this.#timers.set(series, f.until)
    const before = FRESHNESS[this.#state[series]!] ?? 'never'
    this.#since[series] = f.since
    if (before === f.state) return false
    this.#state[series] = FRESHNESS.indexOf(f.state)
    this.#changed(series, before, f.state)
    return true
  }

  /** Evaluates what has come due; returns the series whose freshness changed. */
  pass(now: number): number[] {
    return this.#timers.due(now).filter((series) => this.evaluate(series, now))
  }

  next(): number {
    return this.#timers.next()
  }

  #grow(series: number): void {
    if (series < this.#base.length) return
    const size = Math.max(1024, 2 ** Math.ceil(Math.log2(series + 1)))
    const base = new Float64Array(size).fill(Number.NaN)
    base.set(this.#base)
    const state = new Uint8Array(size)
    state.set(this.#state)
    const since = new Float64Array(size)
    since.set(this.#since)
    this.#base = base
    this.#state = state
    this.#since = since
  }
}
