import fp from 'fastify-plugin'
import { RequestError } from '../../shared/refusal.ts'
import { transaction } from '../db/index.ts'
import { importFiles, loadShipped } from './import.ts'
import { catalogueRoutes } from './routes.ts'
import { CatalogueSnapshot } from './snapshot.ts'
import { ensureSeries, insertIndicator, insertMeasure, type NewIndicator, readSnapshot } from './store.ts'
import { enterTargets } from './targets.ts'
import type { Indicator, Target } from './types.ts'

export { needUnit, unitEnded } from './need.ts'
export { CatalogueSnapshot, dayOf, inForce, nameOn } from './snapshot.ts'
export type { NewIndicator } from './store.ts'
export type { Indicator, Measure, Section, Series, Succession, Target, Unit, Words } from './types.ts'

export type Catalogue = {
  /** The present reading: hold it only within one synchronous piece of work. */
  now(): CatalogueSnapshot
  /** The id of a series, created when it is not there. */
  seriesId(indicatorId: number, unitId: number): Promise<number>
  seriesIds(pairs: { indicatorId: number; unitId: number }[]): Promise<number[]>
  /** Throws RequestError CONFLICT when the code exists. */
  createIndicator(input: NewIndicator): Promise<Indicator>
  /** Enters targets that are not there yet. */
  setTargets(targets: Target[]): Promise<void>
  /** Validates and loads another catalogue; returns its problems, having written nothing when there are any. */
  importFrom(files: Map<string, string>, from: string): ReturnType<typeof importFiles>
  reload(): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    catalogue: Catalogue
  }
}

export const catalogue = fp(
  async (app) => {
    const { pool } = app.db
    await loadShipped(pool)
    let snapshot = new CatalogueSnapshot(await readSnapshot(pool))
    const reload = async () => {
      snapshot = new CatalogueSnapshot(await readSnapshot(pool))
      app.bus.emit('catalogue')
    }
    const seriesIds: Catalogue['seriesIds'] = async (pairs) => {
      const known = pairs.map((p) => snapshot.findSeries(p.indicatorId, p.unitId))
      const missing = pairs.filter((_, i) => known[i] === undefined)
      if (missing.length) {
        const ids = await ensureSeries(pool, missing)
        missing.forEach((p, i) => {
          snapshot.addSeries(ids[i]!, p.indicatorId, p.unitId)
        })
        app.bus.emit('series', { ids })
      }
      return pairs.map((p) => snapshot.findSeries(p.indicatorId, p.unitId)!)
    }
    app.decorate('catalogue', {
      now: () => snapshot,
      seriesIds,
      seriesId: async (indicatorId, unitId) => (await seriesIds([{ indicatorId, unitId }]))[0]!,
      createIndicator: async (input) => {
        if (snapshot.indicator(input.code))
          throw new RequestError('CONFLICT', { field: 'code', value: input.code })
        await transaction(pool, async (client) => {
          await insertMeasure(client, input.measure)
          await insertIndicator(client, input)
        })
        await reload()
        return snapshot.indicator(input.code)!
      },
      setTargets: async (targets) => {
        if (await enterTargets(pool, targets)) await reload()
      },
      importFrom: async (files, from) => {
        const problems = await importFiles(pool, files, from)
        if (!problems.length) await reload()
        return problems
      },
      reload,
    })
    await app.register(catalogueRoutes)
  },
  { name: 'catalogue', dependencies: ['db'] },
)
