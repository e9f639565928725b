import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  AnswerInput,
  BookingInput,
  BookingParams,
  BookingView,
  CancelInput,
  ChairView,
  Conflict,
  ConflictQuery,
  RollView,
  TemplateView,
} from '../../../shared/api/bookings.ts'
import { InvitationView, SessionParams } from '../../../shared/api/bridge.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { invitationLink } from '../link.ts'
import { BridgeError } from '../problem.ts'
import { CHAIR_ROLES } from '../rights.ts'
import type { Bookings } from './bookings.ts'
import { type Booking, readBooking, readComing, readOverlapping } from './store.ts'
import { templatesOn } from './templates.ts'
import { bookingView, conflictsOf } from './view.ts'

type Room = { bookings: Bookings }
const tags = ['bridge']
const READERS: Role[] = [...CHAIR_ROLES, 'agency', 'auditor']

/** Sessions booked: by those who may chair, answered by those who are asked, opened at their hour. */
export const bookingRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { bookings }) => {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const chairs = roles([...CHAIR_ROLES])
  const person = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  const by = (request: FastifyRequest) => ({ person: person(request), address: request.ip })
  const own = (request: FastifyRequest) => {
    const p = person(request)
    return p.role === 'agency' ? p.unitId : null
  }
  const sees = (request: FastifyRequest, b: Booking) => {
    const unit = own(request)
    return unit === null
      ? app.access.visibleUnit(person(request), b.chairUnitId)
      : b.points.some((p) => p.unitId === unit)
  }
  const view = async (request: FastifyRequest, b: Booking) => {
    const catalogue = app.catalogue.now()
    const asked = own(request) === null && b.cancelledAt === null && b.session === null
    const others = asked ? await readOverlapping(app.db.readPool, b, b.id) : []
    const of = { startsAt: b.startsAt, chairId: b.chairId, units: b.points.map((p) => p.unitId) }
    return bookingView(
      catalogue,
      b,
      conflictsOf(catalogue, of, others, (o) => sees(request, o)),
      own(request),
    )
  }
  const need = async (request: FastifyRequest, id: string) => {
    const b = await readBooking(app.db.pool, id)
    if (!b || !sees(request, b)) throw new BridgeError('BRIDGE_NOT_FOUND', { booking: id })
    return b
  }

  app.get(
    '/api/bookings',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(BookingView) } } },
    async (request) => {
      const list = await readComing(app.db.readPool, Date.now())
      return Promise.all(list.filter((b) => sees(request, b)).map((b) => view(request, b)))
    },
  )
  app.get(
    '/api/bookings/templates',
    { ...chairs, schema: { tags, response: { 200: Type.Array(TemplateView) } } },
    async () => templatesOn(app.catalogue.now(), Date.now()),
  )
  app.get(
    '/api/bookings/chairs',
    { ...chairs, schema: { tags, response: { 200: Type.Array(ChairView) } } },
    (request) => bookings.chairs(person(request)),
  )
  app.post(
    '/api/bookings/conflicts',
    { ...chairs, schema: { tags, body: ConflictQuery, response: { 200: Type.Array(Conflict) } } },
    async (request) => {
      const { startsAt, minutes, units, chair, except } = request.body
      const catalogue = app.catalogue.now()
      const asker = person(request)
      const ids = units
        .flatMap((code) => catalogue.unitInForce(code, startsAt)?.id ?? [])
        .filter((id) => app.access.visibleUnit(asker, id))
      const chairs = await bookings.chairs(asker)
      const others = await readOverlapping(app.db.readPool, { startsAt, minutes }, except)
      const chairId = chairs.find((c) => c.id === chair)?.id ?? asker.id
      return conflictsOf(catalogue, { startsAt, units: ids, chairId }, others, (o) => sees(request, o))
    },
  )
  app.post(
    '/api/bookings',
    { ...chairs, schema: { tags, body: BookingInput, response: { 201: BookingView } } },
    async (request, reply) => {
      const id = await bookings.book(by(request), request.body)
      reply.code(201)
      return view(request, await need(request, id))
    },
  )
  app.get(
    '/api/bookings/:id',
    { ...roles(READERS), schema: { tags, params: BookingParams, response: { 200: BookingView } } },
    async (request) => view(request, await need(request, request.params.id)),
  )
  app.post(
    '/api/bookings/:id',
    {
      ...chairs,
      schema: { tags, params: BookingParams, body: BookingInput, response: { 200: BookingView } },
    },
    async (request) => {
      await bookings.change(by(request), request.params.id, request.body)
      return view(request, await need(request, request.params.id))
    },
  )
  app.post(
    '/api/bookings/:id/cancel',
    { ...chairs, schema: { tags, params: BookingParams, body: CancelInput, response: { 200: BookingView } } },
    async (request) => {
      await bookings.cancel(by(request), request.params.id, request.body.reason)
      return view(request, await need(request, request.params.id))
    },
  )
  app.post(
    '/api/bookings/:id/answer',
    {
      ...roles([...CHAIR_ROLES, 'agency']),
      schema: { tags, params: BookingParams, body: AnswerInput, response: { 200: BookingView } },
    },
    async (request) => {
      await bookings.answer(by(request), request.params.id, request.body)
      return view(request, await need(request, request.params.id))
    },
  )
  app.post(
    '/api/bookings/:id/open',
    {
      ...chairs,
      schema: {
        tags,
        params: BookingParams,
        response: { 201: Type.Object({ session: Type.String(), invitations: Type.Array(InvitationView) }) },
      },
    },
    async (request, reply) => {
      const { session, invitations } = await bookings.open(by(request), request.params.id)
      const origin = app.config.publicUrl ?? `${request.protocol}://${request.host}`
      reply.code(201)
      return {
        session,
        invitations: invitations.map(({ token, ...i }) => ({ ...i, link: invitationLink(origin, token) })),
      }
    },
  )

  /** Of its directors and auditors: a point reads minutes, not the roll. */
  const recorded = async (request: FastifyRequest, id: string) => {
    const record = await app.bridge.record(person(request), id)
    if (record.reads === 'point') throw new RequestError('FORBIDDEN')
    return record
  }
  app.get(
    '/api/bridge/:id/roll',
    {
      ...roles([...CHAIR_ROLES, 'auditor']),
      schema: { tags, params: SessionParams, response: { 200: RollView } },
    },
    async (request) => (await recorded(request, request.params.id)).roll,
  )
  app.get(
    '/api/bridge/:id/booking',
    {
      ...roles([...CHAIR_ROLES, 'auditor']),
      schema: {
        tags,
        params: SessionParams,
        response: { 200: Type.Object({ booking: Type.Union([BookingView, Type.Null()]) }) },
      },
    },
    async (request) => ({ booking: (await recorded(request, request.params.id)).booking }),
  )
}
