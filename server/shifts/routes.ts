import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  LeaveInput,
  PlanInput,
  PlanView,
  Position,
  PositionParams,
  PositionsInput,
  RosterCsv,
  RosterInput,
  RosterQuery,
  RosterTaken,
  RosterView,
  ShiftNow,
  SignInInput,
} from '../../shared/api/shifts.ts'
import { RequestError } from '../../shared/refusal.ts'
import { planFault } from '../../shared/shift.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { transaction } from '../db/index.ts'
import { importRoster, planRoster, rosterCsv, rosterOf } from './roster.ts'
import { type By, type Shifts, today } from './shifts.ts'
import { writePlan, writePositions } from './store.ts'

const tags = ['shifts']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor']
const HOLDERS: Role[] = ['duty', 'administrator']
const PLANNERS: Role[] = ['duty', 'administrator', 'leader']
const Empty = Type.Object({})
const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
const textOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** Positions, who stands watch, and who is planned to. */
export const shiftRoutes: FastifyPluginAsyncTypebox<{ shifts: Shifts }> = async (app, { shifts }) => {
  const { access, audit, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const by = (request: FastifyRequest): By => {
    const person = access.principal(request)
    // The duty room is the nation's: an officer of one province has no part in it.
    if (person?.kind !== 'account' || !access.visibleUnit(person, app.catalogue.now().nation().id))
      throw new RequestError('FORBIDDEN')
    return { person, address: request.ip }
  }
  const ready = () => {
    if (!db.ready()) throw new RequestError('NOT_READY')
  }
  /** A duty officer plans while holding the chief's position. */
  const planner = (request: FastifyRequest): By => {
    const who = by(request)
    if (who.person.role === 'duty' && !shifts.holdsChief(who.person.id))
      throw new RequestError('FORBIDDEN', { reason: 'CHIEF_ONLY' })
    ready()
    return who
  }

  app.get(
    '/api/shifts/now',
    { ...roles(READERS), schema: { tags, response: { 200: ShiftNow } } },
    async (request) => shifts.view(by(request).person),
  )
  app.post(
    '/api/shifts/positions/:id/sign-in',
    {
      ...roles(HOLDERS),
      schema: { tags, params: PositionParams, body: SignInInput, response: { 200: ShiftNow } },
    },
    async (request) => {
      ready()
      const { takeOver } = request.body
      await shifts.signIn(
        by(request),
        request.params.id,
        takeOver ? { ...takeOver, reason: takeOver.reason.trim() } : null,
      )
      return shifts.view(by(request).person)
    },
  )
  app.post(
    '/api/shifts/positions/:id/leave',
    {
      ...roles(HOLDERS),
      schema: { tags, params: PositionParams, body: LeaveInput, response: { 200: ShiftNow } },
    },
    async (request) => {
      ready()
      await shifts.leave(by(request), request.params.id, request.body.reason.trim())
      return shifts.view(by(request).person)
    },
  )
  app.put(
    '/api/shifts/positions',
    {
      ...roles(['administrator']),
      schema: { tags, body: PositionsInput, response: { 200: Type.Array(Position) } },
    },
    async (request) => {
      ready()
      const { positions } = request.body
      const ids = positions.map((p) => p.id)
      const twice = ids.find((id, i) => ids.indexOf(id) !== i)
      if (twice) throw new RequestError('CONFLICT', { field: 'id', value: twice })
      const chiefs = positions.filter((p) => p.chief)
      if (chiefs.length !== 1 || chiefs[0]?.seats !== 1)
        throw new RequestError('BAD_REQUEST', { field: 'chief', reason: 'ONE_CHIEF' })
      const held = shifts.watches().find((w) => !ids.includes(w.position))
      if (held) throw new RequestError('POSITION_HELD', { position: held.position, holder: held.displayName })
      const who = by(request)
      await transaction(db.pool, async (client) => {
        await writePositions(client, positions)
        const act = {
          actor: `account:${who.person.username}`,
          action: 'positions.changed',
          address: who.address,
        }
        await audit.record({ ...act, subject: 'positions', detail: { positions } }, client)
      })
      await shifts.changed()
      return shifts.positions()
    },
  )
  app.get(
    '/api/shifts/plan',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(PlanView) } } },
    async () => shifts.plans().map((p) => ({ fromDay: p.fromDay, starts: p.starts.map(textOf) })),
  )
  app.put(
    '/api/shifts/plan',
    { ...roles(['administrator']), schema: { tags, body: PlanInput, response: { 200: Empty } } },
    async (request) => {
      ready()
      const { fromDay } = request.body
      const starts = request.body.starts.map(minutesOf)
      // Shifts that have begun keep the hours that the log has them under.
      if (fromDay <= today()) throw new RequestError('CONFLICT', { field: 'fromDay', reason: 'DAY_BEGUN' })
      const fault = planFault(starts)
      if (fault) throw new RequestError('BAD_REQUEST', { field: 'starts', reason: `PLAN_${fault}` })
      const who = by(request)
      await transaction(db.pool, async (client) => {
        await writePlan(client, { fromDay, starts }, `account:${who.person.username}`)
        const act = {
          actor: `account:${who.person.username}`,
          action: 'shift-plan.set',
          address: who.address,
        }
        await audit.record({ ...act, subject: `shift-plan:${fromDay}`, detail: request.body }, client)
      })
      await shifts.changed()
      return {}
    },
  )
  app.get(
    '/api/shifts/roster',
    { ...roles(READERS), schema: { tags, querystring: RosterQuery, response: { 200: RosterView } } },
    async (request) => {
      by(request)
      return rosterOf(app, shifts, request.query.from, request.query.days)
    },
  )
  app.get(
    '/api/shifts/roster.csv',
    { ...roles(READERS), schema: { tags, querystring: RosterQuery } },
    async (request, reply) => {
      by(request)
      const { from, days } = request.query
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="lich-truc-${from}.csv"`)
      return rosterCsv(app, from, days)
    },
  )
  app.put(
    '/api/shifts/roster',
    { ...roles(PLANNERS), schema: { tags, body: RosterInput, response: { 200: Empty } } },
    async (request) => {
      await planRoster(app, shifts, planner(request), request.body.slots)
      return {}
    },
  )
  app.post(
    '/api/shifts/roster/import',
    { ...roles(PLANNERS), schema: { tags, body: RosterCsv, response: { 200: RosterTaken } } },
    async (request) => importRoster(app, shifts, planner(request), request.body.csv),
  )
}
