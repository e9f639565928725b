import type { FastifyInstance } from 'fastify'
import { REPORTED, type Reported } from '../../shared/api/supply.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'
import { type Agreed, agreedFor, isMissing, lastPeriods, refusedAs } from './supply.ts'
import { readArrivals, readContracts, readRefused } from './supply-store.ts'

/** A number that was promised for a period and is past its last day. */
export type LateReport = Pick<Agreed, 'indicator' | 'unit'> & {
  period: string
  lateAt: number
  refused: boolean
  /** Who promised it. */
  connections: string[]
}
/** Older gaps are the coverage board's: here stands what is owed now. */
const PERIODS: Record<Reported, number> = { daily: 2, weekly: 2, monthly: 2, quarterly: 2, yearly: 2 }
const KEPT_MS = 5_000

/** What is owed over all units, read again at most every five seconds, however many ask. */
export class LateReports {
  readonly #app: FastifyInstance
  #read: Promise<LateReport[]> | null = null
  #at = Number.NEGATIVE_INFINITY
  #of: CatalogueSnapshot | null = null
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** The oldest first. */
  async of(unitId: number): Promise<LateReport[]> {
    const now = performance.now()
    const catalogue = this.#app.catalogue.now()
    if (!this.#read || now - this.#at > KEPT_MS || this.#of !== catalogue) {
      this.#at = now
      this.#of = catalogue
      const reading = this.#all(catalogue)
      this.#read = reading
      // A reading that failed is not kept.
      reading.catch(() => {
        if (this.#read === reading) this.#read = null
      })
    }
    return (await this.#read).filter((r) => r.unit.id === unitId)
  }

  async #all(now: CatalogueSnapshot): Promise<LateReport[]> {
    const { db, intake, calendar } = this.#app
    const at = Date.now()
    const versions = await readContracts(db.readPool)
    const standing = {
      connection: (id: string) => intake.connections.get(id),
      now,
      at,
      calendar: calendar.now(),
    }
    const found: LateReport[] = []
    for (const kind of REPORTED)
      for (const period of lastPeriods(kind, at, PERIODS[kind] + 1)) {
        const due = agreedFor(kind, period, versions, standing).filter((a) => a.lateAt < at)
        if (!due.length) continue
        const [arrived, kept] = await Promise.all([
          readArrivals(db.readPool, period),
          readRefused(db.readPool, period),
        ])
        const refused = new Map(kept.map((r) => [r.of, r.code]))
        for (const a of due)
          if (isMissing(a, arrived))
            found.push({
              indicator: a.indicator,
              unit: a.unit,
              period,
              lateAt: a.lateAt,
              refused: refusedAs(a, refused) !== undefined,
              connections: a.contracts.map((c) => c.connection),
            })
      }
    return found.sort((a, b) => a.lateAt - b.lateAt)
  }
}
