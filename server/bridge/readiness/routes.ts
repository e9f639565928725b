import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { BookingParams } from '../../../shared/api/bookings.ts'
import { SessionParams } from '../../../shared/api/bridge.ts'
import { ReadinessBoard } from '../../../shared/api/readiness.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import type { SessionBook } from '../book.ts'
import { readBooking } from '../bookings/store.ts'
import { BridgeError } from '../problem.ts'
import { CHAIR_ROLES, mayChair, type Rights } from '../rights.ts'
import type { Readiness } from './readiness.ts'

type Room = { readiness: Readiness; book: SessionBook; rights: Rights }
const READERS: Role[] = [...CHAIR_ROLES, 'agency', 'auditor']

/** Who is ready of how many: the operator's board; a point reads its own line alone. */
export const readinessRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { readiness, book, rights }) => {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  const readers = { config: { scope: `role:${READERS.join(',')}` }, preHandler: app.require(...READERS) }
  const person = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  const tags = ['bridge']

  app.get(
    '/api/bookings/:id/readiness',
    { ...readers, schema: { tags, params: BookingParams, response: { 200: ReadinessBoard } } },
    async (request) => {
      const p = person(request)
      const booking = await readBooking(app.db.readPool, request.params.id)
      const own = p.role === 'agency' ? p.unitId : null
      const sees =
        booking &&
        (own === null
          ? (p.role === 'auditor' || mayChair(p)) && app.access.visibleUnit(p, booking.chairUnitId)
          : booking.points.some((x) => x.unitId === own))
      if (!booking || !sees) throw new BridgeError('BRIDGE_NOT_FOUND', { booking: request.params.id })
      return readiness.ofBooking(booking, own)
    },
  )
  app.get(
    '/api/bridge/:id/readiness',
    { ...readers, schema: { tags, params: SessionParams, response: { 200: ReadinessBoard } } },
    async (request) => {
      const p = person(request)
      const session = book.get(request.params.id) ?? (await book.ended(request.params.id))
      if (!session) throw new BridgeError('BRIDGE_NOT_FOUND', { session: request.params.id })
      if (!rights.maySee(p, session)) throw new RequestError('FORBIDDEN')
      return readiness.ofSession(session, p.role === 'agency' ? p.unitId : null)
    },
  )
}
