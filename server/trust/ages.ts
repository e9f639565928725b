import type { Calendar } from '../../shared/calendar.ts'
import { freshnessAt, type Times } from '../../shared/freshness.ts'
import { FRESHNESS, type Freshness } from '../../shared/vocabulary.ts'
import { Timers } from './timers.ts'
import { slackMs } from './times.ts'

export type Age = { state: Freshness; since: number }
const NEVER: Age = { state: 'never', since: 0 }

/** The freshness of every series, kept current by timers: nothing is scanned, only what changes is touched. */
export class Ages {
  /** By series id: the base at twice it, since when at the next; what is read together stands together. */
  #times = new Float64Array(0)
  #state = new Uint8Array(0)
  readonly #timers = new Timers()
  readonly #timesOf: (series: number) => Times
  readonly #calendar: () => Calendar
  readonly #changed: (series: number, from: Freshness, to: Freshness) => void

  constructor(
    timesOf: (series: number) => Times,
    calendar: () => Calendar,
    changed: (series: number, from: Freshness, to: Freshness) => void,
  ) {
    this.#timesOf = timesOf
    this.#calendar = calendar
    this.#changed = changed
  }

  of(series: number): Age {
    const state = FRESHNESS[this.#state[series] ?? 0]
    return state && state !== 'never' ? { state, since: this.#times[series * 2 + 1]! } : NEVER
  }

  /** The end of the time that the series' newest value is about (ms). Returns whether its freshness changed. */
  record(series: number, base: number, now: number): boolean {
    this.#grow(series)
    this.#times[series * 2] = base
    return this.evaluate(series, now)
  }

  /** After a change of contract or at its timer. Returns whether its freshness changed. */
  evaluate(series: number, now: number): boolean {
    this.#grow(series)
    const base = this.#times[series * 2]!
    const times = this.#timesOf(series)
    let f = freshnessAt(now, Number.isNaN(base) ? null : base, times, this.#calendar())
    const slack = slackMs(times.period)
    if (f.state === 'due' && now < f.since + slack)
      f = { state: 'fresh', since: base, until: f.since + slack }
    else if (f.state === 'fresh') f.until += slack
    this.#timers.set(series, f.until)
    const before = FRESHNESS[this.#state[series]!] ?? 'never'
    this.#times[series * 2 + 1] = f.since
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
    if (series < this.#state.length) return
    const size = Math.max(1024, 2 ** Math.ceil(Math.log2(series + 1)))
    const times = new Float64Array(size * 2).fill(Number.NaN)
    times.set(this.#times)
    const state = new Uint8Array(size)
    state.set(this.#state)
    this.#times = times
    this.#state = state
  }
}
