import { dayOf, nameOn, type Unit } from '../catalogue/index.ts'

/** A unit as it is called on the day of `at` (ms). */
export function named(unit: Unit | undefined, at: number) {
  const name = unit ? nameOn(unit, dayOf(at)) : { vi: '', en: '' }
  return { code: unit?.code ?? '', name: { vi: name.vi, en: name.en } }
}
