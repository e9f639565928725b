import fp from 'fastify-plugin'
import { Entries } from './entries.ts'
import { entryRoutes } from './routes.ts'

/** Numbers that a person types: a form made from the contract, and a second person's word where the contract asks for it. */
export const entry = fp(
  async (app) => {
    const entries = new Entries(app)
    await app.register(entryRoutes, { entries })
    // What was confirmed and not sent when the server died.
    app.addHook('onReady', () => entries.resume())
    app.db.onReadyChange((ready) => {
      if (ready) void entries.resume()
    })
  },
  { name: 'entry', dependencies: ['db', 'audit', 'access', 'catalogue', 'intake', 'trust'] },
)
