import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  FirstAdministrator,
  MePatch,
  MeView,
  NewToken,
  PasswordChange,
  SignIn,
  TokenView,
} from '../../shared/api/access.ts'
import { RequestError } from '../../shared/refusal.ts'
import { transaction } from '../db/index.ts'
import { Attempts } from './limits.ts'
import type { AccountPrincipal } from './principal.ts'
import { COOKIES } from './request.ts'
import { checkPassword, hashPassword, hashToken, newToken, passwordMatches } from './secrets.ts'

const DAY = 86_400_000
const VERSION = process.env.npm_package_version ?? '0.1.0'

/** The signed-in person; throws when a screen or nobody asks. */
export function self(request: FastifyRequest): AccountPrincipal {
  const p = request.known?.principal
  if (!p) throw new RequestError('UNAUTHENTICATED')
  if (p.kind !== 'account') throw new RequestError('FORBIDDEN')
  return p
}

/** Signing in and out, and what concerns oneself. */
export const signInRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { store } = app.access
  const { pool } = app.db
  // By account against guessing one password, by address against trying many accounts.
  const byName = new Attempts(8, 5 * 60_000)
  const byAddress = new Attempts(40, 5 * 60_000)
  const secure = Boolean(app.config.tls) || app.config.trustProxy
  const tags = ['access']
  const cookieName = COOKIES[app.config.world.kind]

  const open = async (reply: FastifyReply, accountId: number) => {
    const secret = newToken()
    await store.openSession(hashToken(secret), accountId, newToken())
    reply.setCookie(cookieName, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      maxAge: 7 * 86_400,
    })
  }
  /** Counts this attempt, or refuses it; `right` is called when it was. */
  const attempt = (request: FastifyRequest, name: string) => {
    const retryAfter = Math.max(byName.wait(name), byAddress.wait(request.ip))
    if (retryAfter) throw new RequestError('RATE_LIMITED', { retryAfter })
    byName.take(name)
    byAddress.take(request.ip)
    return {
      right: () => {
        byName.clear(name)
        byAddress.giveBack(request.ip)
      },
    }
  }

  app.post(
    '/api/sign-in',
    { config: { scope: 'public' }, schema: { tags, body: SignIn, response: { 200: Type.Object({}) } } },
    async (request, reply) => {
      const username = request.body.username.trim().toLowerCase()
      const tried = attempt(request, username)
      const found = await store.credentials(username)
      const right = await passwordMatches(request.body.password, found?.account.enabled ? found.hash : null)
      if (!found || !right) {
        await app.audit.record({
          actor: 'nobody',
          action: 'session.refused',
          subject: `account:${username.slice(0, 80)}`,
          address: request.ip,
        })
        throw new RequestError('UNAUTHENTICATED')
      }
      tried.right()
      await open(reply, found.account.id)
      await app.audit.record({
        actor: `account:${username}`,
        action: 'session.signed-in',
        address: request.ip,
      })
      return {}
    },
  )
  app.post(
    '/api/sign-out',
    { config: { scope: 'public' }, schema: { tags, response: { 200: Type.Object({}) } } },
    async (request, reply) => {
      const session = request.known?.session
      if (session) {
        await store.closeSession(session.sid)
        const over = session.sid.toString('hex')
        app.live.revoke((p) => p.kind === 'account' && p.session === over)
        await app.audit.record({
          actor: `account:${self(request).username}`,
          action: 'session.signed-out',
          address: request.ip,
        })
      }
      reply.clearCookie(cookieName, { path: '/' })
      return {}
    },
  )
  app.get(
    '/api/me',
    {
      config: { scope: 'signed-in' },
      preHandler: app.requireAny(),
      schema: { tags, response: { 200: MeView } },
    },
    async (request) => {
      const known = request.known
      const p = known?.principal
      if (p?.kind === 'screen')
        return {
          principal: p,
          csrf: null,
          mustChangePassword: false,
          language: 'vi' as const,
          version: VERSION,
          demonstration: app.config.demo,
        }
      const me = self(request)
      const now = app.catalogue.now()
      const unit = now.unitById(me.unitId)?.code ?? ''
      const nation = app.access.visibleUnit(me, now.nation().id)
      return {
        principal: { ...me, unit, nation },
        csrf: known?.session?.data.csrf ?? null,
        mustChangePassword: known?.session?.mustChange ?? false,
        language: me.language,
        version: VERSION,
        demonstration: app.config.demo,
      }
    },
  )
  app.patch(
    '/api/me',
    { config: { scope: 'self' }, schema: { tags, body: MePatch, response: { 200: Type.Object({}) } } },
    async (request) => {
      const { id } = self(request)
      await transaction(pool, (client) => store.update(client, id, request.body))
      return {}
    },
  )
  app.post(
    '/api/me/password',
    { config: { scope: 'self' }, schema: { tags, body: PasswordChange, response: { 200: Type.Object({}) } } },
    async (request) => {
      const me = self(request)
      const tried = attempt(request, me.username)
      const found = await store.byId(me.id)
      if (!(await passwordMatches(request.body.current, found?.hash ?? null)))
        throw new RequestError('FORBIDDEN', { field: 'current', reason: 'PASSWORD_WRONG' })
      tried.right()
      checkPassword(request.body.next, me.username)
      const hash = await hashPassword(request.body.next)
      await transaction(pool, async (client) => {
        await store.setPassword(client, me.id, hash, false)
        // Whoever knew the old one may have made a token with it.
        await store.endTokens(client, me.id)
        await store.closeSessions(client, me.id, request.known?.session?.sid ?? null)
        await app.audit.record(
          { actor: `account:${me.username}`, action: 'account.password-changed', address: request.ip },
          client,
        )
      })
      app.live.revoke((p) => p.kind === 'account' && p.id === me.id && p.session !== me.session)
      app.bus.emit('accounts')
      return {}
    },
  )
  app.get(
    '/api/me/tokens',
    { config: { scope: 'self' }, schema: { tags, response: { 200: Type.Array(TokenView) } } },
    async (request) => store.tokens(self(request).id),
  )
  app.post(
    '/api/me/tokens',
    {
      config: { scope: 'self' },
      schema: {
        tags,
        body: NewToken,
        response: { 200: Type.Object({ id: Type.Integer(), token: Type.String() }) },
      },
    },
    async (request) => {
      const me = self(request)
      // A token cannot beget tokens: a leaked one ends when it is revoked.
      if (me.by !== 'session') throw new RequestError('FORBIDDEN', { reason: 'SIGN_IN' })
      const token = newToken()
      const { name, days } = request.body
      const id = await transaction(pool, async (client) => {
        const added = await store.addToken(
          client,
          me.id,
          name,
          hashToken(token),
          days ? Date.now() + days * DAY : null,
        )
        await app.audit.record(
          {
            actor: `account:${me.username}`,
            action: 'token.created',
            subject: `token:${added}`,
            detail: { name },
          },
          client,
        )
        return added
      })
      return { id, token }
    },
  )
  app.delete(
    '/api/me/tokens/:id',
    {
      config: { scope: 'self' },
      schema: {
        tags,
        params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
        response: { 200: Type.Object({}) },
      },
    },
    async (request) => {
      const me = self(request)
      await transaction(pool, async (client) => {
        if (!(await store.revokeToken(client, me.id, request.params.id))) throw new RequestError('NOT_FOUND')
        await app.audit.record(
          { actor: `account:${me.username}`, action: 'token.revoked', subject: `token:${request.params.id}` },
          client,
        )
      })
      return {}
    },
  )
  app.post(
    '/api/first-administrator',
    {
      config: { scope: 'public' },
      schema: { tags, body: FirstAdministrator, response: { 200: Type.Object({}) } },
    },
    async (request, reply) => {
      const { token, username, password } = request.body
      const tried = attempt(request, 'first-administrator')
      checkPassword(password, username)
      const used = await transaction(pool, async (client) => {
        if (!(await store.useLink(client, hashToken(token), 'first-administrator'))) return false
        // A name that somebody of a part of the country bears does not use the link up.
        if (await store.credentials(username))
          throw new RequestError('CONFLICT', { field: 'username', value: username })
        return true
      })
      if (!used || (await store.hasAdministrator(app.catalogue.now().nation().id)))
        throw new RequestError('UNAUTHENTICATED')
      tried.right()
      const id = await app.access.createAccount({
        username,
        displayName: username,
        role: 'administrator',
        unitCode: app.catalogue.now().nation().code,
        password,
      })
      await open(reply, id)
      return {}
    },
  )
}
