import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  AlarmAcknowledge,
  AlarmAssign,
  AlarmComment,
  AlarmDetail,
  AlarmParams,
  AlarmPerson,
  AlarmShelve,
  AlarmsAcknowledge,
  AlarmsAcknowledged,
  AlarmsQuery,
  AlarmView,
} from '../../shared/api/alarms.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { Actor, Acts } from './acts.ts'
import type { Book } from './book.ts'
import { each } from './each.ts'
import type { Engine } from './engine.ts'
import { exportRoutes } from './export.ts'
import { seesAlarm } from './feed.ts'
import { incidentRoutes } from './incidents/routes.ts'
import { alarmRuleRoutes } from './rules/routes.ts'
import type { Rulebook } from './rules/rulebook.ts'
import { readAlarm, readEnded } from './store.ts'
import { alarmView } from './view.ts'

const tags = ['alarms']
export const ALARM_READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor', 'agency']
export const ALARM_TAKERS: Role[] = ['duty', 'administrator']
export type Room = { book: Book; acts: Acts; engine: Engine; rulebook: Rulebook }

/** The list of alarms, and what people do to one. */
export const alarmRoutes: FastifyPluginAsyncTypebox<Room> = async (app, room) => {
  const { access, db } = app
  const { book, acts } = room
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` as const },
    preHandler: app.require(...list),
  })
  const by = (request: FastifyRequest): Actor => {
    const person = access.principal(request)
    if (person?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return { person, address: request.ip }
  }
  const shown = async (request: FastifyRequest, id: number): Promise<AlarmDetail> => {
    const read = await readAlarm(db.pool, id)
    if (!read || !seesAlarm(app, access.principal(request), read.alarm))
      throw new RequestError('NOT_FOUND', { alarm: id })
    const { alarm, steps } = read
    const told = steps.map(({ by: who, ...s }) => ({ ...s, by: who?.name ?? null }))
    return { ...alarmView(alarm), steps: told, version: alarm.rule.version, detail: alarm.detail }
  }
  /** Those of the units that whoever asks looks over: who serves the nation is not one province's to name. */
  const colleagues = async (request: FastifyRequest) => {
    const p = access.principal(request)
    return (await access.store.list()).filter((a) => a.enabled && access.visibleUnit(p, a.unitId))
  }
  /** Which units' alarms the reader sees; null = all. */
  const units = (request: FastifyRequest): number[] | null => {
    const p = access.principal(request)
    if (seesAlarm(app, p, { unitId: null })) return null
    return app.catalogue.now().units.flatMap((u) => (access.visibleUnit(p, u.id) ? [u.id] : []))
  }

  app.get(
    '/api/alarms',
    {
      ...roles(ALARM_READERS),
      schema: {
        ...{ tags, summary: 'Alarms, the newest raised first' },
        ...{ querystring: AlarmsQuery, response: { 200: Type.Array(AlarmView) } },
      },
    },
    async (request) => {
      const { which, before = null, limit } = request.query
      if (which === 'ended') {
        const ended = await readEnded(db.readPool, { before, limit, units: units(request) })
        return ended.map(alarmView)
      }
      const p = access.principal(request)
      const open = [...book.all()].filter((a) => (before === null || a.id < before) && seesAlarm(app, p, a))
      return open
        .sort((a, b) => b.id - a.id)
        .slice(0, limit)
        .map(alarmView)
    },
  )
  app.get(
    '/api/alarms/people',
    {
      ...roles(ALARM_TAKERS),
      schema: { tags, summary: 'Whom an alarm may be given to', response: { 200: Type.Array(AlarmPerson) } },
    },
    async (request) => {
      const may: Role[] = [...ALARM_TAKERS, 'leader', 'analyst']
      const list = await colleagues(request)
      return list
        .filter((a) => may.includes(a.role))
        .map((a) => ({ id: a.id, name: a.displayName, role: a.role }))
    },
  )
  app.get(
    '/api/alarms/:id',
    {
      ...roles(ALARM_READERS),
      schema: { tags, params: AlarmParams, response: { 200: AlarmDetail } },
    },
    (request) => shown(request, request.params.id),
  )
  const act = { ...roles(ALARM_TAKERS) }
  const schema = { tags, params: AlarmParams, response: { 200: AlarmDetail } }
  app.post(
    '/api/alarms/:id/acknowledge',
    { ...act, schema: { ...schema, body: AlarmAcknowledge } },
    async (request) => {
      const { note, minutes = null } = request.body
      await need(request, request.params.id)
      await acts.acknowledge(request.params.id, by(request), note.trim(), minutes)
      return shown(request, request.params.id)
    },
  )
  app.post(
    '/api/alarms/acknowledge',
    {
      ...act,
      schema: {
        ...{ tags, summary: 'Acknowledges each of these; what one refuses holds up no other' },
        ...{ body: AlarmsAcknowledge, response: { 200: AlarmsAcknowledged } },
      },
    },
    async (request) => {
      const { ids, note, minutes = null } = request.body
      const { done, refused } = await each(ids, async (id) => {
        await need(request, id)
        await acts.acknowledge(id, by(request), note.trim(), minutes)
      })
      return { taken: done, refused }
    },
  )
  app.post(
    '/api/alarms/:id/assign',
    { ...act, schema: { ...schema, body: AlarmAssign } },
    async (request) => {
      const { account, note = null } = request.body
      await need(request, request.params.id)
      const to = (await colleagues(request)).find((a) => a.id === account)
      if (!to) throw new RequestError('NOT_FOUND', { account })
      await acts.assign(request.params.id, by(request), { id: to.id, name: to.displayName }, note)
      return shown(request, request.params.id)
    },
  )
  app.post(
    '/api/alarms/:id/comment',
    { ...act, schema: { ...schema, body: AlarmComment } },
    async (request) => {
      await need(request, request.params.id)
      await acts.comment(request.params.id, by(request), request.body.note.trim())
      return shown(request, request.params.id)
    },
  )
  app.post(
    '/api/alarms/:id/shelve',
    { ...act, schema: { ...schema, body: AlarmShelve } },
    async (request) => {
      const { minutes, reason } = request.body
      await need(request, request.params.id)
      await acts.shelve(request.params.id, by(request), minutes, reason.trim())
      return shown(request, request.params.id)
    },
  )
  app.post(
    '/api/alarms/:id/unshelve',
    { ...act, schema: { ...schema, body: AlarmComment } },
    async (request) => {
      await need(request, request.params.id)
      await acts.unshelve(request.params.id, by(request), request.body.note.trim())
      return shown(request, request.params.id)
    },
  )
  /** What one may not know of is not there. */
  async function need(request: FastifyRequest, id: number): Promise<void> {
    const open = book.get(id)
    if (open && seesAlarm(app, access.principal(request), open)) return
    await shown(request, id)
  }
  await app.register(exportRoutes, { roles: ALARM_READERS, units })
  await app.register(incidentRoutes, { book, acts, by, need })
  await app.register(alarmRuleRoutes, room)
}
