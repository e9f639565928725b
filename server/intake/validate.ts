import { refusalText } from '../../shared/refusal.ts'
import { STATUSES, type Status } from '../../shared/vocabulary.ts'
import { type Agreement, agreementOf, type Known, type Pair } from './agreement.ts'
import { OpenNumber, Percent } from './decode/numerals.ts'
import type { RawRow } from './decode/types.ts'
import { Refuse } from './refuse.ts'
import { type RowTime, Times, text } from './row-time.ts'
import type { Connection, Refusal } from './types.ts'

export type { Known } from './agreement.ts'
export { SKEW_MS } from './row-time.ts'
export type ValidRow = {
  row: number
  indicatorId: number
  unitId: number
  /** ms since 1970; an instant has validFrom = validTo. */
  validFrom: number
  validTo: number
  period: string | null
  /** In the indicator's own unit of measure. */
  value: number
  status: Status
}
export type RefusedRow = Refusal & { content: string }
export type Validated = { rows: ValidRow[]; refused: RefusedRow[] }

/** Judges each row on its own against catalogue and contract: one bad row costs no other. `now` in ms. */
export function validate(raw: RawRow[], connection: Connection, now: Known, at: number): Validated {
  const message = { agreed: agreementOf(connection, now), times: new Times(at), seen: new Seen() }
  const out: Validated = { rows: [], refused: [] }
  for (const r of raw) {
    const result = judge(r, message, now)
    if (result instanceof Refuse) out.refused.push(refusedRow(r, result))
    else out.rows.push(result)
  }
  return out
}

export function refusedRow(
  raw: RawRow,
  { code, field, detail }: Pick<Refuse, 'code' | 'field' | 'detail'>,
): RefusedRow {
  const message = { vi: refusalText(code, 'vi'), en: refusalText(code, 'en') }
  return { row: raw.row, code, field, message, detail, content: raw.content }
}

function judge(
  raw: RawRow,
  { agreed, times, seen }: { agreed: Agreement; times: Times; seen: Seen },
  now: Known,
): ValidRow | Refuse {
  const f = raw.fields
  if (!f) return new Refuse('ROW_SHAPE', null, raw.problem ? { problem: raw.problem } : {})
  const code = text(f.indicator)
  const unitCode = text(f.unit)
  if (code === null) return new Refuse('ROW_SHAPE', 'indicator')
  if (unitCode === null) return new Refuse('ROW_SHAPE', 'unit')
  if (f.value === undefined || f.value === null) return new Refuse('ROW_SHAPE', 'value')
  let pair: ReturnType<Agreement['at']> | undefined = agreed.seen(code, unitCode)
  const indicator = pair?.indicator ?? now.indicator(code)
  if (!indicator) return new Refuse('UNKNOWN_INDICATOR', 'indicator', { indicator: code })
  const time = times.of(f, indicator)
  if (time instanceof Refuse) return time
  const moment = time.to > time.from ? time.to - 1 : time.from
  if (!pair || moment < pair.from || moment >= pair.to) pair = agreed.at(indicator, unitCode, moment)
  if (pair === 'no such unit')
    return new Refuse('UNKNOWN_UNIT', 'unit', { unit: unitCode, at: new Date(time.from).toISOString() })
  if (pair === 'not agreed')
    return new Refuse('NOT_IN_CONTRACT', 'indicator', { indicator: code, unit: unitCode })
  const of = { indicator: code, unit: pair.unit.code, period: time.period }
  const value = numberOf(f, pair, now)
  if (value instanceof Refuse) return about(value, of)
  const status =
    f.status === undefined || f.status === null || f.status === '' ? 'official' : statusOf(f.status)
  if (!status) return about(new Refuse('BAD_STATUS', 'status', { status: f.status, known: STATUSES }), of)
  const before = seen.before(pair, time, raw.row)
  if (before !== null) return new Refuse('DUPLICATE', null, { row: before })
  return {
    row: raw.row,
    indicatorId: indicator.id,
    unitId: pair.unit.id,
    validFrom: time.from,
    validTo: time.to,
    period: time.period,
    value,
    status,
  }
}

/** With what the row was about, of a named period: the coverage board tells it from a value that never came. */
const about = (r: Refuse, { period, ...of }: { indicator: string; unit: string; period: string | null }) =>
  period === null ? r : new Refuse(r.code, r.field, { ...r.detail, of: { ...of, period } })

/** Which times of which series a message has had. Nearly always one of each: only a second one needs a table. */
class Seen {
  readonly #first = new Map<Pair, { time: RowTime; row: number }>()
  readonly #more = new Map<Pair, Map<string, number>>()

  /** The row that was about the same; null when this is the first. */
  before(pair: Pair, time: RowTime, row: number): number | null {
    const first = this.#first.get(pair)
    if (!first) {
      this.#first.set(pair, { time, row })
      return null
    }
    if (first.time.from === time.from && first.time.to === time.to) return first.row
    const key = `${time.from}/${time.to}`
    const more = this.#more.get(pair) ?? new Map<string, number>()
    const before = more.get(key)
    if (before !== undefined) return before
    this.#more.set(pair, more.set(key, row))
    return null
  }
}

const statusOf = (v: unknown): Status | undefined => STATUSES.find((s) => s === v)

/** The catalogue's own code of hundredths. */
const PERCENT = '%'
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const NON_FINITE = /^[+-]?(nan|inf|infinity|∞)$/i

function numberOf(f: Record<string, unknown>, { indicator, promise }: Pair, now: Known): number | Refuse {
  if (f.value instanceof OpenNumber)
    return new Refuse('AMBIGUOUS_NUMBER', 'value', { value: f.value.text, readings: f.value.readings })
  const percent = f.value instanceof Percent ? f.value : null
  const raw = percent ? percent.percent : typeof f.value === 'string' ? f.value.trim() : f.value
  if (typeof raw === 'string' && NON_FINITE.test(raw))
    return new Refuse('NOT_FINITE', 'value', { value: raw })
  const sent =
    typeof raw === 'number' ? raw : typeof raw === 'string' && NUMBER.test(raw) ? Number(raw) : null
  if (sent === null) return new Refuse('NOT_A_NUMBER', 'value', { value: String(raw).slice(0, 100) })
  if (!Number.isFinite(sent)) return new Refuse('NOT_FINITE', 'value', { value: String(raw).slice(0, 100) })
  const agreed = promise.measure ?? indicator.measure
  const measure = f.measure === undefined || f.measure === null || f.measure === '' ? agreed : text(f.measure)
  if (measure === null || !now.measure(measure))
    return new Refuse('UNKNOWN_MEASURE', 'measure', { measure: f.measure, expected: agreed })
  // A percentage is one, whatever the row calls its measure: what does not convert from it was never meant.
  const from = percent ? PERCENT : measure
  if (percent && now.convert(1, PERCENT, measure) === null)
    return new Refuse('PERCENT_CELL', 'value', { value: percent.text, expected: measure })
  const inAgreed = now.convert(sent, from, agreed)
  const value = now.convert(sent, from, indicator.measure)
  if (inAgreed === null || value === null)
    return new Refuse('WRONG_MEASURE', 'measure', { measure, expected: agreed })
  if (!Number.isFinite(value)) return new Refuse('NOT_FINITE', 'value', { value: String(raw) })
  const { min, max } = promise
  if ((min !== undefined && inAgreed < min) || (max !== undefined && inAgreed > max))
    return new Refuse('RANGE', 'value', {
      value: inAgreed,
      min: min ?? null,
      max: max ?? null,
      measure: agreed,
    })
  return value
}
