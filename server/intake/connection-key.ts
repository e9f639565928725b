import type { FastifyRequest } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import type { Connections } from './connections.ts'
import { Limiter } from './limiter.ts'

export const RATE = { perSecond: 100, burst: 400 }
const FAILURES = { perSecond: 0.2, burst: 20 }
type Bounds = { perSecond: number; burst: number; disabledToo?: boolean }

/**
 * Before the body is read: the request's key must be that of the connection in its path.
 * Throws UNAUTHENTICATED, KEY_REVOKED, CONNECTION_DISABLED (unless `disabledToo`), RATE_LIMITED.
 */
export function byKey(connections: Connections, { perSecond, burst, disabledToo = false }: Bounds) {
  const rate = new Limiter(perSecond, burst)
  const failures = new Limiter(FAILURES.perSecond, FAILURES.burst)
  return async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const key = /^Bearer (\S{20,200})$/i.exec(request.headers.authorization ?? '')?.[1]
    try {
      if (!key) throw new RequestError('UNAUTHENTICATED')
      connections.authenticate(request.params.id, key, disabledToo)
    } catch (error) {
      // Whoever keeps guessing waits; a source with the right key from the same address does not.
      const wait = failures.take(request.ip)
      if (wait) throw new RequestError('RATE_LIMITED', { retryAfter: wait })
      throw error
    }
    const wait = rate.take(request.params.id)
    if (wait) throw new RequestError('RATE_LIMITED', { retryAfter: wait })
  }
}
