import type { CatalogueSnapshot, Unit } from '../../catalogue/index.ts'
import { fold, unitKey } from '../names.ts'

/** When two units bear one name, the place before the institution. */
const ORDER = ['nation', 'region', 'province', 'commune']
const rank = (u: Unit) => {
  const i = ORDER.indexOf(u.kind)
  return i < 0 ? ORDER.length : i
}

/** Finds units by code or by name among those in force on a day. */
export class UnitNames {
  readonly #now: CatalogueSnapshot
  readonly #days = new Map<string, Map<string, Unit>>()
  constructor(now: CatalogueSnapshot) {
    this.#now = now
  }

  /** `day` 'YYYY-MM-DD'. Undefined = no such unit was in force then. */
  find(label: string, day: string): Unit | undefined {
    const name = label.trim()
    return this.#now.unitOn(name, day) ?? this.#on(day).get(unitKey(name))
  }

  #on(day: string): Map<string, Unit> {
    const known = this.#days.get(day)
    if (known) return known
    const names = new Map<string, Unit>()
    const offer = (key: string, unit: Unit) => {
      const held = names.get(key)
      if (key && (!held || rank(unit) < rank(held))) names.set(key, unit)
    }
    const units = this.#now.unitsOn(day)
    for (const u of units)
      for (const n of u.names) {
        offer(unitKey(n.vi), u)
        offer(unitKey(n.en), u)
        offer(fold(n.vi), u)
      }
    const nation = units.find((u) => u.kind === 'nation')
    if (nation) names.set('vietnam', nation)
    this.#days.set(day, names)
    return names
  }
}
