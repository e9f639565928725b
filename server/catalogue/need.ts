import { RequestError } from '../../shared/refusal.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from './snapshot.ts'
import type { Unit } from './types.ts'

/** The unit in force at that instant. Throws UNIT_ENDED with what it became, or BAD_REQUEST when there never was one. */
export function needUnit(catalogue: CatalogueSnapshot, code: string, at: number, field: string): Unit {
  const unit = catalogue.unitInForce(code, at)
  if (unit) return unit
  const old = catalogue.unitsOfCode(code).at(-1)
  if (!old) throw new RequestError('BAD_REQUEST', { field, value: code })
  throw unitEnded(catalogue, old, at, field)
}

/** The refusal of a unit that is no more, with its successors by name. */
export function unitEnded(catalogue: CatalogueSnapshot, old: Unit, at: number, field: string): RequestError {
  const successors = catalogue.successorsOf(old.id).map(({ unit }) => {
    const { vi, en } = nameOn(unit, dayOf(at))
    return { code: unit.code, name: { vi, en } }
  })
  return new RequestError('UNIT_ENDED', { field, value: old.code, successors })
}
