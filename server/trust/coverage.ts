import type { CoverageView } from '../../shared/api/live.ts'
import type { Freshness } from '../../shared/vocabulary.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'

const SUPPLIED: ReadonlySet<Freshness> = new Set(['fresh', 'due', 'late'])
const FRESH: ReadonlySet<Freshness> = new Set(['fresh', 'due'])

/** How many series of each indicator have an unexpired value, kept by the changes themselves. */
export class Coverage {
  readonly #supplied = new Map<number, number>()
  readonly #fresh = new Map<number, number>()

  changed(indicatorId: number, from: Freshness, to: Freshness): void {
    const step = (map: Map<number, number>, set: ReadonlySet<Freshness>) => {
      const by = Number(set.has(to)) - Number(set.has(from))
      if (by) map.set(indicatorId, (map.get(indicatorId) ?? 0) + by)
    }
    step(this.#supplied, SUPPLIED)
    step(this.#fresh, FRESH)
  }

  /** Indicators imported beyond the published set do not count. */
  view(now: CatalogueSnapshot, nationalSet: number): CoverageView {
    const set = now.indicators.filter((i) => i.inNationalSet)
    const supplied = set.filter((i) => (this.#supplied.get(i.id) ?? 0) > 0)
    const fresh = new Set(set.filter((i) => (this.#fresh.get(i.id) ?? 0) > 0))
    const part = (of: typeof set) => ({
      supplied: of.filter((i) => supplied.includes(i)).length,
      fresh: of.filter((i) => fresh.has(i)).length,
      catalogue: of.length,
    })
    return {
      nationalSet,
      supplied: supplied.length,
      fresh: fresh.size,
      indicators: supplied.map((i) => i.code),
      sections: now.sections.map((s) => ({ section: s.no, ...part(set.filter((i) => i.section === s.no)) })),
      owners: [...Map.groupBy(set, (i) => i.ownerCode)].map(([owner, of]) => ({ owner, ...part(of) })),
    }
  }

  supplied(now: CatalogueSnapshot): number {
    return now.indicators.filter((i) => i.inNationalSet && (this.#supplied.get(i.id) ?? 0) > 0).length
  }
}
