import rateLimit from '@fastify/rate-limit'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  ChooseLayout,
  ChooseWall,
  MessageView,
  OnePoint,
  SessionParams,
  SessionView,
} from '../../../shared/api/bridge.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { AccountPrincipal } from '../../access/index.ts'
import type { SessionBook } from '../book.ts'
import { BridgeError } from '../problem.ts'
import { CHAIR_ROLES, type Rights } from '../rights.ts'
import { type Session, sessionView } from '../session.ts'
import type { Messages } from './messages.ts'
import type { Steering } from './steering.ts'
import type { UndoMute } from './undo.ts'

type Options = {
  book: SessionBook
  rights: Rights
  steering: Steering
  messages: Messages
  undo: UndoMute
}

/** What stands in the room and on the wall, over HTTP; pointer, asking and messages go over the live socket. */
export const roomRoutes: FastifyPluginAsyncTypebox<Options> = async (
  app,
  { book, rights, steering, messages, undo },
) => {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  if (!app.hasDecorator('rateLimit')) await app.register(rateLimit, { global: false })
  const chair = {
    config: {
      scope: `role:${CHAIR_ROLES.join(',')}`,
      rateLimit: { max: 120, timeWindow: 60_000 },
    },
    preHandler: app.require(...CHAIR_ROLES),
  }
  const directed = async (
    request: FastifyRequest,
    id: string,
  ): Promise<{ session: Session; account: AccountPrincipal }> => {
    const session = await book.need(id)
    const account = app.access.principal(request)
    if (!rights.mayDirect(account, session)) throw new RequestError('FORBIDDEN')
    return { session, account }
  }
  const answer = { tags: ['bridge'], params: SessionParams, response: { 200: SessionView } }

  app.post(
    '/api/bridge/:id/layout',
    { ...chair, schema: { ...answer, body: ChooseLayout } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await steering.layout(account, session, request.body.kind, request.body.seconds)
      return sessionView(session)
    },
  )
  app.post('/api/bridge/:id/wall', { ...chair, schema: { ...answer, body: ChooseWall } }, async (request) => {
    const { session, account } = await directed(request, request.params.id)
    await steering.wall(account, session, request.body)
    return sessionView(session)
  })
  app.post(
    '/api/bridge/:id/numbers',
    { ...chair, schema: { ...answer, body: OnePoint } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await steering.numbers(account, session, request.body.point)
      return sessionView(session)
    },
  )
  app.post('/api/bridge/:id/share', { ...chair, schema: { ...answer, body: OnePoint } }, async (request) => {
    const { session, account } = await directed(request, request.params.id)
    await steering.grantShare(account, session, request.body.point)
    return sessionView(session)
  })
  app.post('/api/bridge/:id/mute-all', { ...chair, schema: answer }, async (request) => {
    const { session, account } = await directed(request, request.params.id)
    await undo.muteAll(account, session)
    return sessionView(session)
  })
  app.post('/api/bridge/:id/mute-all/undo', { ...chair, schema: answer }, async (request) => {
    const { session, account } = await directed(request, request.params.id)
    await undo.undo(account, session)
    return sessionView(session)
  })
  app.get(
    '/api/bridge/:id/messages',
    {
      config: { scope: `role:${CHAIR_ROLES.join(',')},auditor` },
      preHandler: app.require(...CHAIR_ROLES, 'auditor'),
      schema: { tags: ['bridge'], params: SessionParams, response: { 200: Type.Array(MessageView) } },
    },
    async (request) => {
      const { id } = request.params
      const session = book.get(id) ?? (await book.ended(id))
      if (!session) throw new BridgeError('BRIDGE_NOT_FOUND', { session: id })
      if (!rights.mayReadEvents(app.access.principal(request), session)) throw new RequestError('FORBIDDEN')
      return messages.list(id, null)
    },
  )
}
