import fp from 'fastify-plugin'
import { Directives } from './directives.ts'
import { directiveRoutes } from './routes.ts'
import { Watcher } from './watcher.ts'

/** Tasks given to agencies: their life, the number that each is held against, and what is still open of them. */
export const directives = fp(
  async (app) => {
    const changed = () => app.bus.emit('directives')
    const watcher = new Watcher(app, changed)
    await app.register(directiveRoutes, { directives: new Directives(app, watcher), watcher, changed })
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
