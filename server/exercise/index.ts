import fp from 'fastify-plugin'
import type { RunState, Steer } from '../../shared/api/exercise.ts'
import { RequestError } from '../../shared/refusal.ts'
import { Exercises } from './exercises.ts'
import { exerciseRoutes } from './routes.ts'
import { Accounts, type Conduct, conduct, type Outside } from './world/index.ts'
import type { AccountCopy, WorldOrders } from './world/orders.ts'
import { worldRoutes } from './world/routes.ts'

export type { WorldCommand, WorldNews, WorldOrders } from './world/orders.ts'
export { stoodTime } from './world/stood.ts'

export type ExerciseRoom = {
  /** In the real world: which exercises there are. */
  readonly exercises: Exercises | null
  /** In an exercise's own world: its scenario. */
  readonly world: {
    open(base: string, orders: WorldOrders, outside: Outside): Promise<void>
    steer(steer: Steer): Promise<RunState>
    /** The accounts of reality, as they are by now. */
    follow(accounts: readonly AccountCopy[], say: (line: string) => void): Promise<void>
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    exercise: ExerciseRoom
  }
}

/** Exercises: worlds of their own. Which side of the border this server stands on, its configuration says. */
export const exercise = fp(
  async (app) => {
    let running: Conduct | null = null
    const accounts = new Accounts(app)
    const isExercise = app.config.world.kind === 'exercise'
    const exercises = isExercise ? null : new Exercises(app)
    app.decorate('exercise', {
      exercises,
      world: {
        open: async (base, orders, outside) => {
          if (!isExercise) throw new Error('the real world plays no scenario')
          await accounts.follow(orders.accounts, outside.say)
          running = await conduct(app, base, orders, outside)
          // The real world may not have heard that it has ended.
          outside.tell(running.state(), running.endReason)
        },
        steer: async (steer) => {
          if (!running) throw new RequestError('NOT_READY')
          await running.steer(steer)
          return running.state()
        },
        follow: (now, say) => accounts.follow(now, say),
      },
    })
    if (exercises) {
      await app.register(exerciseRoutes, { exercises })
      app.addHook('onReady', () => exercises.load())
      app.addHook('onClose', () => exercises.close())
      return
    }
    await app.register(worldRoutes, { conduct: () => running })
    app.addHook('onClose', () => running?.stop())
  },
  { name: 'exercise', dependencies: ['db', 'audit', 'access', 'intake', 'shifts'] },
)
