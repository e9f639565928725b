import type { PastRow } from './store.ts'

/** Reads rows after `from` up to `to`, at most `most`, in their order; `step` as in store.ts. */
export type Read = (from: number, to: number, most: number, step: number | null) => Promise<PastRow[]>

/** Rows held ready at most, beside the stretch that is being read. */
const MOST = 20_000
/** More than any one message may carry. */
const ONE_MOMENT = 1_000_000
/** The shortest and longest stretch of time read at once, ms. */
const SHORTEST = 1_000
const LONGEST = 7 * 86_400_000

/** The rows of a replay, read ahead in stretches: how much is held depends on neither the rate nor how dense the past is. */
export class Feed {
  readonly #read: Read
  #rows: PastRow[] = []
  #head = 0
  #covered: number
  #stretch: number
  #step: number | null
  #reading: Promise<void> | null = null
  #life = 0

  constructor(read: Read, from: number, stretch: number, step: number | null) {
    this.#read = read
    this.#covered = from
    this.#stretch = stretch
    this.#step = step
  }

  /** Up to when every row is at hand. */
  get covered(): number {
    return this.#covered
  }
  get step(): number | null {
    return this.#step
  }

  /** Forgets what was read and begins again after `from`: the series, the rate or the time are others now. */
  restart(from: number, stretch: number, step: number | null): void {
    this.#life++
    this.#rows = []
    this.#head = 0
    this.#covered = from
    this.#stretch = stretch
    this.#step = step
    this.#reading = null
  }

  /** When the next row at hand comes; null = none is at hand. */
  next(): number | null {
    return this.#rows[this.#head]?.comesAt ?? null
  }

  /** Takes the rows that come until `to`. */
  take(to: number): PastRow[] {
    const first = this.#head
    while (this.#head < this.#rows.length && (this.#rows[this.#head]?.comesAt ?? 0) <= to) this.#head++
    const taken = this.#rows.slice(first, this.#head)
    if (this.#head > MOST / 4) {
      this.#rows = this.#rows.slice(this.#head)
      this.#head = 0
    }
    return taken
  }

  /** Reads one stretch more, never past `end`; at once when one is being read. Rejects when the database does. */
  more(end: number): Promise<void> {
    if (this.#covered >= end || this.#rows.length - this.#head >= MOST) return Promise.resolve()
    if (this.#reading) return this.#reading
    const reading = this.#stretchOn(end).finally(() => {
      if (this.#reading === reading) this.#reading = null
    })
    this.#reading = reading
    return reading
  }

  async #stretchOn(end: number): Promise<void> {
    const life = this.#life
    const from = this.#covered
    // A conflated stretch ends with a step: half a step would show its newest row too late.
    const whole = (t: number) => (this.#step === null ? t : Math.ceil(t / this.#step) * this.#step)
    let to = Math.min(whole(from + this.#stretch), end)
    let rows = await this.#read(from, to, MOST, this.#step)
    if (rows.length >= MOST) {
      const last = rows.at(-1)?.comesAt ?? to
      const complete = this.#step === null ? last - 1 : whole(last) - this.#step
      if (complete > from) rows = rows.filter((r) => r.comesAt <= complete)
      // One message, or one step of very many series: it is taken as a whole.
      else rows = await this.#read(from, Math.min(whole(last), end), ONE_MOMENT, this.#step)
      to = complete > from ? complete : Math.min(whole(last), end)
    }
    if (life !== this.#life) return
    this.#rows = this.#rows.slice(this.#head).concat(rows)
    this.#head = 0
    this.#covered = to
    const wider = rows.length < MOST / 10 ? 2 : rows.length > MOST / 2 ? 0.5 : 1
    this.#stretch = Math.min(Math.max(this.#stretch * wider, SHORTEST), LONGEST)
  }
}
