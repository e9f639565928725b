import fp from 'fastify-plugin'
import { followRooms } from './follow.ts'
import { Logbook } from './logbook.ts'
import { logbookRoutes } from './routes.ts'

declare module 'fastify' {
  interface FastifyInstance {
    logbook: Logbook
  }
}

/** The shift log. Other rooms write to it by the bus event `logbook`. */
export const logbook = fp(
  async (app) => {
    const book = new Logbook(app)
    app.decorate('logbook', book)
    await app.register(logbookRoutes, { logbook: book })
    const stop = followRooms(app, book)
    app.addHook('onClose', stop)
  },
  {
    name: 'logbook',
    dependencies: ['db', 'audit', 'access', 'live', 'wall', 'shifts', 'duty', 'bridge', 'alarms'],
  },
)
