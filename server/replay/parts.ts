import type { CatalogueSnapshot, Series } from '../catalogue/index.ts'

/** Which other series a view's wholes are worked out from. Built anew when the catalogue or its series change. */
export class Parts {
  readonly #now: CatalogueSnapshot
  /** Series at the reporting level of each indicator that is added up. */
  readonly #byIndicator = new Map<number, Series[]>()

  constructor(now: CatalogueSnapshot) {
    this.#now = now
    for (const s of now.allSeries()) {
      if (s.indicator.aggregation === 'none' || s.unit.kind !== s.indicator.level) continue
      const list = this.#byIndicator.get(s.indicator.id)
      if (list) list.push(s)
      else this.#byIndicator.set(s.indicator.id, [s])
    }
  }

  /** The parts, and their weights, of those of these series that may be wholes. */
  of(series: readonly number[]): number[] {
    const found = new Set<number>()
    const done = new Set<number>()
    for (const id of series) {
      const s = this.#now.series(id)
      if (!s || (s.unit.kind !== 'nation' && s.unit.kind !== 'region')) continue
      const { indicator: i } = s
      if (done.has(i.id) || i.aggregation === 'none' || i.level === 'nation') continue
      done.add(i.id)
      const weight = i.weightCode ? this.#now.indicator(i.weightCode) : undefined
      for (const part of this.#byIndicator.get(i.id) ?? []) {
        found.add(part.id)
        const weighing = weight && this.#now.findSeries(weight.id, part.unit.id)
        if (weighing !== undefined) found.add(weighing)
      }
    }
    return [...found]
  }

  /** Those of which more than the newest time is kept, so that every row counts. */
  kept(series: Iterable<number>): number[] {
    return [...series].filter((id) => {
      const i = this.#now.series(id)?.indicator
      return i && i.aggregation !== 'none' && i.period !== 'realtime'
    })
  }
}
