import type { ContractTimes } from '../../shared/freshness.ts'
import type { Freshness } from '../../shared/vocabulary.ts'
import {
  type CatalogueSnapshot,
  dayOf,
  type Indicator,
  inForce,
  type Series,
  type Unit,
} from '../catalogue/index.ts'
import { type Aggregate, aggregate, type Part, type PartNow, timeOfWhole } from './aggregate.ts'

/** What the aggregation needs to know of the rest of the system. */
export type Surroundings = {
  now(): CatalogueSnapshot
  age(series: number): { state: Freshness; since: number }
  /** Whether a source sends this series itself: then nothing is computed for it. */
  isSent(series: number): boolean
  /** The newest value of a series; null when there is none. */
  latest(series: number): number | null
  times(series: number): ContractTimes | null
}
/** Newest times kept of each part: while a new period comes in, the last whole one still stands. */
const KEPT = 3
const GONE: ReadonlySet<Freshness> = new Set(['never', 'stale'])

export type ComputedValue = Aggregate & { method: 'sum' | 'wmean'; weight: string | null }

/** National and regional values that no source sends, worked out from their parts and kept current with them. */
export class Computed {
  readonly #around: Surroundings
  readonly #values = new Map<number, Part[]>()
  readonly #results = new Map<number, ComputedValue>()
  /** Series of the parts of each indicator. */
  readonly #parts = new Map<number, Series[]>()
  /** Indicators that a weight weighs. */
  readonly #weighs = new Map<number, Indicator[]>()
  readonly #dirty = new Set<number>()
  /** Wholes that stood and stand no more, until they are told. */
  #ended: number[] = []
  /** Series that a result needs and the catalogue does not have yet. */
  readonly wanted: { indicatorId: number; unitId: number }[] = []

  constructor(around: Surroundings) {
    this.#around = around
    this.relearn()
  }

