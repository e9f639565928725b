import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { ChangeStage, SetUpStages, StageMark, StagesView, TickItem } from '../../shared/api/stages.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { By } from '../shifts/index.ts'
import type { Stages } from './stages.ts'
import { readHistory } from './store.ts'

const tags = ['stages']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor']
const ACTORS: Role[] = ['duty', 'administrator', 'leader']
const HISTORY = 100

/** The stage in force for all who look, its checklist and its changes for the watch. */
export const stageRoutes: FastifyPluginAsyncTypebox<{ stages: Stages }> = async (app, { stages }) => {
  const { access, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `nation:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const by = (request: FastifyRequest): By => {
    const person = access.principal(request)
    if (person?.kind !== 'account') throw new RequestError('FORBIDDEN')
    if (request.method !== 'GET' && !db.ready()) throw new RequestError('NOT_READY')
    return { person, address: request.ip }
  }
  const view = async (request: FastifyRequest): Promise<StagesView> => {
    const { person } = by(request)
    return {
      now: stages.current(),
      stages: [...stages.setup()],
      delivered: stages.delivered,
      ticked: [...stages.now().ticked].map(([item, t]) => ({ item, ...t })),
      ...stages.choices(),
      history: await readHistory(db.readPool, HISTORY),
      mayChange: stages.mayChange(person),
      mayTick: person.role === 'duty' || stages.mayChange(person),
      maySetUp: person.role === 'administrator',
    }
  }

  app.get(
    '/api/stage',
    {
      config: { scope: 'signed-in' },
      preHandler: app.requireAny(),
      schema: { tags, response: { 200: StageMark } },
    },
    async () => {
      const { no, name, since } = stages.current()
      return { no, name, since }
    },
  )
  app.get('/api/stages', { ...roles(READERS), schema: { tags, response: { 200: StagesView } } }, view)
  app.post(
    '/api/stages/change',
    { ...roles(ACTORS), schema: { tags, body: ChangeStage, response: { 200: StagesView } } },
    async (request) => {
      const { no, cause, from } = request.body
      await stages.change(by(request), no, cause.trim(), from)
      return view(request)
    },
  )
  app.post(
    '/api/stages/tick',
    { ...roles(ACTORS), schema: { tags, body: TickItem, response: { 200: StagesView } } },
    async (request) => {
      const { item, done, remark = '' } = request.body
      await stages.tick(by(request), item, done, remark.trim())
      return view(request)
    },
  )
  app.put(
    '/api/stages',
    { ...roles(['administrator']), schema: { tags, body: SetUpStages, response: { 200: StagesView } } },
    async (request) => {
      await stages.setUp(by(request), request.body.stages)
      return view(request)
    },
  )
}
