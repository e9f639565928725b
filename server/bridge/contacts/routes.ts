import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { PointParams, SessionParams } from '../../../shared/api/bridge.ts'
import { Code } from '../../../shared/api/catalogue.ts'
import { ContactInput, ContactView, PointContact, RungInput } from '../../../shared/api/contacts.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { actorOf } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import type { SessionBook } from '../book.ts'
import { bookingOfSession } from '../bookings/store.ts'
import { BridgeError } from '../problem.ts'
import { CHAIR_ROLES, type Rights } from '../rights.ts'
import { readEvents } from '../store.ts'
import { insertContact, readContacts } from './store.ts'

type Room = { book: SessionBook; rights: Rights }
const KEEPERS: Role[] = [...CHAIR_ROLES, 'agency']

/** The second channel: whom to ring when a picture is gone, kept by operators and by the unit itself. */
export const contactRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { book, rights }) => {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  const tags = ['bridge']
  const keepers = { config: { scope: `role:${KEEPERS.join(',')}` }, preHandler: app.require(...KEEPERS) }
  const chairs = {
    config: { scope: `role:${CHAIR_ROLES.join(',')}` },
    preHandler: app.require(...CHAIR_ROLES),
  }
  const person = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  /** The unit of the address, of which this person keeps the contact. */
  const kept = (request: FastifyRequest, code: string) => {
    const unit = app.catalogue.now().unitInForce(code, Date.now())
    const p = person(request)
    const own = unit && (p.role === 'agency' ? unit.id === p.unitId : app.access.visibleUnit(p, unit.id))
    if (!unit || !own) throw new RequestError('NOT_FOUND', { unit: code })
    return unit
  }
  const Params = Type.Object({ code: Code })
  const Answer = Type.Object({ contact: Type.Union([ContactView, Type.Null()]) })
  const contactOf = async (unitId: number) => ({
    contact: (await readContacts(app.db.pool, [unitId])).get(unitId) ?? null,
  })

  app.get(
    '/api/units/:code/contact',
    { ...keepers, schema: { tags, params: Params, response: { 200: Answer } } },
    (request) => contactOf(kept(request, request.params.code).id),
  )
  app.post(
    '/api/units/:code/contact',
    { ...keepers, schema: { tags, params: Params, body: ContactInput, response: { 200: Answer } } },
    async (request) => {
      const unit = kept(request, request.params.code)
      const by = person(request)
      await transaction(app.db.pool, async (client) => {
        await insertContact(client, unit.id, request.body, by.id)
        const detail = { name: request.body.name, phone: request.body.phone }
        const act = { actor: actorOf(by), action: 'unit.contact', subject: `unit:${unit.code}`, detail }
        await app.audit.record({ ...act, address: request.ip }, client)
      })
      return contactOf(unit.id)
    },
  )

  app.get(
    '/api/bridge/:id/contacts',
    { ...chairs, schema: { tags, params: SessionParams, response: { 200: Type.Array(PointContact) } } },
    async (request) => {
      const session = await book.need(request.params.id)
      if (!rights.mayDirect(person(request), session)) throw new RequestError('FORBIDDEN')
      const points = [...session.points.values()].filter((p) => p.role === 'point')
      const [booking, contacts, events] = await Promise.all([
        bookingOfSession(app.db.readPool, session.id),
        readContacts(
          app.db.readPool,
          points.map((p) => p.unitId),
        ),
        readEvents(app.db.readPool, session.id),
      ])
      return points.map((p) => {
        const rung = events.findLast((e) => e.kind === 'rung' && e.point === p.id)
        return {
          point: p.id,
          technician: booking?.points.find((x) => x.unitId === p.unitId)?.technician ?? null,
          unit: contacts.get(p.unitId) ?? null,
          rung: rung
            ? {
                at: rung.at,
                by: String(rung.detail.by ?? rung.actor),
                answered: rung.detail.answered === true,
              }
            : null,
        }
      })
    },
  )
  app.post(
    '/api/bridge/:id/points/:point/rung',
    {
      ...chairs,
      schema: {
        tags,
        params: PointParams,
        body: RungInput,
        response: { 200: Type.Object({ at: Type.Number() }) },
      },
    },
    async (request) => {
      const by = person(request)
      const session = await book.need(request.params.id)
      if (!rights.mayDirect(by, session)) throw new RequestError('FORBIDDEN')
      const point = book.needPoint(session, request.params.point)
      const at = Date.now()
      const detail = { unit: point.unit, by: by.displayName, ...request.body }
      await book.commit(session, () => ({
        change: {},
        events: [{ at, actor: actorOf(by), kind: 'rung', point: point.id, detail }],
      }))
      return { at }
    },
  )
}
