import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import { type CatalogueSnapshot, dayOf, type Indicator, type Unit } from '../catalogue/index.ts'
import type { Connection, ContractSeries } from './types.ts'

/** What judging needs of the catalogue; a preview adds indicators that are yet to be made. */
export type Known = Pick<
  CatalogueSnapshot,
  'indicator' | 'unitInForce' | 'unitById' | 'isWithin' | 'successorsOf' | 'measure' | 'convert'
>
/** What was agreed of an indicator and a unit's code. The unit that bears the code is that of the days from `from` to `to`. */
export type Pair = {
  indicator: Indicator
  unit: Unit
  promise: ContractSeries
  /** ms since 1970, half-open: one day in Viet Nam. */
  from: number
  to: number
}
const DAY_MS = 86_400_000

/** What the connection's contract lets it send. An empty list: whatever its agency owns, or what is about its own units. */
export class Agreement {
  readonly #series = new Map<string, (ContractSeries & { set: Set<string> | null })[]>()
  readonly #agency: Unit | undefined
  readonly #any: boolean
  readonly #now: Known
  /** By the two codes as sent. Only what was agreed is kept: no more than the catalogue holds. */
  readonly #pairs = new Map<string, Map<string, Pair>>()

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

  /** What an earlier row of these codes was found to be, whatever its day. */
  seen(indicator: string, unit: string): Pair | undefined {
    return this.#pairs.get(indicator)?.get(unit)
  }

  /** What is agreed at an instant (ms); the same pair for the same codes, brought to that day. Or what there is not. */
  at(indicator: Indicator, code: string, at: number): Pair | 'no such unit' | 'not agreed' {
    const unit = this.#now.unitInForce(code, at)
    if (!unit) return 'no such unit'
    const promise = this.#find(indicator, unit, dayOf(at))
    if (!promise) return 'not agreed'
    const from = Math.floor((at + ZONE_OFFSET_MS) / DAY_MS) * DAY_MS - ZONE_OFFSET_MS
    const day = { unit, promise, from, to: from + DAY_MS }
    const before = this.seen(indicator.code, code)
    if (before) return Object.assign(before, day)
    const pair = { indicator, ...day }
    const pairs = this.#pairs.get(indicator.code) ?? new Map<string, Pair>()
    this.#pairs.set(indicator.code, pairs.set(code, pair))
    return pair
  }

  #find(indicator: Indicator, unit: Unit, day: string): ContractSeries | undefined {
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

const kept = new WeakMap<Connection, { now: Known; agreement: Agreement }>()
/** The agreement with a connection, worked out once as long as neither its contract nor the catalogue changes. */
export function agreementOf(connection: Connection, now: Known): Agreement {
  const found = kept.get(connection)
  if (found?.now === now) return found.agreement
  const agreement = new Agreement(connection, now)
  kept.set(connection, { now, agreement })
  return agreement
}
