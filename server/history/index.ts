import fp from 'fastify-plugin'
import { pointsOf } from './points.ts'
import { projectionRoutes } from './projection/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { keepRollups, type Rollups } from './rollup/clockwork.ts'
import { historyRoutes } from './routes.ts'
import { seriesRoutes } from './series/routes.ts'
import { summaryRoute } from './summary.ts'

export { bounded } from './bounded.ts'
export type { Earlier, PointsWanted } from './points.ts'
export { type Forecast, forecastOf } from './projection/forecast.ts'
export type { Point } from './store.ts'

export type History = ReturnType<typeof pointsOf> & { rollups: Rollups }

declare module 'fastify' {
  interface FastifyInstance {
    history: History
  }
}

/** What was, as it is now known: trends, comparisons, and reading back as of any time of knowledge. */
export const history = fp(
  async (app) => {
    app.decorate('history', { ...pointsOf(app), rollups: keepRollups(app) })
    await app.register(historyRoutes)
    await app.register(seriesRoutes)
    await app.register(projectionRoutes)
    await app.register(retentionRoutes)
    await app.register(summaryRoute)
  },
  { name: 'history', dependencies: ['db', 'catalogue', 'access', 'intake', 'trust', 'live'] },
)
