import fp from 'fastify-plugin'
import { shiftRoutes } from './routes.ts'
import { Shifts } from './shifts.ts'

export type { HolderView, Position } from '../../shared/api/shifts.ts'
export type { By, Shifts } from './shifts.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * `positions(): Position[]` in their order; `holders(position): HolderView[]` who stands watch there now (account,
     * displayName, since ms, presence), empty when nobody does. Bus event `shifts` tells of every change.
     */
    shifts: Shifts
  }
}

/** The duty room's positions: who is planned, who stands watch, and whether they are there. */
export const shifts = fp(
  async (app) => {
    const shifts = new Shifts(app)
    await shifts.load()
    app.decorate('shifts', shifts)
    await app.register(shiftRoutes, { shifts })
    app.addHook('onClose', async () => shifts.presence.close())
  },
  { name: 'shifts', dependencies: ['db', 'audit', 'access', 'catalogue', 'live'] },
)
