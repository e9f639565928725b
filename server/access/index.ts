import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { transaction } from '../db/index.ts'
import { accountRoutes } from './account-routes.ts'
import { administratorLink, ensureAdministrator } from './first-administrator.ts'
import { headers } from './headers.ts'
import { Attempts } from './limits.ts'
import type { PointPrincipal, Principal } from './principal.ts'
import { COOKIES, guard, type Route } from './request.ts'
import { signInRoutes } from './routes.ts'
import { type PointRule, type ScreenRule, scopeOf } from './scope.ts'
import { checkPassword, hashPassword, hashToken, newToken, passwordMatches } from './secrets.ts'
import { type AccessStore, accessStore } from './store.ts'

export type {
  AccountPrincipal,
  ConnectionPrincipal,
  PointPrincipal,
  Principal,
  ScreenPrincipal,
} from './principal.ts'
export { actorOf } from './principal.ts'
export { actor } from './request.ts'

export type NewAccount = {
  username: string
  displayName: string
  role: Role
  unitCode: string
  password: string
  mustChange?: boolean
}
/** What a socket says about itself when it opens. */
export type Handshake = { request: IncomingMessage; auth: Record<string, unknown> }
type Resolver = (credential: string) => Promise<PointPrincipal | null>
/** What opens for a screen: its token, the secret of its machine, and where it comes from. */
export type ScreenCredential = { token: Buffer; device: Buffer | null; address: string; socket: boolean }
type ScreenResolver = (credential: ScreenCredential) => Promise<{ id: number; name: string } | null>

export type Access = {
  principal(request: FastifyRequest): Principal | null
  /** Throws RequestError CONFLICT when the name is taken, NOT_FOUND for an unknown unit, BAD_REQUEST for a weak password. */
  createAccount(account: NewAccount, by?: string): Promise<number>
  canSeeSeries(principal: Principal | null, seriesId: number): boolean
  visibleUnit(principal: Principal | null, unitId: number): boolean
  /** False only of whoever came by a link while its point is not in its session: it may read nothing then. */
  isIn(principal: Principal): boolean
  /** The session's cookie, auth.screenToken or auth.pointToken; null when none holds. */
  authenticateSocket(handshake: Handshake): Promise<Principal | null>
  /** For a signature: the person types the password again. Throws FORBIDDEN (PASSWORD_WRONG) or RATE_LIMITED. */
  confirmPassword(accountId: number, password: string): Promise<void>
  registerPointResolver(resolver: Resolver): void
  registerScreenResolver(resolver: ScreenResolver): void
  /** What screens may show depends on who looks into the room. */
  registerScreenRule(rule: ScreenRule): void
  registerPointRule(rule: PointRule): void
  hashToken(token: string): Buffer
  newToken(): string
  /** For a system without administrators: a link that makes the first one, once. */
  firstAdministratorLink(base: string): Promise<string | null>
  readonly store: AccessStore
  /** Every route with the rule it names; the tests go through them. */
  routes(): Route[]
}

declare module 'fastify' {
  interface FastifyInstance {
    access: Access
  }
}

async function createAccount(
  app: FastifyInstance,
  store: AccessStore,
  a: NewAccount,
  by: string,
): Promise<number> {
  checkPassword(a.password, a.username)
  const unit = app.catalogue.now().unitInForce(a.unitCode, Date.now())
  if (!unit) throw new RequestError('NOT_FOUND', { field: 'unit', value: a.unitCode })
  const hash = await hashPassword(a.password)
  const id = await transaction(app.db.pool, async (client) => {
    const made = await store.create(client, {
      ...a,
      unitId: unit.id,
      hash,
      mustChange: a.mustChange ?? false,
      by,
    })
    if (made === null) throw new RequestError('CONFLICT', { field: 'username', value: a.username })
    await app.audit.record(
      {
        actor: by,
        action: 'account.created',
        subject: `account:${a.username}`,
        detail: { role: a.role, unit: a.unitCode },
      },
      client,
    )
    return made
  })
  app.bus.emit('accounts')
  return id
}

function cookieOf(request: IncomingMessage, cookieName: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === cookieName && value) return decodeURIComponent(value)
  }
  return null
}

/** Who may come in, as whom, and what they see. */
export const access = fp(
  async (app) => {
    const store = accessStore(app.db.pool)
    const scope = scopeOf(app)
    let resolvePoint: Resolver = async () => null
    let resolveScreen: ScreenResolver = async () => null
    await app.register(cookie)
    await app.register(headers)
    const routes = guard(app, store, (credential) => resolveScreen(credential), scope.visibleUnit)
    const confirming = new Attempts(8, 5 * 60_000)
    app.decorate('access', {
      principal: (request) => request.known?.principal ?? null,
      createAccount: (account, by = 'system') => createAccount(app, store, account, by),
      ...scope,
      authenticateSocket: async ({ request, auth }) => {
        const { screenToken, screenDevice, pointToken } = auth
        if (typeof screenToken === 'string') {
          const screen = await resolveScreen({
            token: hashToken(screenToken),
            device: typeof screenDevice === 'string' ? hashToken(screenDevice) : null,
            address: request.socket.remoteAddress ?? '',
            socket: true,
          })
          return screen && { kind: 'screen', ...screen }
        }
        if (typeof pointToken === 'string') return resolvePoint(pointToken)
        const secret = cookieOf(request, COOKIES[app.config.world.kind])
        const found = secret ? await store.session(hashToken(secret)) : null
        return found && !found.mustChange ? found.principal : null
      },
      confirmPassword: async (accountId, password) => {
        const key = String(accountId)
        const retryAfter = confirming.wait(key)
        if (retryAfter) throw new RequestError('RATE_LIMITED', { retryAfter })
        confirming.take(key)
        const found = await store.byId(accountId)
        if (!(await passwordMatches(password, found?.account.enabled ? found.hash : null)))
          throw new RequestError('FORBIDDEN', { reason: 'PASSWORD_WRONG' })
        confirming.clear(key)
      },
      registerPointResolver: (resolver) => {
        resolvePoint = resolver
      },
      registerScreenResolver: (resolver) => {
        resolveScreen = resolver
      },
      hashToken,
      newToken,
      firstAdministratorLink: (base) => administratorLink(app, store, base),
      store,
      routes,
    })
    await app.register(signInRoutes)
    await app.register(accountRoutes)
    app.addHook('onReady', () => ensureAdministrator(app, store))
    const clear = async () => {
      const over = new Set(await store.sweep())
      app.live.revoke((p) => p.kind === 'account' && p.session !== null && over.has(p.session))
    }
    const sweep = setInterval(() => void clear().catch(() => undefined), 3_600_000)
    sweep.unref()
    app.addHook('onClose', async () => clearInterval(sweep))
  },
  { name: 'access', dependencies: ['db', 'audit'] },
)
