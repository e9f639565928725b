import fp from 'fastify-plugin'
import type { AlertLine } from '../../shared/alert.ts'
import { lineOf } from './line.ts'
import { alertPush, alertRoutes } from './routes.ts'
import { MOST_STANDING, Standing } from './standing.ts'
import { readStanding } from './store.ts'

export type Alerts = {
  /** In force and coming, for everybody, newest first. */
  lines(): AlertLine[]
  /** The same as known at a past time (ms). */
  at(at: number): Promise<AlertLine[]>
}

declare module 'fastify' {
  interface FastifyInstance {
    alerts: Alerts
  }
}

/** Warnings in the Common Alerting Protocol: taken in, chained by what they refer to, matched to provinces, ended in time. */
export const alerts = fp(
  async (app) => {
    const standing = new Standing(app)
    const everybody = (list: readonly AlertLine[]) => list.filter((l) => l.scope === 'Public')
    app.decorate('alerts', {
      lines: () => everybody(standing.lines()),
      at: async (at) => {
        const list = await readStanding(app.db.readPool, at, MOST_STANDING)
        return everybody(list.flatMap((r) => lineOf(r, at) ?? []))
      },
    })
    await app.register(alertPush, { standing })
    await app.register(alertRoutes)
    app.addHook('onReady', () => standing.load())
    app.db.onReadyChange((ready) => {
      if (ready) void standing.load()
    })
    app.addHook('onClose', () => standing.close())
  },
  { name: 'alerts', dependencies: ['db', 'access', 'catalogue', 'intake', 'live'] },
)
