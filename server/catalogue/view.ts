import type { IndicatorView, UnitView } from '../../shared/api/catalogue.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from './snapshot.ts'
import type { Indicator, Unit } from './types.ts'

/** An indicator as the interface gives it: with its owner's name of today, or its last. */
export function indicatorView(now: CatalogueSnapshot, i: Indicator): IndicatorView {
  const today = dayOf(Date.now())
  const owner = now.unitOn(i.ownerCode, today) ?? now.unitsOfCode(i.ownerCode).at(-1)
  const name = owner ? nameOn(owner, today) : { vi: i.ownerCode, en: i.ownerCode }
  const { id: _, ...rest } = i
  const symbol = now.measure(i.measure)?.symbol ?? { vi: i.measure, en: i.measure }
  return { ...rest, symbol, owner: { vi: name.vi, en: name.en } }
}

/** A unit as it was named and placed on a day. */
export function unitView(now: CatalogueSnapshot, u: Unit, day: string): UnitView {
  const { vi, en, type } = nameOn(u, day)
  return {
    code: u.code,
    kind: u.kind,
    validFrom: u.validFrom,
    validTo: u.validTo,
    name: { vi, en },
    type,
    parent: now.parentOn(u, day)?.code ?? null,
    lon: u.lon,
    lat: u.lat,
    predecessors: now.predecessorsOf(u.id).map(({ unit, weight, day: on }) => {
      const before = nameOn(unit, on)
      return { code: unit.code, validFrom: unit.validFrom, name: { vi: before.vi, en: before.en }, weight }
    }),
  }
}
