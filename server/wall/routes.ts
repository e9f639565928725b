import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  ScreenApprove,
  ScreenGroup,
  ScreenHello,
  ScreenPair,
  ScreenParams,
  ScreenPoll,
  ScreenPollAnswer,
  ScreenRename,
  ScreenToken,
  ScreenView,
} from '../../shared/api/wall.ts'
import { RequestError } from '../../shared/refusal.ts'
import { actor } from '../access/index.ts'
import { Guesses } from './guesses.ts'
import { Rate } from './rate.ts'
import type { StoredScreen } from './store.ts'

const tags = ['wall']
const MINUTE = 60_000

/** Pairing a screen, and minding those that are paired. */
export const wallRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { screens, codes } = app.wall
  const hellos = new Rate(20, MINUTE)
  const polls = new Rate(240, MINUTE)
  const links = new Rate(20, MINUTE)
  const wrong = new Rate(10, 10 * MINUTE)
  const guesses = new Guesses(app)
  const open = { config: { scope: 'public' } }
  const minder = {
    config: { scope: 'role:duty,administrator', within: 'nation' as const },
    preHandler: app.require('duty', 'administrator'),
  }
  const refuse = (wait: number, reply: FastifyReply) => {
    if (!wait) return
    reply.header('retry-after', wait)
    throw new RequestError('RATE_LIMITED', { retryAfterSeconds: wait })
  }
  const by = (request: FastifyRequest) => ({ actor: actor(request), address: request.ip })
  const device = (secret: string) => app.access.hashToken(secret).toString('hex')
  const view = (s: StoredScreen): ScreenView => {
    const connected = app.live.screens().some((row) => row.id === s.id && row.connected)
    const { overlay: _, ...told } = s
    return { ...told, connected }
  }

  app.post(
    '/api/screens/hello',
    { ...open, schema: { tags, response: { 200: ScreenHello } } },
    async (request, reply) => {
      refuse(hellos.take(request.ip, Date.now()), reply)
      const deviceSecret = app.access.newToken()
      reply.header('cache-control', 'no-store')
      return { ...codes.open(device(deviceSecret), Date.now()), deviceSecret }
    },
  )
  app.post(
    '/api/screens/poll',
    { ...open, schema: { tags, body: ScreenPoll, response: { 200: ScreenPollAnswer } } },
    async (request, reply) => {
      refuse(polls.take(request.ip, Date.now()), reply)
      const answer = codes.poll(device(request.body.deviceSecret), Date.now())
      if (!answer) throw new RequestError('NOT_FOUND', { reason: 'CODE_ENDED' })
      reply.header('cache-control', 'no-store')
      return answer
    },
  )
  app.post(
    '/api/screens/approve',
    { ...minder, schema: { tags, body: ScreenApprove, response: { 200: ScreenView } } },
    async (request, reply) => {
      const who = by(request)
      refuse(wrong.wait(who.actor, Date.now()), reply)
      const taken = codes.take(request.body.code, Date.now())
      if (!taken) {
        wrong.count(who.actor, Date.now())
        await guesses.wrong(who, Date.now())
        throw new RequestError('NOT_FOUND', { field: 'code', reason: 'CODE_ENDED' })
      }
      const { screen } = request.body
      const name = request.body.name?.trim()
      const pairing = async () => {
        if (screen !== undefined) return screens.repair(screen, who)
        if (name === undefined) throw new RequestError('BAD_REQUEST', { field: 'name' })
        return screens.pair(name, who)
      }
      const paired = await pairing().catch((error: unknown) => {
        taken.release()
        throw error
      })
      if (!paired) throw new RequestError('CONFLICT')
      app.wall.tokens.forgive(paired.screen.id)
      taken.approve(paired.token)
      return view(paired.screen)
    },
  )
  app.post(
    '/api/screens/pair',
    { ...open, schema: { tags, body: ScreenPair, response: { 200: ScreenToken } } },
    async (request, reply) => {
      refuse(links.take(request.ip, Date.now()), reply)
      const name = `Màn hình ${screens.paired().length + 1}`
      const by = { actor: 'system', address: request.ip }
      const paired = await screens.pair(name, by, request.body.token)
      if (!paired) throw new RequestError('NOT_FOUND', { reason: 'LINK_ENDED' })
      reply.header('cache-control', 'no-store')
      return { token: paired.token, id: paired.screen.id, name: paired.screen.name }
    },
  )
  app.get(
    '/api/screens',
    { ...minder, schema: { tags, response: { 200: Type.Array(ScreenView) } } },
    async () => (await screens.list()).map(view),
  )
  app.post(
    '/api/screens/:id/revoke',
    { ...minder, schema: { tags, params: ScreenParams, response: { 200: ScreenView } } },
    async (request) => view(await screens.revoke(request.params.id, by(request))),
  )
  app.post(
    '/api/screens/:id/rename',
    { ...minder, schema: { tags, params: ScreenParams, body: ScreenRename, response: { 200: ScreenView } } },
    async (request) => view(await screens.rename(request.params.id, request.body.name.trim(), by(request))),
  )
  app.post(
    '/api/screens/:id/group',
    { ...minder, schema: { tags, params: ScreenParams, body: ScreenGroup, response: { 200: ScreenView } } },
    async (request) => {
      const group = request.body.group?.trim() ?? null
      return view(await screens.group(request.params.id, group, by(request)))
    },
  )
}
