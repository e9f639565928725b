import fp from 'fastify-plugin'
import { pointsOf } from './points.ts'
import { historyRoutes } from './routes.ts'
import { summaryRoute } from './summary.ts'

export type { Earlier, PointsWanted } from './points.ts'
export type { Point } from './store.ts'

export type History = ReturnType<typeof pointsOf>

declare module 'fastify' {
  interface FastifyInstance {
    history: History
  }
}

/** What was, as it is now known: trends, comparisons, and reading back as of any time of knowledge. */
export const history = fp(
  async (app) => {
    app.decorate('history', pointsOf(app))
    await app.register(historyRoutes)
    await app.register(summaryRoute)
  },
  { name: 'history', dependencies: ['db', 'catalogue', 'access', 'intake', 'trust', 'live'] },
)
