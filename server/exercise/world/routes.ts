import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { InjectParams, ReviewView } from '../../../shared/api/exercise.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { actor } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import { injectNames } from '../inject-names.ts'
import type { Conduct } from './conduct.ts'
import { reviewOf } from './review.ts'
import { addStep, type Kept, readActs, readKept, readSteps } from './store.ts'

const tags = ['exercise']
/** The side of an exercise that lives inside it: told about, acknowledged, looked back on. */
export const worldRoutes: FastifyPluginAsyncTypebox<{ conduct(): Conduct | null }> = async (
  app,
  { conduct },
) => {
  const begun = async (): Promise<{ kept: Kept; conduct: Conduct }> => {
    const kept = await readKept(app.db.pool)
    const running = conduct()
    if (!kept || !running) throw new RequestError('NOT_READY')
    return { kept, conduct: running }
  }

  app.get(
    '/api/exercise/review',
    { config: { scope: 'self' }, schema: { tags, response: { 200: ReviewView } } },
    async () => {
      const { kept, conduct } = await begun()
      const [steps, acts] = await Promise.all([
        readSteps(app.db.readPool),
        readActs(app.db.readPool, kept.startedAt),
      ])
      return reviewOf(kept, steps, acts, conduct.state(), injectNames(app.catalogue.now(), kept.scenario))
    },
  )
  app.post(
    '/api/exercise/messages/:inject/acknowledge',
    {
      config: { scope: 'self' },
      schema: { tags, params: InjectParams, response: { 200: Type.Object({}) } },
    },
    async (request) => {
      const { inject } = request.params
      const { kept, conduct } = await begun()
      const told = kept.scenario.injects.some((i) => i.id === inject && i.kind === 'message')
      if (!told || !conduct.state().done.includes(inject)) throw new RequestError('NOT_FOUND', { inject })
      const by = actor(request)
      await transaction(app.db.pool, async (client) => {
        const first = await addStep(client, { kind: 'acknowledged', inject, actor: by, detail: {} })
        if (!first) throw new RequestError('CONFLICT', { inject })
        await app.audit.record(
          {
            actor: by,
            action: 'exercise.message-acknowledged',
            subject: `inject:${inject}`,
            address: request.ip,
          },
          client,
        )
      })
      return {}
    },
  )
}
