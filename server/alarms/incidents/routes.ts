import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type pg from 'pg'
import { Type } from 'typebox'
import { wantsAnswer } from '../../../shared/alarm.ts'
import {
  AlarmComment,
  AlarmParams,
  IncidentInput,
  IncidentMembers,
  IncidentOutcome,
  IncidentView,
} from '../../../shared/api/alarms.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { actor } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import type { Actor, Acts } from '../acts.ts'
import type { Book } from '../book.ts'
import { each } from '../each.ts'
import { seesAlarm } from '../feed.ts'
import { endIncident, type Incident, insertIncident, readIncident, readIncidents } from './store.ts'

const tags = ['alarms']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor']
const TAKERS: Role[] = ['duty', 'administrator']
const MOST = 100
type Room = {
  book: Book
  acts: Acts
  by(request: FastifyRequest): Actor
  /** Throws NOT_FOUND for an alarm that the person may not know of. */
  need(request: FastifyRequest, id: number): Promise<void>
}

/** Alarms that are one happening: gathered under a title, acted on with one word, each with its own record. */
export const incidentRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { book, acts, by, need }) => {
  const { access, audit, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` as const },
    preHandler: app.require(...list),
  })
  /** Those of its alarms that the person may know of. */
  const members = (request: FastifyRequest, id: number) => {
    const p = access.principal(request)
    return [...book.all()].filter((a) => a.life.incident === id && seesAlarm(app, p, a))
  }
  /** Which incidents are somebody's who does not look over the country: others do not push them out of the list. */
  const ownOf = (request: FastifyRequest) => {
    const p = access.principal(request)
    const ids = [...book.all()].flatMap((a) => (seesAlarm(app, p, a) ? (a.life.incident ?? []) : []))
    return { opener: p?.kind === 'account' ? p.id : 0, ids: [...new Set(ids)] }
  }
  const national = (request: FastifyRequest) => seesAlarm(app, access.principal(request), { unitId: null })
  const opened = (request: FastifyRequest, i: Incident) => {
    const p = access.principal(request)
    return p?.kind === 'account' && p.id === i.opener
  }
  /** Whoever looks over the country sees all; others what they opened, and what holds an alarm of theirs. */
  const sees = (request: FastifyRequest, i: Incident) =>
    national(request) || opened(request, i) || members(request, i.id).length > 0
  /** Into another: who does not look over the country takes an alarm out of no incident but one that is over. */
  const mayLeave = async (request: FastifyRequest, alarm: number) => {
    const before = book.get(alarm)?.life.incident ?? null
    const over = before !== null && (await readIncident(db.pool, before))?.closedAt != null
    return (incident: number) => national(request) || (over && incident === before)
  }
  const group = async (request: FastifyRequest, alarm: number, into: number) =>
    acts.group(alarm, by(request), into, await mayLeave(request, alarm))
  const view = (request: FastifyRequest, i: Incident): IncidentView => {
    const own = members(request, i.id)
    return { ...i, members: own.length, waiting: own.filter((a) => wantsAnswer(a.life)).length }
  }
  const known = async (request: FastifyRequest, id: number): Promise<Incident> => {
    const found = await readIncident(db.pool, id)
    if (!found || !sees(request, found)) throw new RequestError('NOT_FOUND', { incident: id })
    return found
  }
  const open = async (request: FastifyRequest, id: number) => {
    const found = await known(request, id)
    if (found.closedAt !== null) throw new RequestError('CONFLICT', { incident: id, reason: 'CLOSED' })
    return found
  }
  const eachOf = async (
    request: FastifyRequest,
    ids: readonly number[],
    run: (id: number) => Promise<void>,
  ): Promise<IncidentOutcome> => {
    const { done, refused } = await each(ids, async (id) => {
      await need(request, id)
      await run(id)
    })
    return { done, refused: refused.map(({ id, code }) => ({ id, why: code })) }
  }

  app.get(
    '/api/alarm-incidents',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(IncidentView) } } },
    async (request) => {
      const found = await readIncidents(db.readPool, MOST, national(request) ? null : ownOf(request))
      return found.filter((i) => sees(request, i)).map((i) => view(request, i))
    },
  )
  app.post(
    '/api/alarm-incidents',
    { ...roles(TAKERS), schema: { tags, body: IncidentInput, response: { 201: IncidentView } } },
    async (request, reply) => {
      const title = request.body.title.trim()
      const insert = async (client: pg.PoolClient) => {
        const made = await insertIncident(client, title, by(request).person)
        const act = { actor: actor(request), action: 'incident.opened', subject: `incident:${made.id}` }
        await audit.record({ ...act, detail: { title }, address: request.ip }, client)
        return made
      }
      // Opened with the first alarm that comes in: where the database goes away before that, nothing of it is there.
      let incident: Incident | null = null
      await eachOf(request, request.body.alarms, async (alarm) => {
        if (incident) return group(request, alarm, incident.id)
        incident = await acts.groupInNew(alarm, by(request), insert, await mayLeave(request, alarm))
      })
      // What came in is in its view, also where the database has gone away since.
      return reply.code(201).send(view(request, incident ?? (await transaction(db.pool, insert))))
    },
  )
  app.post(
    '/api/alarm-incidents/:id/members',
    {
      ...roles(TAKERS),
      schema: { tags, params: AlarmParams, body: IncidentMembers, response: { 200: IncidentOutcome } },
    },
    async (request) => {
      const incident = await open(request, request.params.id)
      const { id } = incident
      const { alarms, take } = request.body
      // Nor is it taken out by who only sees it: it would be free to go into another.
      if (!take && !opened(request, incident) && !national(request))
        throw new RequestError('FORBIDDEN', { incident: id })
      return eachOf(request, alarms, (alarm) =>
        take ? group(request, alarm, id) : acts.ungroup(alarm, by(request), id),
      )
    },
  )
  app.post(
    '/api/alarm-incidents/:id/acknowledge',
    {
      ...roles(TAKERS),
      schema: {
        ...{ tags, summary: 'Acknowledges each of its alarms that wants it' },
        ...{ params: AlarmParams, body: AlarmComment, response: { 200: IncidentOutcome } },
      },
    },
    async (request) => {
      const { id } = await open(request, request.params.id)
      const waiting = members(request, id).filter((a) => wantsAnswer(a.life))
      return eachOf(
        request,
        waiting.map((a) => a.id),
        (alarm) => acts.acknowledge(alarm, by(request), request.body.note.trim(), null),
      )
    },
  )
  app.post(
    '/api/alarm-incidents/:id/close',
    {
      ...roles(TAKERS),
      schema: { tags, params: AlarmParams, body: AlarmComment, response: { 200: IncidentView } },
    },
    async (request) => {
      const incident = await open(request, request.params.id)
      const { id } = incident
      // One alarm of theirs shows them the incident; it is ended by who opened it, or looks over the country.
      if (!opened(request, incident) && !national(request))
        throw new RequestError('FORBIDDEN', { incident: id })
      const note = request.body.note.trim()
      await transaction(db.pool, async (client) => {
        if (!(await endIncident(client, id, by(request).person.id, note)))
          throw new RequestError('CONFLICT', { incident: id, reason: 'CLOSED' })
        const act = { actor: actor(request), action: 'incident.closed', subject: `incident:${id}` }
        await audit.record({ ...act, detail: { note }, address: request.ip }, client)
      })
      return view(request, await known(request, id))
    },
  )
}
