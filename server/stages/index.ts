import fp from 'fastify-plugin'
import { stageRoutes } from './routes.ts'
import { Stages } from './stages.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** `current()`: the stage in force with its playlist and ladder by name. Bus event `stage` tells of every change. */
    stages: Stages
  }
}

/** The five stages of operation: which is in force, since when and why, and what it asks for. */
export const stages = fp(
  async (app) => {
    const stages = new Stages(app)
    await stages.load()
    app.decorate('stages', stages)
    await app.register(stageRoutes, { stages })
    // A page or a screen that comes is told at once; whoever looks may know.
    app.live.onSocket((socket) => socket.emit('stage', mark()))
    const mark = () => {
      const { no, name, since } = stages.current()
      return { no, name, since }
    }
    const off = app.bus.on('stage', () => {
      for (const socket of app.live.io.sockets.sockets.values()) socket.emit('stage', mark())
    })
    app.addHook('onClose', async () => off())
  },
  { name: 'stages', dependencies: ['db', 'audit', 'access', 'catalogue', 'live', 'shifts'] },
)
