import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
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
import { endIncident, type Incident, insertIncident, readIncident, readIncidents } from './store.ts'

const tags = ['alarms']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor']
const TAKERS: Role[] = ['duty', 'administrator']
type Room = { book: Book; acts: Acts; by(request: FastifyRequest): Actor }

/** Alarms that are one happening: gathered under a title, acted on with one word, each with its own record. */
export const incidentRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { book, acts, by }) => {
  const { audit, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` as const },
    preHandler: app.require(...list),
  })
  const members = (id: number) => [...book.all()].filter((a) => a.life.incident === id)
  const view = (i: Incident): IncidentView => {
    const own = members(i.id)
    return { ...i, members: own.length, waiting: own.filter((a) => wantsAnswer(a.life)).length }
  }
  const need = async (id: number): Promise<Incident> => {
    const found = await readIncident(db.pool, id)
    if (!found) throw new RequestError('NOT_FOUND', { incident: id })
    return found
  }
  const open = async (id: number) => {
    const found = await need(id)
    if (found.closedAt !== null) throw new RequestError('CONFLICT', { incident: id, reason: 'CLOSED' })
    return found
  }
  /** Does one thing to each; what one of them refuses does not hold up the others. */
  const each = async (ids: readonly number[], run: (id: number) => Promise<void>) => {
    const outcome: IncidentOutcome = { done: [], refused: [] }
    for (const id of ids)
      try {
        await run(id)
        outcome.done.push(id)
      } catch (error) {
        if (!(error instanceof RequestError) || error.code === 'NOT_READY') throw error
        outcome.refused.push({ id, why: error.code })
      }
    return outcome
  }

  app.get(
    '/api/alarm-incidents',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(IncidentView) } } },
    async () => (await readIncidents(db.readPool, 100)).map(view),
  )
  app.post(
    '/api/alarm-incidents',
    { ...roles(TAKERS), schema: { tags, body: IncidentInput, response: { 201: IncidentView } } },
    async (request, reply) => {
      const title = request.body.title.trim()
      const id = await transaction(db.pool, async (client) => {
        const made = await insertIncident(client, title, by(request).person.id)
        const act = { actor: actor(request), action: 'incident.opened', subject: `incident:${made}` }
        await audit.record({ ...act, detail: { title }, address: request.ip }, client)
        return made
      })
      await each(request.body.alarms, (alarm) => acts.group(alarm, by(request), id))
      return reply.code(201).send(view(await need(id)))
    },
  )
  app.post(
    '/api/alarm-incidents/:id/members',
    {
      ...roles(TAKERS),
      schema: { tags, params: AlarmParams, body: IncidentMembers, response: { 200: IncidentOutcome } },
    },
    async (request) => {
      const { id } = await open(request.params.id)
      const { alarms, take } = request.body
      return each(alarms, (alarm) => acts.group(alarm, by(request), take ? id : null))
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
      const { id } = await open(request.params.id)
      const waiting = members(id).filter((a) => wantsAnswer(a.life))
      return each(
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
      const { id } = await open(request.params.id)
      const note = request.body.note.trim()
      await transaction(db.pool, async (client) => {
        if (!(await endIncident(client, id, by(request).person.id, note)))
          throw new RequestError('CONFLICT', { incident: id, reason: 'CLOSED' })
        const act = { actor: actor(request), action: 'incident.closed', subject: `incident:${id}` }
        await audit.record({ ...act, detail: { note }, address: request.ip }, client)
      })
      return view(await need(id))
    },
  )
}
