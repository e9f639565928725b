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
}

const STATUS_FLAG: Record<Status, number> = {
  provisional: FLAG.provisional,
  estimated: FLAG.estimated,
  revised: FLAG.revised,
  official: 0,
}
const ENTRY_FLAG: Record<Entry, number> = { machine: 0, file: FLAG.file, hand: FLAG.hand }

export const flagsOf = (r: Pick<LatestRow, 'status' | 'entry' | 'simulated'>) =>
  STATUS_FLAG[r.status] | ENTRY_FLAG[r.entry] | (r.simulated ? FLAG.simulated : 0)

/** The newest value of every series in typed columns indexed by series id: a few bytes each, no objects. */
export class LatestTable {
  #value = new Float64Array(0)
  #validFrom = new Float64Array(0)
  #validTo = new Float64Array(0)
  #recordedAt = new Float64Array(0)
  #flags = new Uint16Array(0)
  #revision = new Uint16Array(0)
  readonly #period = new Map<number, string>()

  put(r: LatestRow): void {
    this.#grow(r.series)
    this.#value[r.series] = r.value
    this.#validFrom[r.series] = r.validFrom
    this.#validTo[r.series] = r.validTo
    this.#recordedAt[r.series] = r.recordedAt
    this.#flags[r.series] = flagsOf(r)
    this.#revision[r.series] = Math.min(r.revision, 65_535)
    if (r.period === null) this.#period.delete(r.series)
    else this.#period.set(r.series, r.period)
  }

  has(series: number): boolean {
    return series < this.#value.length && !Number.isNaN(this.#value[series])
  }

  /** Throws when there is no value: ask `has` first. */
  get(series: number) {
    if (!this.has(series)) throw new Error(`series ${series} has no value`)
    return {
      value: this.#value[series] ?? Number.NaN,
      validFrom: this.#validFrom[series] ?? 0,
      validTo: this.#validTo[series] ?? 0,
      recordedAt: this.#recordedAt[series] ?? 0,
      flags: this.#flags[series] ?? 0,
      revision: this.#revision[series] ?? 0,
      period: this.#period.get(series) ?? null,
    }
  }

  #grow(series: number): void {
    if (series < this.#value.length) return
    const size = Math.max(1024, 2 ** Math.ceil(Math.log2(series + 1)))
    const wider = (old: Float64Array, fill = 0) => {
      const next = new Float64Array(size).fill(fill)
      next.set(old)
      return next
    }
    this.#value = wider(this.#value, Number.NaN)
    this.#validFrom = wider(this.#validFrom)
    this.#validTo = wider(this.#validTo)
    this.#recordedAt = wider(this.#recordedAt)
    const flags = new Uint16Array(size)
    flags.set(this.#flags)
    this.#flags = flags
    const revision = new Uint16Array(size)
    revision.set(this.#revision)
    this.#revision = revision
  }
}
