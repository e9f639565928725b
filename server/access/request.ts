import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler, RouteOptions } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { World } from '../../shared/world.ts'
import { actorOf, type Principal } from './principal.ts'
import { hashToken } from './secrets.ts'
import type { AccessStore, SessionData } from './store.ts'

/** Cookies do not know ports: each world has a name of its own, so that one's session is nothing to the other. */
export const COOKIES = { real: 'td.session', exercise: 'td.exercise' } as const satisfies Record<
  World['kind'],
  string
>
export type Route = { method: string; url: string; scope: string }
export type Known = {
  principal: Principal
  session: { sid: Buffer; data: SessionData; mustChange: boolean } | null
}

declare module 'fastify' {
  interface FastifyRequest {
    known: Known | null
  }
  interface FastifyContextConfig {
    /**
     * The rule that guards this route: 'public', 'self' (a person), 'account' (a person, of what lies within the own unit),
     * 'screen', 'signed-in', 'role:…', 'nation:…' (those roles over the whole country), 'series', 'connection', 'session'.
     */
    scope?: string
    /** Of accounts only those that may see the whole nation: what stands on its walls is not one province's. */
    within?: 'nation'
  }
  interface FastifyInstance {
    require(...roles: Role[]): preHandlerAsyncHookHandler
    /** Any account, or a screen. */
    requireAny(): preHandlerAsyncHookHandler
  }
}

type ResolveScreen = (credential: {
  token: Buffer
  device: Buffer | null
  address: string
  socket: boolean
}) => Promise<{ id: number; name: string } | null>

async function identify(
  store: AccessStore,
  resolveScreen: ResolveScreen,
  cookieName: string,
  request: FastifyRequest,
): Promise<Known | null> {
  const [, scheme, secret] =
    /^(Bearer|Screen) ([\w-]{20,200})$/.exec(request.headers.authorization ?? '') ?? []
  if (secret) {
    const hash = hashToken(secret)
    if (scheme === 'Bearer') {
      const principal = await store.byToken(hash)
      return principal && { principal, session: null }
    }
    const secretOfMachine = request.headers['x-td-device']
    const device = typeof secretOfMachine === 'string' ? hashToken(secretOfMachine) : null
    const screen = await resolveScreen({ token: hash, device, address: request.ip, socket: false })
    return screen && { principal: { kind: 'screen', ...screen }, session: null }
  }
  const cookie = request.cookies[cookieName]
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

const PUBLIC_BYTES = 16 << 10
const SIGNED_IN = new Set(['self', 'account', 'signed-in', 'screen', 'series', 'session'])
const PERSONAL = new Set(['self', 'account'])
/** The scope's own word is enforced before a body is read; what depends on the thing asked for, the route decides. */
function enforce(scope: string, known: Known | null, seesNation: (p: Principal) => boolean): void {
  const [rule = '', list] = scope.split(':')
  const roles = list?.split(',')
  if (!roles && !SIGNED_IN.has(rule)) return
  if (!known) throw new RequestError('UNAUTHENTICATED')
  const p = known.principal
  if (PERSONAL.has(rule) && p.kind !== 'account') throw new RequestError('FORBIDDEN')
  if (rule === 'screen' && p.kind !== 'screen') throw new RequestError('FORBIDDEN')
  if (roles && (p.kind !== 'account' || !roles.includes(p.role))) throw new RequestError('FORBIDDEN')
  // What holds for the whole country is not for one province to read or to change.
  if (rule === 'nation' && !seesNation(p)) throw new RequestError('FORBIDDEN')
}

/** Every request learns who asks; every route must say by which rule it is guarded. Returns how to list them. */
export function guard(
  app: FastifyInstance,
  store: AccessStore,
  resolveScreen: ResolveScreen,
  visibleUnit: (p: Principal, unitId: number) => boolean,
): () => Route[] {
  const seesNation = (p: Principal) => visibleUnit(p, app.catalogue.now().nation().id)
  app.decorateRequest('known', null)
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    // Anybody may make the server read it: a code, a name and a password need no more.
    if (route.config?.scope === 'public') route.bodyLimit ??= PUBLIC_BYTES
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
      request.known = await identify(store, resolveScreen, COOKIES[app.config.world.kind], request)
    if (request.known) {
      refuseForgery(request, request.known)
      if (request.known.session?.mustChange && !BEFORE_CHANGE.has(path))
        throw new RequestError('FORBIDDEN', { reason: 'PASSWORD_MUST_CHANGE' })
    }
    const { scope = '', within } = request.routeOptions.config
    enforce(scope, request.known, seesNation)
    const p = request.known?.principal
    if (within !== 'nation' || p?.kind !== 'account') return
    if (!seesNation(p)) throw new RequestError('FORBIDDEN')
  })
  app.decorate('require', (...roles: Role[]) => async (request: FastifyRequest) => {
    const p = request.known?.principal
    if (!p) throw new RequestError('UNAUTHENTICATED')
    if (p.kind !== 'account' || !roles.includes(p.role)) throw new RequestError('FORBIDDEN')
  })
  app.decorate('requireAny', () => async (request: FastifyRequest) => {
    if (!request.known) throw new RequestError('UNAUTHENTICATED')
  })
  return () =>
    routes.flatMap((r) =>
      [r.method].flat().map((method) => ({ method, url: r.url, scope: r.config?.scope ?? '' })),
    )
}
