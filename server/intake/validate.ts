import { type Interval, parsePeriod } from '../../shared/period.ts'
import { type RefusalCode, refusalText } from '../../shared/refusal.ts'
import { type IndicatorPeriod, STATUSES, type Status } from '../../shared/vocabulary.ts'
import { type CatalogueSnapshot, dayOf, type Indicator, type Unit } from '../catalogue/index.ts'
import type { RawRow } from './decode/types.ts'
import type { Connection, ContractSeries, Refusal } from './types.ts'

/** Clocks of sources may run ahead of ours by this much. */
export const SKEW_MS = 5 * 60_000
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

/** What judging needs of the catalogue; a preview adds indicators that are yet to be made. */
export type Known = Pick<
  CatalogueSnapshot,
  'indicator' | 'unitInForce' | 'unitById' | 'isWithin' | 'successorsOf' | 'measure' | 'convert'
>

class Refuse {
  readonly code: RefusalCode
  readonly field: string | null
  readonly detail: Record<string, unknown>
  constructor(code: RefusalCode, field: string | null, detail: Record<string, unknown> = {}) {
    this.code = code
    this.field = field
    this.detail = detail
  }
}

/** Judges each row on its own against catalogue and contract: one bad row costs no other. `now` in ms. */
export function validate(raw: RawRow[], connection: Connection, now: Known, at: number): Validated {
  const agreed = new Agreement(connection, now)
  const seen = new Map<string, number>()
  const out: Validated = { rows: [], refused: [] }
  for (const r of raw) {
    const result = judge(r, agreed, now, at, seen)
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
  agreed: Agreement,
  now: Known,
  at: number,
  seen: Map<string, number>,
): ValidRow | Refuse {
  const f = raw.fields
  if (!f) return new Refuse('ROW_SHAPE', null, raw.problem ? { problem: raw.problem } : {})
  const code = text(f.indicator)
  const unitCode = text(f.unit)
  if (code === null) return new Refuse('ROW_SHAPE', 'indicator')
  if (unitCode === null) return new Refuse('ROW_SHAPE', 'unit')
  if (f.value === undefined || f.value === null) return new Refuse('ROW_SHAPE', 'value')
  const indicator = now.indicator(code)
  if (!indicator) return new Refuse('UNKNOWN_INDICATOR', 'indicator', { indicator: code })
  const time = timeOf(f, indicator, at)
  if (time instanceof Refuse) return time
  const unit = now.unitInForce(unitCode, time.to > time.from ? time.to - 1 : time.from)
  if (!unit)
    return new Refuse('UNKNOWN_UNIT', 'unit', { unit: unitCode, at: new Date(time.from).toISOString() })
  const promise = agreed.find(indicator, unit, dayOf(time.to > time.from ? time.to - 1 : time.from))
  if (!promise) return new Refuse('NOT_IN_CONTRACT', 'indicator', { indicator: code, unit: unitCode })
  const value = numberOf(f, indicator, promise, now)
  if (value instanceof Refuse) return value
  const status =
    f.status === undefined || f.status === null || f.status === '' ? 'official' : statusOf(f.status)
  if (!status) return new Refuse('BAD_STATUS', 'status', { status: f.status, known: STATUSES })
  const key = `${indicator.id}/${unit.id}/${time.from}/${time.to}`
  const before = seen.get(key)
  if (before !== undefined) return new Refuse('DUPLICATE', null, { row: before })
  seen.set(key, raw.row)
  return {
    row: raw.row,
    indicatorId: indicator.id,
    unitId: unit.id,
    validFrom: time.from,
    validTo: time.to,
    period: time.period,
    value,
    status,
  }
}

const text = (v: unknown) =>
  typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : null
const statusOf = (v: unknown): Status | undefined => STATUSES.find((s) => s === v)

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/
const SHAPES: Record<Exclude<IndicatorPeriod, 'realtime'>, RegExp> = {
  daily: /^\d{4}-\d{2}-\d{2}$/,
  weekly: /^\d{4}-W\d{2}$/,
  monthly: /^\d{4}-\d{2}$/,
  quarterly: /^\d{4}-Q[1-4]$/,
  yearly: /^\d{4}$/,
}

function timeOf(
  f: Record<string, unknown>,
  indicator: Indicator,
  at: number,
): (Interval & { period: string | null }) | Refuse {
  const given = { at: text(f.at), period: text(f.period) }
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

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const NON_FINITE = /^[+-]?(nan|inf|infinity|∞)$/i

function numberOf(
  f: Record<string, unknown>,
  indicator: Indicator,
  promise: ContractSeries,
  now: Known,
): number | Refuse {
  const raw = typeof f.value === 'string' ? f.value.trim() : f.value
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
  const inAgreed = now.convert(sent, measure, agreed)
  const value = now.convert(sent, measure, indicator.measure)
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

/** What the connection's contract lets it send. An empty list: whatever its agency owns, or what is about its own units. */
class Agreement {
  readonly #series = new Map<string, (ContractSeries & { set: Set<string> | null })[]>()
  readonly #agency: Unit | undefined
  readonly #any: boolean
  readonly #now: Known
  constructor({ agencyId, contract }: Connection, now: Known) {
    this.#now = now
    this.#agency = now.unitById(agencyId)
    this.#any = contract.series.length === 0
    for (const s of contract.series) {
      const list = this.#series.get(s.indicator) ?? []
      list.push({ ...s, set: Array.isArray(s.units) ? new Set(s.units) : null })
      this.#series.set(s.indicator, list)
    }
  }
  find(indicator: Indicator, unit: Unit, day: string): ContractSeries | undefined {
    if (!this.#any)
      return this.#series.get(indicator.code)?.find((s) => s.set === null || s.set.has(unit.code))
    return indicator.ownerCode === this.#agency?.code || this.#isAbout(unit, day)
      ? { indicator: indicator.code }
      : undefined
  }
  /** Units below the agency on that day, the whole country for the nation, and those that were merged into its own. */
  #isAbout(unit: Unit, day: string): boolean {
    const agency = this.#agency
    if (!agency) return false
    const within = (id: number, on: string) => this.#now.isWithin(id, agency.id, on)
    return (
      agency.kind === 'nation' ||
      within(unit.id, day) ||
      this.#now.successorsOf(unit.id).some((s) => within(s.unit.id, s.day))
    )
  }
}
