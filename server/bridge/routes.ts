import rateLimit from '@fastify/rate-limit'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  ChooseItem,
  CreatedSession,
  EnginesView,
  EventView,
  GiveFloor,
  InvitationView,
  Invite,
  Move,
  Mute,
  NewSession,
  PointGreeting,
  PointLink,
  PointParams,
  SessionParams,
  SessionView,
  Spotlight,
} from '../../shared/api/bridge.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type AccountPrincipal, actorOf } from '../access/index.ts'
import type { SessionBook } from './book.ts'
import type { Commands, Invitation } from './commands.ts'
import type { Floor } from './floor.ts'
import type { Invitations } from './invitations.ts'
import { invitationLink } from './link.ts'
import { BridgeError } from './problem.ts'
import { CHAIR_ROLES, mayChair, type Rights } from './rights.ts'
import { type Session, sessionView } from './session.ts'
import { readEvents } from './store.ts'
import type { Transfer } from './transfer.ts'

type Options = {
  book: SessionBook
  commands: Commands
  floor: Floor
  invitations: Invitations
  rights: Rights
  transfer: Transfer
}
const ENDED_SHOWN = 50
/** So long the record waits for what is still being written. */
const SETTLE_MS = 2_000

/** Sessions over HTTP: open, invite, direct, end, read back. Media and presence go over the live socket. */
export const bridgeRoutes: FastifyPluginAsyncTypebox<Options> = async (
  app,
  { book, commands, floor, invitations, rights, transfer },
) => {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  if (!app.hasDecorator('rateLimit')) await app.register(rateLimit, { global: false })
  const often = { rateLimit: { max: 120, timeWindow: 60_000 } }
  const chair = {
    config: { scope: `role:${CHAIR_ROLES.join(',')}`, ...often },
    preHandler: app.require(...CHAIR_ROLES),
  }
  const by = (request: Parameters<typeof app.access.principal>[0]): AccountPrincipal => {
    const principal = app.access.principal(request)
    if (!mayChair(principal)) throw new RequestError('FORBIDDEN')
    return principal
  }
  /** The open session of the address and who directs it. Throws FORBIDDEN outside the person's scope. */
  const directed = async (
    request: Parameters<typeof app.access.principal>[0],
    id: string,
  ): Promise<{ session: Session; account: AccountPrincipal }> => {
    const session = await book.need(id)
    const principal = app.access.principal(request)
    if (!rights.mayDirect(principal, session)) throw new RequestError('FORBIDDEN')
    return { session, account: principal }
  }
  const linked = (request: { protocol: string; host: string }, { token, ...rest }: Invitation) => ({
    ...rest,
    link: invitationLink(app.config.publicUrl ?? `${request.protocol}://${request.host}`, token),
  })
  const tags = ['bridge']

  app.post(
    '/api/bridge',
    { ...chair, schema: { tags, body: NewSession, response: { 201: CreatedSession } } },
    async (request, reply) => {
      const { session, invitations: made } = await commands.create(
        by(request),
        request.body.title,
        request.body.units,
        request.body.driver,
      )
      reply.code(201)
      return { session: sessionView(session), invitations: made.map((i) => linked(request, i)) }
    },
  )

  app.get(
    '/api/bridge',
    {
      config: { scope: 'session' },
      preHandler: app.requireAny(),
      schema: {
        tags,
        querystring: Type.Object({ ended: Type.Optional(Type.Boolean()) }),
        response: { 200: Type.Array(SessionView) },
      },
    },
    async (request) => {
      const principal = app.access.principal(request)
      const list = request.query.ended ? await book.newestEnded(ENDED_SHOWN) : [...book.all()]
      return list.filter((s) => rights.maySee(principal, s)).map(sessionView)
    },
  )

  app.get(
    '/api/bridge/engines',
    {
      config: { scope: `role:${CHAIR_ROLES.join(',')}` },
      preHandler: app.require(...CHAIR_ROLES),
      schema: { tags, response: { 200: EnginesView } },
    },
    async () => transfer.engines(),
  )

  app.get(
    '/api/bridge/:id',
    {
      config: { scope: 'session' },
      preHandler: app.requireAny(),
      schema: { tags, params: SessionParams, response: { 200: SessionView } },
    },
    async (request) => {
      const session = book.get(request.params.id) ?? (await book.ended(request.params.id))
      if (!session) throw new BridgeError('BRIDGE_NOT_FOUND', { session: request.params.id })
      if (!rights.maySee(app.access.principal(request), session)) throw new RequestError('FORBIDDEN')
      return sessionView(session)
    },
  )

  app.get(
    '/api/bridge/:id/events',
    {
      config: { scope: `role:${CHAIR_ROLES.join(',')},auditor` },
      preHandler: app.require(...CHAIR_ROLES, 'auditor'),
      schema: { tags, params: SessionParams, response: { 200: Type.Array(EventView) } },
    },
    async (request) => {
      const { id } = request.params
      const session = book.get(id) ?? (await book.ended(id))
      if (!session) throw new BridgeError('BRIDGE_NOT_FOUND', { session: id })
      if (!rights.mayReadEvents(app.access.principal(request), session)) throw new RequestError('FORBIDDEN')
      // What was just seen is being written; the roll and the minutes wait for it as well.
      await book.settled(SETTLE_MS)
      return readEvents(app.db.readPool, id)
    },
  )

  app.post(
    '/api/bridge/:id/invite',
    { ...chair, schema: { tags, params: SessionParams, body: Invite, response: { 201: InvitationView } } },
    async (request, reply) => {
      const { session, account } = await directed(request, request.params.id)
      const made = await commands.invite(account, session, request.body.unit)
      reply.code(201)
      return linked(request, made)
    },
  )

  app.post(
    '/api/bridge/:id/points/:point/link',
    { ...chair, schema: { tags, params: PointParams, response: { 200: InvitationView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      const point = book.needPoint(session, request.params.point)
      return linked(request, await commands.renewLink(account, session, point))
    },
  )

  app.post(
    '/api/bridge/:id/points/:point/mute',
    { ...chair, schema: { tags, params: PointParams, body: Mute, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      const point = book.needPoint(session, request.params.point)
      await commands.mute(account, session, point, request.body.muted)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/spotlight',
    { ...chair, schema: { tags, params: SessionParams, body: Spotlight, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await commands.spotlight(account, session, request.body.point)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/floor',
    { ...chair, schema: { tags, params: SessionParams, body: GiveFloor, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await floor.give(account, session, request.body.point, request.body.seconds ?? null)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/admit',
    { ...chair, schema: { tags, params: SessionParams, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await commands.admit(account, session, null)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/points/:point/admit',
    { ...chair, schema: { tags, params: PointParams, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await commands.admit(account, session, book.needPoint(session, request.params.point).id)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/item',
    { ...chair, schema: { tags, params: SessionParams, body: ChooseItem, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await commands.item(account, session, request.body.item)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/points/:point/revoke',
    { ...chair, schema: { tags, params: PointParams, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      const point = book.needPoint(session, request.params.point)
      await commands.revoke(account, session, point)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/driver',
    { ...chair, schema: { tags, params: SessionParams, body: Move, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await transfer.move(session, request.body.driver, actorOf(account), 'asked')
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/:id/end',
    { ...chair, schema: { tags, params: SessionParams, response: { 200: SessionView } } },
    async (request) => {
      const { session, account } = await directed(request, request.params.id)
      await commands.end(account, session)
      return sessionView(session)
    },
  )

  app.post(
    '/api/bridge/point',
    {
      config: { scope: 'public', rateLimit: { max: 30, timeWindow: 60_000 } },
      bodyLimit: 1_024,
      schema: { tags, body: PointLink, response: { 200: PointGreeting } },
    },
    (request) => invitations.greet(request.body.token, request.body.device),
  )
}
