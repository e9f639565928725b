import fp from 'fastify-plugin'
import { Minutes } from './minutes.ts'
import { minutesRoutes } from './routes.ts'

/** Minutes of sessions, from their own record. */
export const minutes = fp(
  async (app) => {
    await app.register(minutesRoutes, { minutes: new Minutes(app) })
  },
  { name: 'minutes', dependencies: ['db', 'audit', 'access', 'bridge', 'directives'] },
)
