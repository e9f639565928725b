import type { FastifyInstance, FastifyRequest } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { Person } from './acts.ts'

/** Who draws scenes and playlists, who puts them on the wall, who looks at them. */
export const DRAW: Role[] = ['duty', 'administrator']
export const SHOW: Role[] = ['leader', ...DRAW]
export const LOOK: Role[] = [...SHOW, 'analyst', 'auditor']

export const roles = (app: FastifyInstance, list: Role[]) => ({
  config: { scope: `role:${list.join(',')}`, within: 'nation' as const },
  preHandler: app.require(...list),
})

export function personOf(app: FastifyInstance, request: FastifyRequest): Person {
  const principal = app.access.principal(request)
  if (principal?.kind !== 'account') throw new RequestError('FORBIDDEN')
  return { principal, actor: `account:${principal.username}`, address: request.ip }
}
