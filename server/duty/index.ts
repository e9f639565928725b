import fp from 'fastify-plugin'
import type pg from 'pg'
import type { Ladder } from '../../shared/ladder.ts'
import type { AttentionRow } from '../../shared/live.ts'
import { Causes } from './causes.ts'
import { followConnections } from './connections.ts'
import { followIntrusions } from './intrusions.ts'
import type { Ladders } from './ladder/index.ts'
import { dutyRoutes } from './routes.ts'
import { followLostScreens } from './screens.ts'
import { followSilences } from './silences.ts'
import { acknowledge, type Cause, lockCause } from './store.ts'

export { WANTING } from './connections.ts'
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
  /** A person takes a cause, in the caller's transaction; one that has ended is left alone. Returns what to call after the commit. */
  take(client: pg.ClientBase, id: number, by: Taker, note: string): Promise<() => void>
  /** Others keep what they know of a cause in the transaction in which it is taken here; they may refuse by throwing. */
  onTake(listener: TakeListener): void
  readonly takers: readonly TakeListener[]
}
export type Taker = { id: number; displayName: string }
export type TakeListener = (
  client: pg.ClientBase,
  cause: number,
  by: Taker,
  note: string,
) => Promise<() => void>

declare module 'fastify' {
  interface FastifyInstance {
    duty: Duty
  }
}

/** What wants a person, and who took it. */
export const duty = fp(
  async (app) => {
    const causes = new Causes(
      app.db.pool,
      app.log,
      () => app.bus.emit('attention'),
      () => app.worldLife.ended,
    )
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
    const takers: TakeListener[] = []
    app.decorate('duty', {
      takers,
      onTake: (listener) => takers.push(listener),
      take: async (client, id, by, note) => {
        const cause = await lockCause(client, id)
        if (!cause || cause.cleared) return () => {}
        const at = await acknowledge(client, id, by.id, note)
        const stopped =
          cause.kind === 'connection' ? await ladders.acknowledge(client, cause.subject, by.id) : null
        return () => {
          stopped?.()
          causes.acknowledged(id, { by: by.displayName, at, note })
        }
      },
      rows: () => causes.rows().map((c) => shown(c, (id) => ladders.of(id))),
      ladders,
      get waiting() {
        return causes.waiting
      },
      causes,
      shown,
    })
    await app.register(dutyRoutes)
    const stops = [
      followConnections(app, causes),
      followLostScreens(app, causes),
      followIntrusions(app, causes),
    ]
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
