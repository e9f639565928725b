import { type Interval, parsePeriod } from '../../shared/period.ts'
import type { IndicatorPeriod } from '../../shared/vocabulary.ts'
import type { Indicator } from '../catalogue/index.ts'
import { Refuse } from './refuse.ts'

/** Clocks of sources may run ahead of ours by this much. */
export const SKEW_MS = 5 * 60_000
/** What a row is about; an instant has no period. */
export type RowTime = Interval & { period: string | null }

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/
const SHAPES: Record<Exclude<IndicatorPeriod, 'realtime'>, RegExp> = {
  daily: /^\d{4}-\d{2}-\d{2}$/,
  weekly: /^\d{4}-W\d{2}$/,
  monthly: /^\d{4}-\d{2}$/,
  quarterly: /^\d{4}-Q[1-4]$/,
  yearly: /^\d{4}$/,
}

export const text = (v: unknown) =>
  typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : null

/** Reads the times of one message's rows. They are mostly the same: what was read last is not read again. */
export class Times {
  /** When the message was received (ms). */
  readonly #at: number
  #text = ''
  /** Whose periods the last one was read for; null = an instant. */
  #kind: Indicator['period'] | null = null
  #cutoff: Indicator['cutoff'] = 'calendar'
  #last: RowTime | null = null

  constructor(at: number) {
    this.#at = at
  }

  of(f: Record<string, unknown>, indicator: Indicator): RowTime | Refuse {
    const at = text(f.at)
    const period = text(f.period)
    const given = at ?? period
    const kind = at === null ? indicator.period : null
    if (
      this.#last &&
      given === this.#text &&
      (at === null) !== (period === null) &&
      kind === this.#kind &&
      (kind === null ? indicator.period === 'realtime' : indicator.cutoff === this.#cutoff)
    )
      return this.#last
    const time = timeOf({ at, period }, indicator, this.#at)
    if (time instanceof Refuse) return time
    this.#text = given ?? ''
    this.#kind = kind
    this.#cutoff = indicator.cutoff
    this.#last = time
    return time
  }
}

function timeOf(
  given: { at: string | null; period: string | null },
  indicator: Indicator,
  at: number,
): RowTime | Refuse {
  if ((given.at === null) === (given.period === null))
    return new Refuse('BAD_TIME', given.at === null ? 'period' : 'at', { problem: 'either at or period' })
  if (given.at !== null) {
    if (indicator.period !== 'realtime')
      return new Refuse('WRONG_PERIOD', 'at', { expected: indicator.period })
    const ms = INSTANT.test(given.at) ? Date.parse(given.at) : Number.NaN
    if (Number.isNaN(ms) || ms < Date.UTC(1900)) return new Refuse('BAD_TIME', 'at', { at: given.at })
    if (ms > at + SKEW_MS)
      return new Refuse('FUTURE', 'at', { at: given.at, now: new Date(at).toISOString() })
    return { from: ms, to: ms, period: null }
  }
  const period = given.period!
  const interval = parsePeriod(period, indicator.cutoff)
  if (!interval) return new Refuse('BAD_TIME', 'period', { period })
  if (indicator.period === 'realtime' || !SHAPES[indicator.period].test(period))
    return new Refuse('WRONG_PERIOD', 'period', { period, expected: indicator.period })
  // A period that has begun may be reported before it ends (an estimate); one that has not cannot be known.
  if (interval.from > at + SKEW_MS)
    return new Refuse('FUTURE', 'period', { period, now: new Date(at).toISOString() })
  return { ...interval, period }
}
