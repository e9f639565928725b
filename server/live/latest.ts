import { type Entry, FLAG, type Status } from '../../shared/vocabulary.ts'

/** The newest value of a series, as the database holds it. Times are ms since 1970. */
export type LatestRow = {
  series: number
  validFrom: number
  validTo: number
  period: string | null
  value: number
  status: Status
  entry: Entry
  simulated: boolean
  revision: number
  recordedAt: number
  /** Whether it took the place of another value of the same time; absent: the table itself sees. */
  corrects?: boolean
}

const STATUS_FLAG: Record<Status, number> = {
  provisional: FLAG.provisional,
  estimated: FLAG.estimated,
  revised: FLAG.revised,
  official: 0,
}
const ENTRY_FLAG: Record<Entry, number> = { machine: 0, file: FLAG.file, hand: FLAG.hand }

export const flagsOf = (r: Pick<LatestRow, 'status' | 'entry' | 'simulated' | 'corrects'>) =>
  STATUS_FLAG[r.status] |
  ENTRY_FLAG[r.entry] |
  (r.simulated ? FLAG.simulated : 0) |
  (r.corrects ? FLAG.corrected : 0)

/** Numbers of one series stand together: a change touches one line of the processor's memory, not one for each column. */
const NUMBERS = 4
const [VALUE, VALID_FROM, VALID_TO, RECORDED_AT] = [0, 1, 2, 3]
/** Beside the flags that screens know: the value is about a named period. */
const NAMED = 1 << 15

/** The newest value of every series, indexed by series id: 36 bytes each, no objects. */
export class LatestTable {
  #numbers = new Float64Array(0)
  /** Flags in the low half, the revision in the high one. */
  #marks = new Uint32Array(0)
  readonly #period = new Map<number, string>()

  put(r: LatestRow): void {
    this.#grow(r.series)
    const at = r.series * NUMBERS
    const corrected = this.#corrects(r, at) ? FLAG.corrected : 0
    this.#numbers[at + VALUE] = r.value
    this.#numbers[at + VALID_FROM] = r.validFrom
    this.#numbers[at + VALID_TO] = r.validTo
    this.#numbers[at + RECORDED_AT] = r.recordedAt
    const before = this.#marks[r.series] ?? 0
    const named = r.period === null ? 0 : NAMED
    this.#marks[r.series] = flagsOf(r) | named | corrected | (Math.min(r.revision, 65_535) << 16)
    if (r.period !== null) this.#period.set(r.series, r.period)
    else if (before & NAMED) this.#period.delete(r.series)
  }

  /** Marks a value as one that took another's place: what a start cannot see by itself. */
  correct(series: number): void {
    if (this.has(series)) this.#marks[series] = (this.#marks[series] ?? 0) | FLAG.corrected
  }

  /** Whether a row, or one of the same time before it, changed what was shown; the same number confirmed does not. */
  #corrects(r: LatestRow, at: number): boolean {
    if (this.#numbers[at + VALID_FROM] !== r.validFrom || this.#numbers[at + VALID_TO] !== r.validTo)
      return false
    return this.#numbers[at + VALUE] !== r.value || ((this.#marks[r.series] ?? 0) & FLAG.corrected) !== 0
  }

  has(series: number): boolean {
    const value = this.#numbers[series * NUMBERS + VALUE]
    return value !== undefined && !Number.isNaN(value)
  }

  /** The named period of the newest value; null for an instant and for none. */
  period(series: number): string | null {
    return (this.#marks[series] ?? 0) & NAMED ? (this.#period.get(series) ?? null) : null
  }

  /** Throws when there is no value: ask `has` first. */
  get(series: number) {
    if (!this.has(series)) throw new Error(`series ${series} has no value`)
    const at = series * NUMBERS
    const marks = this.#marks[series] ?? 0
    return {
      value: this.#numbers[at + VALUE] ?? Number.NaN,
      validFrom: this.#numbers[at + VALID_FROM] ?? 0,
      validTo: this.#numbers[at + VALID_TO] ?? 0,
      recordedAt: this.#numbers[at + RECORDED_AT] ?? 0,
      flags: marks & (NAMED - 1),
      revision: marks >>> 16,
      period: this.period(series),
    }
  }

  #grow(series: number): void {
    if (series < this.#marks.length) return
    const size = Math.max(1024, 2 ** Math.ceil(Math.log2(series + 1)))
    const numbers = new Float64Array(size * NUMBERS).fill(Number.NaN)
    numbers.set(this.#numbers)
    this.#numbers = numbers
    const marks = new Uint32Array(size)
    marks.set(this.#marks)
    this.#marks = marks
  }
}