  /** After a change of the catalogue or of its series: everything is worked out again. */
  relearn(): void {
    const now = this.#around.now()
    this.#parts.clear()
    this.#weighs.clear()
    for (const i of now.indicators) {
      if (i.aggregation === 'none' || i.level === 'nation') continue
      this.#parts.set(i.id, [])
      this.#dirty.add(i.id)
      const weight = i.weightCode ? now.indicator(i.weightCode) : undefined
      if (weight) this.#weighs.set(weight.id, [...(this.#weighs.get(weight.id) ?? []), i])
    }
    for (const s of now.allSeries())
      if (s.unit.kind === s.indicator.level) this.#parts.get(s.indicator.id)?.push(s)
    // What is not worked out any more stands no longer.
    for (const whole of this.#results.keys()) {
      const of = now.series(whole)?.indicator.id
      if (of === undefined || !this.#parts.has(of)) this.#end(whole)
    }
  }

  /** Parts of which nothing is kept yet: of a whole that the catalogue has only just asked for, all that were sent before. */
  unread(): number[] {
    return [...this.#parts.values()].flat().flatMap((s) => (this.#values.has(s.id) ? [] : [s.id]))
  }

  /** Takes the values a part had before. What has come meanwhile about the same time is newer; of its other times it says nothing. */
  recall(rows: readonly (Part & { series: number })[]): void {
    for (const { series, ...part } of rows) {
      const known = this.#values.get(series)?.find((p) => p.validTo === part.validTo)
      if (!known || known.recordedAt < part.recordedAt) this.record(series, part)
    }
  }

  #end(whole: number): void {
    this.#results.delete(whole)
    this.#ended.push(whole)
  }

  /** Whether any whole is worked out from this series, as a part or as a weight: most are not. */
  uses(series: number): boolean {
    const indicator = this.#around.now().series(series)?.indicator
    return indicator !== undefined && (this.#parts.has(indicator.id) || this.#weighs.has(indicator.id))
  }

  /** A committed value, newest of its series or not. */
  record(series: number, part: Part): void {
    const s = this.#around.now().series(series)
    if (!s) return
    for (const i of this.#weighs.get(s.indicator.id) ?? []) this.#dirty.add(i.id)
    if (!this.#parts.has(s.indicator.id) || s.unit.kind !== s.indicator.level) return
    const kept = (this.#values.get(series) ?? []).filter((p) => p.validTo !== part.validTo)
    kept.push(part)
    kept.sort((a, b) => b.validTo - a.validTo)
    this.#values.set(series, kept.slice(0, s.indicator.period === 'realtime' ? 1 : KEPT))
    this.#dirty.add(s.indicator.id)
  }

  /** A part grew older. */
  aged(series: number): void {
    const s = this.#around.now().series(series)
    if (s && this.#parts.has(s.indicator.id)) this.#dirty.add(s.indicator.id)
  }

  of(series: number): ComputedValue | null {
    return this.#results.get(series) ?? null
  }

  /** What a part said about one end of time. */
  part(series: number, validTo: number): Part | null {
    const kept = this.#values.get(series) ?? []
    return kept.find((p) => p.validTo === validTo) ?? kept[0] ?? null
  }

  /** Works out what has changed; returns the series whose result did. */
  settle(now: number): number[] {
    const changed = this.#ended.splice(0)
    for (const id of this.#dirty) {
      const indicator = this.#around.now().indicatorById(id)
      if (indicator && indicator.aggregation !== 'none')
        changed.push(...this.#settleIndicator(indicator, indicator.aggregation, now))
    }
    this.#dirty.clear()
    return changed
  }

  #settleIndicator(i: Indicator, method: 'sum' | 'wmean', at: number): number[] {
    const now = this.#around.now()
    const parts = (this.#parts.get(i.id) ?? []).filter((s) => this.#values.has(s.id))
    const changed: number[] = []
    const regions = now.units.filter((u) => u.kind === 'region')
    for (const whole of [now.nation(), ...regions]) {
      const result = this.#whole(i, method, whole, parts, at)
      const series = now.findSeries(i.id, whole.id)
      if (!result) {
        if (series !== undefined && this.#results.delete(series)) changed.push(series)
        continue
      }
      if (series === undefined) {
        this.wanted.push({ indicatorId: i.id, unitId: whole.id })
        continue
      }
      if (this.#around.isSent(series)) continue
      if (same(this.#results.get(series), result)) continue
      this.#results.set(series, { ...result, method, weight: i.weightCode })
      changed.push(series)
    }
    return changed
  }

  #whole(i: Indicator, method: 'sum' | 'wmean', whole: Unit, parts: Series[], at: number): Aggregate | null {
    const now = this.#around.now()
    const belongs = (unit: Unit, day: string) =>
      inForce(unit, day) && inForce(whole, day) && now.isWithin(unit.id, whole.id, day)
    const expected = (day: string) => now.unitsOfKind(i.level, day).filter((u) => belongs(u, day)).length
    const weightOf = (unit: Unit) => {
      const weight = i.weightCode ? now.indicator(i.weightCode) : undefined
      const series = weight && now.findSeries(weight.id, unit.id)
      return series === undefined ? null : this.#around.latest(series)
    }
    const partNow = (s: Series, part: Part): PartNow => {
      const age = this.#around.age(s.id)
      return { ...part, key: s.id, freshness: age.state, since: age.since, weight: weightOf(s.unit) }
    }
    if (i.period === 'realtime') {
      const day = dayOf(at)
      const live = parts.flatMap((s) => {
        const part = this.#values.get(s.id)?.[0]
        return part && belongs(s.unit, day) ? [partNow(s, part)] : []
      })
      const heard = live.filter((p) => !GONE.has(p.freshness))
      // When all have fallen silent the last whole is kept, as old as it is.
      return aggregate(method, heard.length ? heard : live, expected(day))
    }
    const lists = parts.map((s) =>
      (this.#values.get(s.id) ?? []).filter((p) => belongs(s.unit, dayOf(p.validTo - 1))),
    )
    const time = timeOfWhole(
      lists.map((list) => list.map((p) => p.validTo)),
      (t) => expected(dayOf(t - 1)),
    )
    if (time === null) return null
    const there = lists.flatMap((list, n) => {
      const part = list.find((p) => p.validTo === time)
      const s = parts[n]
      return part && s ? [partNow(s, part)] : []
    })
    return aggregate(method, there, expected(dayOf(time - 1)))
  }
}

function same(a: ComputedValue | undefined, b: Aggregate): boolean {
  return (
    a !== undefined &&
    Object.is(a.value, b.value) &&
    a.validTo === b.validTo &&
    a.recordedAt === b.recordedAt &&
    a.flags === b.flags &&
    a.freshness === b.freshness &&
    a.since === b.since &&
    a.parts === b.parts &&
    a.partsOf === b.partsOf
  )
}
