import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { InjectParams, ReviewView, ToldView } from '../../../shared/api/exercise.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { type AccountPrincipal, actor } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import { injectNames } from '../inject-names.ts'
import type { Conduct } from './conduct.ts'
import { reviewOf } from './review.ts'
import { addStep, type Kept, readActs, readKept, readSteps } from './store.ts'
import { conducts, isTold, messagesOf } from './told.ts'

const tags = ['exercise']
const READS: Role[] = ['administrator', 'leader', 'duty', 'auditor']
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

  const person = (request: FastifyRequest): AccountPrincipal => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  /** The desk is the nation's: of a province's people none sees the whole exercise. */
  const ofDesk = (p: AccountPrincipal) => app.access.visibleUnit(p, app.catalogue.now().nation().id)
  const holders = (position: string) => app.shifts.holders(position).map((h) => h.account)
  const mayTake = (p: AccountPrincipal, { kept, inject }: { kept: Kept; inject: string }): boolean => {
    const message = kept.scenario.injects.find((i) => i.id === inject)
    if (message?.kind !== 'message') return false
    return ofDesk(p) && (conducts(p, kept) || isTold(p, message, holders))
  }

  app.get(
    '/api/exercise/told',
    { config: { scope: 'self' }, schema: { tags, response: { 200: ToldView } } },
    async (request) => {
      const { kept, conduct } = await begun()
      const p = person(request)
      const messages = messagesOf(kept.scenario, await readSteps(app.db.readPool))
      return {
        ended: conduct.ended,
        endedAt: kept.endedAt,
        messages: messages.filter(
          ({ inject, acknowledgedAt }) => acknowledgedAt === null && mayTake(p, { kept, inject }),
        ),
      }
    },
  )
  app.get(
    '/api/exercise/review',
    {
      config: { scope: `role:${READS.join(',')}` },
      preHandler: app.require(...READS),
      schema: { tags, response: { 200: ReviewView } },
    },
    async (request) => {
      const { kept, conduct } = await begun()
      const p = person(request)
      if (!ofDesk(p)) throw new RequestError('FORBIDDEN')
      const [steps, acts] = await Promise.all([
        readSteps(app.db.readPool),
        readActs(app.db.readPool, kept.startedAt),
      ])
      const ahead = conduct.ended || conducts(p, kept)
      const names = injectNames(app.catalogue.now(), kept.scenario)
      return reviewOf(kept, steps, acts, conduct.state(), names, ahead)
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
      if (!mayTake(person(request), { kept, inject })) throw new RequestError('FORBIDDEN', { inject })
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
