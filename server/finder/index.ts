import fp from 'fastify-plugin'
import { finderRoutes } from './routes.ts'

/** Whatever has a name, found without its marks, each within what the asker may see. */
export const finder = fp(async (app) => void (await app.register(finderRoutes)), {
  name: 'finder',
  dependencies: ['db', 'access', 'catalogue', 'intake', 'wall', 'bridge'],
})
