import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler, RouteOptions } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { Access } from './index.ts'
import { type AccountPrincipal, actorOf, type Principal } from './principal.ts'
import { hashToken, newToken } from './secrets.ts'
import type { AccessStore, SessionData } from './store.ts'

export const COOKIE = 'td.session'
export type Known = {
  principal: Principal
  session: { sid: Buffer; data: SessionData; mustChange: boolean } | null
}

declare module 'fastify' {
  interface FastifyRequest {
    known: Known | null
  }
  interface FastifyContextConfig {
    /** The rule that guards this route: 'public', 'self', 'signed-in', 'role:…', 'series', 'connection', 'point', 'screen'. */
    scope?: string
  }
  interface FastifyInstance {
    require(...roles: Role[]): preHandlerAsyncHookHandler
    /** Any account, or a screen. */
    requireAny(): preHandlerAsyncHookHandler
  }
}

async function identify(store: AccessStore, shell: Shell, request: FastifyRequest): Promise<Known | null> {
  const [, scheme, secret] =
    /^(Bearer|Screen) ([\w-]{20,200})$/.exec(request.headers.authorization ?? '') ?? []
  if (secret) {
    const hash = hashToken(secret)
    if (shell.hash && hash.equals(shell.hash)) return { principal: shell.principal(), session: null }
    if (scheme === 'Bearer') {
      const principal = await store.byToken(hash)
      return principal && { principal, session: null }
    }
    const screen = await store.screen(hash)
    return screen && { principal: { kind: 'screen', ...screen }, session: null }
  }
  const cookie = request.cookies[COOKIE]
  if (!cookie) return null
  const sid = hashToken(cookie)
  const found = await store.session(sid)
  return (
    found && { principal: found.principal, session: { sid, data: found.data, mustChange: found.mustChange } }
  )
}

const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** A browser's request that changes something must carry the session's token and come from our own pages. */
function refuseForgery(request: FastifyRequest, known: Known): void {
  if (!CHANGES.has(request.method) || !known.session) return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && URL.canParse(origin) && new URL(origin).host !== request.host)
  if (foreign || request.headers['x-td-csrf'] !== known.session.data.csrf)
    throw new RequestError('FORBIDDEN', { reason: 'CSRF' })
}

/** Open to one who still has to change a password that someone else gave. */
const BEFORE_CHANGE = new Set(['/api/me', '/api/me/password', '/api/sign-out'])

/** How the audit names who asks. */
export const actor = (request: FastifyRequest) =>
  request.known ? actorOf(request.known.principal) : 'nobody'

/** The scope's own word is enforced before a body is read; what depends on the thing asked for, the route decides. */
function enforce(scope: string, known: Known | null): void {
  const roles = scope.startsWith('role:') ? scope.slice(5).split(',') : null
  if (!roles && scope !== 'signed-in' && scope !== 'series') return
  if (!known) throw new RequestError('UNAUTHENTICATED')
  const p = known.principal
  if (roles && (p.kind !== 'account' || !roles.includes(p.role))) throw new RequestError('FORBIDDEN')
}

/** No account may have this name. */
const SHELL = '@shell'
type Shell = { hash: Buffer | null; principal(): AccountPrincipal }
const shellOf = (app: FastifyInstance): Shell => ({
  hash: null,
  principal: () => ({
    kind: 'account',
    id: 0,
    username: SHELL,
    displayName: SHELL,
    role: 'administrator',
    unitId: app.catalogue.now().nation().id,
    language: 'vi',
    by: 'shell',
    session: null,
  }),
})

/** Every request learns who asks; every route must say by which rule it is guarded. */
export function guard(app: FastifyInstance, store: AccessStore): Pick<Access, 'routes' | 'shellToken'> {
  app.decorateRequest('known', null)
  const shell = shellOf(app)
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const open = routes.filter((r) => !r.config?.scope && r.method !== 'OPTIONS')
    if (open.length)
      throw new Error(
        `routes that name no scope (config.scope): ${open.map((r) => `${r.method} ${r.url}`).join(', ')}`,
      )
  })
  app.addHook('onRequest', async (request) => {
    const path = request.routeOptions.url
    if (!path?.startsWith('/api/')) return
    // A source's key is the intake's own to judge: looking it up as a person's token would cost a read a message.
    const source = request.method === 'POST' && path === '/api/connections/:id/observations'
    if (!source && (request.headers.authorization || request.headers.cookie))
      request.known = await identify(store, shell, request)
    if (request.known) {
      refuseForgery(request, request.known)
      if (request.known.session?.mustChange && !BEFORE_CHANGE.has(path))
        throw new RequestError('FORBIDDEN', { reason: 'PASSWORD_MUST_CHANGE' })
    }
    enforce(request.routeOptions.config.scope ?? '', request.known)
  })
  app.decorate('require', (...roles: Role[]) => async (request: FastifyRequest) => {
    const p = request.known?.principal
    if (!p) throw new RequestError('UNAUTHENTICATED')
    if (p.kind !== 'account' || !roles.includes(p.role)) throw new RequestError('FORBIDDEN')
  })
  app.decorate('requireAny', () => async (request: FastifyRequest) => {
    if (!request.known) throw new RequestError('UNAUTHENTICATED')
  })
  return {
    get routes() {
      return routes.flatMap((r) =>
        [r.method].flat().map((method) => ({ method, url: r.url, scope: r.config?.scope ?? '' })),
      )
    },
    shellToken: () => {
      const token = newToken()
      shell.hash = hashToken(token)
      return token
    },
  }
}
