import type { CandidatesView } from '../../shared/api/quarantine.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from '../catalogue/index.ts'
import { unitKey } from '../intake/index.ts'

const MOST = 40

/** Units that a name may mean: of every day, in Vietnamese or English, with marks or without. A person chooses. */
export function unitCandidates(now: CatalogueSnapshot, name: string): CandidatesView {
  const key = unitKey(name)
  const code = name.trim()
  const found = now.units.flatMap((u) => {
    const keys = u.names.flatMap((n) => [unitKey(n.vi), unitKey(n.en)])
    const exact = u.code === code || keys.includes(key)
    if (!exact && !(key.length > 2 && keys.some((k) => k.includes(key) || (k.length > 3 && key.includes(k)))))
      return []
    return [{ unit: u, exact }]
  })
  // What a unit went into is a candidate too: a name of before a merger that still comes.
  const heirs = found
    .filter((f) => f.exact && f.unit.validTo !== null)
    .flatMap((f) => now.successorsOf(f.unit.id).map((s) => ({ unit: s.unit, exact: false })))
  const today = dayOf(Date.now())
  const seen = new Set<number>()
  return [...found, ...heirs]
    .filter(({ unit }) => !seen.has(unit.id) && seen.add(unit.id))
    .sort((a, b) => Number(b.exact) - Number(a.exact) || a.unit.code.localeCompare(b.unit.code))
    .slice(0, MOST)
    .map(({ unit, exact }) => {
      const { vi, en } = nameOn(unit, unit.validTo === null ? today : unit.validFrom)
      return {
        code: unit.code,
        name: { vi, en },
        kind: unit.kind,
        from: unit.validFrom,
        to: unit.validTo,
        exact,
      }
    })
}

/** Indicators that a name may mean. */
export function indicatorCandidates(now: CatalogueSnapshot, name: string): CandidatesView {
  const key = unitKey(name)
  return now.indicators
    .flatMap((i) => {
      const keys = [i.name.vi, i.name.en, i.short.vi, i.short.en, i.code].map(unitKey)
      const exact = keys.includes(key)
      if (!exact && !(key.length > 2 && keys.some((k) => k.includes(key)))) return []
      return [{ code: i.code, name: i.name, kind: i.period, from: null, to: null, exact }]
    })
    .sort((a, b) => Number(b.exact) - Number(a.exact) || a.code.localeCompare(b.code))
    .slice(0, MOST)
}
