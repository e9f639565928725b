import fp from 'fastify-plugin'
import type { DirectiveView } from '../../shared/api/directives.ts'
import { Directives } from './directives.ts'
import { PointDesk } from './point-desk.ts'
import { directiveRoutes } from './routes.ts'
import { readDirectives } from './store.ts'
import { directiveView, everything } from './view.ts'
import { Watcher } from './watcher.ts'

export { type BrokenRecord, verifyDirectives } from './verify.ts'

const MOST_OF_SESSION = 1_000

declare module 'fastify' {
  interface FastifyInstance {
    directives: {
      /** What was given in a session, newest first; drafts and withdrawn ones too. */
      ofSession(session: string): Promise<DirectiveView[]>
      /** Given and still open, the nearest deadline first. Throws NOT_READY. */
      open(): DirectiveView[]
    }
  }
}

/** Tasks given to agencies: their life, the number that each is held against, and what is still open of them. */
export const directives = fp(
  async (app) => {
    const changed = () => app.bus.emit('directives')
    const watcher = new Watcher(app, changed)
    app.decorate('directives', {
      open: () => {
        const now = Date.now()
        return watcher.open().map((d) => directiveView(app, watcher, d, everything, now))
      },
      ofSession: async (session) => {
        const question = { which: 'all', addressees: null, session, before: null } as const
        const list = await readDirectives(app.db.readPool, question, MOST_OF_SESSION)
        return list.map((d) => directiveView(app, watcher, d, everything, Date.now()))
      },
    })
    const room = new Directives(app, watcher)
    await app.register(directiveRoutes, { directives: room, watcher, changed })
    const points = new PointDesk(app, room, watcher, changed)
    app.live.onSocket((socket, principal) => points.listen(socket, principal))
    app.addHook('onReady', () => watcher.load())
    app.db.onReadyChange((ready) => {
      if (ready) void watcher.load()
    })
    app.addHook('onClose', () => watcher.close())
  },
  {
    name: 'directives',
    dependencies: ['db', 'audit', 'access', 'catalogue', 'trust', 'live', 'bridge', 'duty'],
  },
)
