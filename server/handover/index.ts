import fp from 'fastify-plugin'
import { Handovers } from './handovers.ts'
import { handoverRoutes } from './routes.ts'

/** From one shift to the next: what is open, walked through together and signed by both. */
export const handover = fp(
  async (app) => {
    await app.register(handoverRoutes, { handovers: new Handovers(app) })
  },
  {
    name: 'handover',
    dependencies: [
      'db',
      'audit',
      'access',
      'trust',
      'checks',
      'live',
      'shifts',
      'logbook',
      'duty',
      'bridge',
      'stages',
      'alarms',
    ],
  },
)
