import fp from 'fastify-plugin'
import type { Ladder } from '../../shared/ladder.ts'
import type { AttentionRow } from '../../shared/live.ts'
import { Causes } from './causes.ts'
import { followConnections } from './connections.ts'
import type { Ladders } from './ladder/index.ts'
import { dutyRoutes } from './routes.ts'
import { followLostScreens } from './screens.ts'
import { followSilences } from './silences.ts'
import type { Cause } from './store.ts'

export { readLaddersAt } from './ladder/index.ts'

export type Duty = {
  /** What wants a person now, newest cause first, at most one cause of a subject. */
  rows(): AttentionRow[]
  /** Changes not yet in the database; not 0 for long only while it is away. */
  readonly waiting: number
  readonly causes: Causes
  /** A cause as it is told, with the ladder that its connection stands on. */
  shown(cause: Cause, ladder: (connection: string) => Ladder | null): AttentionRow
  readonly ladders: Ladders
}

declare module 'fastify' {
  interface FastifyInstance {
    duty: Duty
  }
}

/** What wants a person, and who took it. */
export const duty = fp(
  async (app) => {
    const causes = new Causes(app.db.pool, app.log, () => app.bus.emit('attention'))
    const nameOf = ({ kind, subject, detail }: Cause) => {
      if (kind === 'connection') return app.intake.connections.get(subject)?.name
      if (kind === 'directive') return { vi: String(detail.vi), en: String(detail.en) }
      const name = app.wall.paired().find((s) => String(s.id) === subject)?.name ?? detail.name
      return name === undefined ? undefined : { vi: String(name), en: String(name) }
    }
    const shown: Duty['shown'] = (c, ladderAt) => {
      const { id, kind, subject, state, since, detail, acknowledged } = c
      const subjectName = nameOf(c) ?? { vi: subject, en: subject }
      const ladder = kind === 'connection' && state !== 'refusing' ? ladderAt(subject) : null
      return { id, kind, subject, subjectName, state, since, detail, acknowledged, ladder }
    }
    const { ladders, stop: stopLadders } = await followSilences(app)
    await causes.load()
    app.decorate('duty', {
      rows: () => causes.rows().map((c) => shown(c, (id) => ladders.of(id))),
      ladders,
      get waiting() {
        return causes.waiting
      },
      causes,
      shown,
    })
    await app.register(dutyRoutes)
    const stops = [followConnections(app, causes), followLostScreens(app, causes)]
    app.db.onReadyChange((ready) => {
      if (!ready) return
      causes.wake()
      ladders.wake()
    })
    app.addHook('onClose', async () => {
      for (const stop of stops) stop()
      await stopLadders()
      await causes.close()
    })
  },
  { name: 'duty', dependencies: ['db', 'audit', 'access', 'calendar', 'intake', 'trust', 'live', 'wall'] },
)
