import type { By, Reported, SupplyCounts, SupplyGroup } from '../../shared/api/supply.ts'
import type { Calendar } from '../../shared/calendar.ts'
import { deadlineAfter, deadlineFor, type Tier, tierOf } from '../../shared/deadline.ts'
import { parsePeriod } from '../../shared/period.ts'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import { type CatalogueSnapshot, dayOf, type Indicator, nameOn, type Unit } from '../catalogue/index.ts'
import type { Connection } from '../intake/index.ts'
import type { Arrival, ContractVersion } from './supply-store.ts'

/** One value that was agreed: a series and a period, however many connections promised it. */
export type Agreed = {
  indicator: Indicator
  unit: Unit
  series: number | undefined
  /** After this (ms) it is late: the latest of those promised. */
  lateAt: number
  contracts: ContractVersion[]
}
const DAY_MS = 86_400_000
const pad = (n: number) => String(n).padStart(2, '0')

/** The period of that kind which holds the instant (ms). */
export function periodAt(kind: Reported, at: number): string {
  const d = new Date(at + ZONE_OFFSET_MS)
  const [y, m] = [d.getUTCFullYear(), d.getUTCMonth()]
  if (kind === 'yearly') return `${y}`
  if (kind === 'quarterly') return `${y}-Q${Math.floor(m / 3) + 1}`
  if (kind === 'monthly') return `${y}-${pad(m + 1)}`
  if (kind === 'daily') return `${y}-${pad(m + 1)}-${pad(d.getUTCDate())}`
  const thursday = new Date(d.getTime() + (3 - ((d.getUTCDay() + 6) % 7)) * DAY_MS)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return `${thursday.getUTCFullYear()}-W${pad(Math.floor((thursday.getTime() - first) / (7 * DAY_MS)) + 1)}`
}

/** The last `count` periods, newest first, the one that holds `now` among them. */
export function lastPeriods(kind: Reported, now: number, count = 12): string[] {
  const list: string[] = []
  for (let at = now; list.length < count; ) {
    const period = periodAt(kind, at)
    list.push(period)
    at = (parsePeriod(period)?.from ?? at) - 1
  }
  return list
}

type Standing = {
  connection(id: string): Connection | undefined
  now: CatalogueSnapshot
  at: number
  calendar: Calendar
}

/**
 * What the contracts in force when the period was due (or now, when it is not due yet) promised for it, each series once.
 * A contract that names no series promises nothing that could be counted.
 */
export function agreedFor(
  kind: Reported,
  period: string,
  versions: readonly ContractVersion[],
  { connection, now, at, calendar }: Standing,
): Agreed[] {
  const found = new Map<string, Agreed>()
  for (const [id, list] of Map.groupBy(versions, (v) => v.connection)) {
    const of = connection(id)
    if (!of?.enabled) continue
    const end = parsePeriod(period)?.to ?? at
    const newest = (moment: number) => list.findLast((v) => v.from <= moment)
    const first = newest(end) ?? list[0]
    const contract = newest(Math.min(at, first ? lateAfter(end, first, 'central', calendar) : end))
    for (const promise of contract?.series ?? []) {
      const indicator = now.indicator(promise.indicator)
      const interval = indicator?.period === kind ? parsePeriod(period, indicator.cutoff) : null
      if (!contract || !indicator || !interval) continue
      for (const unit of promisedUnits(promise.units, indicator, of, now, dayOf(interval.to - 1))) {
        const key = `${indicator.id}/${unit.id}`
        const lateAt = lateAfter(interval.to, contract, tierOf(unit.kind), calendar)
        const before = found.get(key)
        if (before) {
          before.contracts.push(contract)
          before.lateAt = Math.max(before.lateAt, lateAt)
        } else {
          const series = now.findSeries(indicator.id, unit.id)
          found.set(key, { indicator, unit, series, lateAt, contracts: [contract] })
        }
      }
    }
  }
  return [...found.values()]
}

/** After which instant (ms) a number of a period that ends at `end` is late. */
function lateAfter(
  end: number,
  { deadlines, graceSeconds }: Pick<ContractVersion, 'deadlines' | 'graceSeconds'>,
  tier: Tier,
  calendar: Calendar,
): number {
  const deadline = deadlineFor(deadlines, tier)
  return (deadline ? deadlineAfter(end, deadline, calendar) : end) + graceSeconds * 1000
}

/** 'Any unit' is every unit of the indicator's level: all of the country for a ministry, its own for a province. */
export function promisedUnits(
  units: string[] | '*' | undefined,
  indicator: Indicator,
  { agencyId }: Connection,
  now: CatalogueSnapshot,
  day: string,
): Unit[] {
  if (Array.isArray(units))
    return units.flatMap((code) => {
      const unit = now.unitOn(code, day)
      return unit ? [unit] : []
    })
  const all = now.unitsOfKind(indicator.level, day)
  return now.unitById(agencyId)?.kind === 'province'
    ? all.filter((u) => now.isWithin(u.id, agencyId, day))
    : all
}

export const isMissing = (a: Agreed, arrived: ReadonlyMap<number, Arrival>) =>
  a.series === undefined || !arrived.has(a.series)

/** By 'indicator/unit': the code under which a value was refused that waits for repair. */
export type RefusedOf = ReadonlyMap<string, string>
export const refusedAs = (a: Agreed, refused: RefusedOf) => refused.get(`${a.indicator.code}/${a.unit.code}`)

export function countOf(
  list: readonly Agreed[],
  arrived: ReadonlyMap<number, Arrival>,
  refused: RefusedOf,
  at: number,
): SupplyCounts {
  const c = {
    ...{ agreed: list.length, supplied: 0, onTime: 0, late: 0 },
    ...{ missing: 0, pending: 0, refused: 0, hand: 0 },
  }
  for (const a of list) {
    const arrival = a.series === undefined ? undefined : arrived.get(a.series)
    if (!arrival) {
      c[at > a.lateAt ? 'missing' : 'pending']++
      if (refusedAs(a, refused)) c.refused++
      continue
    }
    c.supplied++
    c[arrival.first <= a.lateAt ? 'onTime' : 'late']++
    if (arrival.hand) c.hand++
  }
  return c
}

/** The groups that a value is counted in: one section, one province, but each agency that promised it. */
export function keysOf(a: Agreed, by: By, agencyOf: (connection: string) => string): string[] {
  if (by === 'section') return [String(a.indicator.section)]
  if (by === 'province') return [a.unit.code]
  return [...new Set(a.contracts.map((c) => agencyOf(c.connection)))]
}

export function nameOfGroup(by: By, key: string, now: CatalogueSnapshot, day: string): SupplyGroup['name'] {
  const none = { vi: key, en: key }
  if (by === 'section') return now.sections.find((s) => String(s.no) === key)?.name ?? none
  const unit = now.unitOn(key, day) ?? now.unitsOfCode(key).at(-1)
  if (!unit) return none
  const { vi, en } = nameOn(unit, day)
  return { vi, en }
}
