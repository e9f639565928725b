import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import type { Snapshot } from './store.ts'
import type { Indicator, Measure, Section, Series, Target, Unit } from './types.ts'

const DAY_MS = 86_400_000
let lastDay = Number.NaN
let lastDayText = ''
/** The day in Viet Nam of an instant (ms), 'YYYY-MM-DD'. Asked for each row and cell, mostly of the same day. */
export function dayOf(at: number): string {
  const day = Math.floor((at + ZONE_OFFSET_MS) / DAY_MS)
  if (day !== lastDay) {
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, 10)
    lastDay = day
  }
  return lastDayText
}
export const inForce = (u: { validFrom: string; validTo: string | null }, day: string) =>
  u.validFrom <= day && (u.validTo === null || day < u.validTo)

/** Look-ups over one reading of the catalogue. Pure: built from a snapshot, replaced as a whole. */
export class CatalogueSnapshot {
  readonly sections: Section[]
  readonly indicators: Indicator[]
  readonly units: Unit[]
  readonly #measures: Map<string, Measure>
  readonly #indicatorByCode: Map<string, Indicator>
  readonly #indicatorById: Map<number, Indicator>
  readonly #unitById: Map<number, Unit>
  /** Units of each code, oldest first. */
  readonly #unitsByCode = new Map<string, Unit[]>()
  /** Children's ids of each parent id. */
  readonly #children = new Map<number, Unit[]>()
  /** Targets by 'indicator/unit/period'. */
  readonly #targets: Map<string, Target>
  readonly #targetList: Target[]
  readonly #succession: Snapshot['succession']
  /** By series id: a million of them cost a place each. */
  readonly #series: (Series | undefined)[] = []
  readonly #seriesOfIndicator = new Map<number, Series[]>()
  readonly #nation: Unit | undefined
  /** Series ids by indicator, then unit: asked for each row that comes in. */
  readonly #seriesByPair = new Map<number, (number | undefined)[]>()

  constructor(s: Snapshot) {
    this.sections = s.sections
    this.indicators = s.indicators
    this.units = s.units
    this.#nation = s.units.find((u) => u.kind === 'nation')
    this.#measures = new Map(s.measures.map((m) => [m.code, m]))
    this.#indicatorByCode = new Map(s.indicators.map((i) => [i.code, i]))
    this.#indicatorById = new Map(s.indicators.map((i) => [i.id, i]))
    this.#unitById = new Map(s.units.map((u) => [u.id, u]))
    for (const u of s.units) {
      this.#unitsByCode.set(u.code, [...(this.#unitsByCode.get(u.code) ?? []), u])
      for (const p of u.parents) this.#children.set(p.unitId, [...(this.#children.get(p.unitId) ?? []), u])
    }
    this.#targets = new Map(s.targets.map((t) => [`${t.indicatorId}/${t.unitId}/${t.period}`, t]))
    this.#targetList = s.targets
    this.#succession = s.succession
    for (const { id, indicatorId, unitId } of s.series) this.addSeries(id, indicatorId, unitId)
  }

  addSeries(id: number, indicatorId: number, unitId: number): void {
    const indicator = this.#indicatorById.get(indicatorId)
    const unit = this.#unitById.get(unitId)
    if (!indicator || !unit) return
    const list = this.#seriesOfIndicator.get(indicatorId)
    const series = { id, indicator, unit }
    if (list && !this.#series[id]) list.push(series)
    else if (!list) this.#seriesOfIndicator.set(indicatorId, [series])
    this.#series[id] = series
    const byUnit = this.#seriesByPair.get(indicatorId) ?? []
    byUnit[unitId] = id
    this.#seriesByPair.set(indicatorId, byUnit)
  }

  indicator = (code: string) => this.#indicatorByCode.get(code)
  indicatorById = (id: number) => this.#indicatorById.get(id)
  unitById = (id: number) => this.#unitById.get(id)
  unitInForce = (code: string, at: number) => this.unitOn(code, dayOf(at))
  unitOn = (code: string, day: string) => this.#unitsByCode.get(code)?.find((u) => inForce(u, day))
  unitsOfCode = (code: string) => this.#unitsByCode.get(code) ?? []
  unitsOn = (day: string) => this.units.filter((u) => inForce(u, day))
  unitsOfKind = (kind: string, day: string) => this.units.filter((u) => u.kind === kind && inForce(u, day))
  provinces = (day: string) => this.unitsOfKind('province', day)
  series = (id: number) => this.#series[id]
  findSeries = (indicatorId: number, unitId: number) => this.#seriesByPair.get(indicatorId)?.[unitId]
  allSeries = () => this.#series.filter((s) => s !== undefined)
  seriesOfIndicator = (id: number): readonly Series[] => this.#seriesOfIndicator.get(id) ?? []
  measure = (code: string) => this.#measures.get(code)
  targets = () => this.#targetList

  nation(): Unit {
    if (!this.#nation) throw new Error('the catalogue has no nation')
    return this.#nation
  }

  children(unitId: number, day: string): Unit[] {
    return (this.#children.get(unitId) ?? []).filter(
      (u) => inForce(u, day) && this.parentOn(u, day)?.id === unitId,
    )
  }

  parentOn(unit: Unit, day: string): Unit | undefined {
    const p = unit.parents.find((x) => x.from <= day && (x.to === null || day < x.to))
    return p && this.#unitById.get(p.unitId)
  }

  /** Whether a unit is the ancestor itself or stands below it on that day. */
  isWithin(unitId: number, ancestorId: number, day: string): boolean {
    for (let u = this.#unitById.get(unitId), depth = 0; u && depth < 10; u = this.parentOn(u, day), depth++)
      if (u.id === ancestorId) return true
    return false
  }

  successorsOf = (unitId: number) => this.#links(unitId, 'fromId', 'toId')
  predecessorsOf = (unitId: number) => this.#links(unitId, 'toId', 'fromId')
  #links(unitId: number, here: 'fromId' | 'toId', there: 'fromId' | 'toId') {
    return this.#succession.flatMap((s) => {
      const unit = s[here] === unitId ? this.#unitById.get(s[there]) : undefined
      return unit ? [{ unit, weight: s.weight, method: s.method, day: s.day }] : []
    })
  }

  /** A value in another unit of measure of the same dimension; null when they do not convert. */
  convert(value: number, from: string, to: string): number | null {
    if (from === to) return value
    const a = this.#measures.get(from)
    const b = this.#measures.get(to)
    return a && b && a.dimension === b.dimension ? (value * a.factor) / b.factor : null
  }

  /** The target of that very period, else of the year it lies in, else one that always holds: a 2020 target never shows for another year. */
  targetFor(indicatorId: number, unitId: number, period: string | null): Target | null {
    const key = (p: string) => this.#targets.get(`${indicatorId}/${unitId}/${p}`)
    return (period ? (key(period) ?? key(period.slice(0, 4))) : undefined) ?? key('') ?? null
  }
}

/** A unit's name on a day; before its first name, the first. */
export function nameOn(unit: Unit, day: string): { vi: string; en: string; type: string } {
  let name = unit.names[0] ?? { vi: unit.code, en: unit.code, type: unit.kind, from: '' }
  for (const n of unit.names) if (n.from <= day) name = n
  return { vi: name.vi, en: name.en, type: name.type }
}
