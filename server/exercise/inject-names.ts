import type { Scenario } from '../../shared/api/exercise.ts'
import type { InjectNames } from '../../shared/exercise/words.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from '../catalogue/index.ts'

/** How a scenario's codes are called in the catalogue as it is now, its connections as it names them itself. */
export function injectNames(catalogue: CatalogueSnapshot, scenario: Scenario): InjectNames {
  const today = dayOf(Date.now())
  const plain = (code: string) => ({ vi: code, en: code })
  return {
    indicator: (code) => catalogue.indicator(code)?.short ?? plain(code),
    unit: (code) => {
      const unit = catalogue.unitOn(code, today)
      if (!unit) return plain(code)
      const { vi, en } = nameOn(unit, today)
      return { vi, en }
    },
    connection: (id) => scenario.connections.find((c) => c.id === id)?.name ?? plain(id),
  }
}
