import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  AlarmLadderSave,
  AlarmLadderView,
  AlarmParams,
  AlarmRuleCreate,
  type AlarmRuleInput,
  AlarmRuleSave,
  AlarmRuleView,
  BackTestInput,
  BackTestView,
  PositionView,
} from '../../../shared/api/alarms.ts'
import { Code } from '../../../shared/api/catalogue.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { actor } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import { bounded } from '../../history/index.ts'
import type { Book } from '../book.ts'
import type { Engine } from '../engine.ts'
import { holdersOf, positionsOf } from '../ladder/positions.ts'
import type { Rule } from '../types.ts'
import { backTest } from './back-test.ts'
import type { Rulebook } from './rulebook.ts'
import { insertLadder, insertRule, insertVersion } from './store.ts'
import { checkAlarmRule } from './valid.ts'

const tags = ['alarms']
const READERS: Role[] = ['administrator', 'duty', 'leader', 'analyst', 'auditor']
const WRITERS: Role[] = ['administrator', 'duty', 'analyst']

type Room = { book: Book; engine: Engine; rulebook: Rulebook }

/** The rules of alarms and the ladders of who is told: versions, tried on the past before they are put in place. */
export const alarmRuleRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { book, engine, rulebook }) => {
  const { audit, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `nation:${list.join(',')}` as const },
    preHandler: app.require(...list),
  })
  const check = (input: AlarmRuleInput) =>
    checkAlarmRule(input, {
      catalogue: app.catalogue.now(),
      connections: new Set(app.intake.connections.list().map((c) => c.id)),
      checks: new Set(app.checks.engine.rules.map((r) => r.code)),
      ladders: new Set(rulebook.ladders().map((l) => l.code)),
    })
  const views = (rules: readonly Rule[]): AlarmRuleView[] => {
    const places = engine.counts()
    const open = new Map<number, number>()
    for (const { rule } of book.all()) open.set(rule.id, (open.get(rule.id) ?? 0) + 1)
    return rules.map(({ input, ...r }) => ({
      ...r,
      rule: input,
      places: 'units' in input.condition ? (places.get(r.id) ?? 0) : null,
      open: open.get(r.id) ?? 0,
    }))
  }
  const view = (rule: Rule): AlarmRuleView => {
    const [one] = views([rule])
    if (!one) throw new RequestError('NOT_FOUND', { rule: rule.id })
    return one
  }
  const need = (id: number): Rule => {
    const rule = rulebook.rules.find((r) => r.id === id)
    if (!rule) throw new RequestError('NOT_FOUND', { rule: id })
    return rule
  }

  app.get(
    '/api/alarm-rules',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(AlarmRuleView) } } },
    async () => views(rulebook.rules),
  )
  app.post(
    '/api/alarm-rules',
    { ...roles(WRITERS), schema: { tags, body: AlarmRuleCreate, response: { 201: AlarmRuleView } } },
    async (request, reply) => {
      const { code, rule } = request.body
      check(rule)
      const by = actor(request)
      const id = await transaction(db.pool, async (client) => {
        const made = await insertRule(client, code, by)
        if (made === null) throw new RequestError('CONFLICT', { field: 'code', value: code })
        await insertVersion(client, made, rule, by, 0)
        const act = { actor: by, action: 'alarm-rule.created', subject: `alarm-rule:${code}` }
        await audit.record({ ...act, detail: { enabled: rule.enabled }, address: request.ip }, client)
        return made
      })
      await rulebook.load()
      return reply.code(201).send(view(need(id)))
    },
  )
  app.put(
    '/api/alarm-rules/:id',
    {
      ...roles(WRITERS),
      schema: {
        ...{ tags, summary: 'A new version of the rule' },
        ...{ params: AlarmParams, body: AlarmRuleSave, response: { 200: AlarmRuleView } },
      },
    },
    async (request) => {
      const { id, code } = need(request.params.id)
      const { after, ...rule } = request.body
      check(rule)
      const by = actor(request)
      await transaction(db.pool, async (client) => {
        const version = await insertVersion(client, id, rule, by, after)
        const act = { actor: by, action: 'alarm-rule.changed', subject: `alarm-rule:${code}` }
        const detail = { version, enabled: rule.enabled }
        await audit.record({ ...act, detail, address: request.ip }, client)
      })
      await rulebook.load()
      return view(need(id))
    },
  )
  app.post(
    '/api/alarm-rules/back-test',
    {
      ...roles(WRITERS),
      schema: {
        ...{ tags, summary: 'When the rule would have been raised in the past; nothing is written' },
        ...{ body: BackTestInput, response: { 200: BackTestView } },
      },
    },
    async (request) => {
      check(request.body.rule)
      return bounded(backTest(app, request.body.rule, request.body.days))
    },
  )

  app.get(
    '/api/alarm-ladders',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(AlarmLadderView) } } },
    async () => rulebook.ladders(),
  )
  app.put(
    '/api/alarm-ladders/:code',
    {
      ...roles(WRITERS),
      schema: {
        ...{ tags, summary: 'A ladder, or a new version of it' },
        ...{ params: Type.Object({ code: Code }), body: AlarmLadderSave },
        response: { 200: Type.Array(AlarmLadderView) },
      },
    },
    async (request) => {
      const { code } = request.params
      const { after, ...ladder } = request.body
      const refuse = (rung: number, reason: string) => {
        throw new RequestError('BAD_ALARM_RULE', { field: 'rungs', rung: rung + 1, reason })
      }
      const known = new Set(positionsOf(app).map((p) => p.code))
      const hooks = await db.pool.query<{ code: string }>(
        'select code from alarm_webhook where removed_at is null',
      )
      for (const [i, r] of ladder.rungs.entries()) {
        const before = ladder.rungs[i - 1]
        if (before && before.afterSeconds > r.afterSeconds) refuse(i, 'ORDER')
        if (r.channel === 'webhook') {
          if (!hooks.rows.some((h) => h.code === r.webhook)) refuse(i, 'UNKNOWN_WEBHOOK')
        } else if (r.position === null || !known.has(r.position)) refuse(i, 'UNKNOWN_POSITION')
      }
      const by = actor(request)
      await transaction(db.pool, async (client) => {
        await insertLadder(client, code, ladder, by, after)
        const act = { actor: by, action: 'alarm-ladder.written', subject: `alarm-ladder:${code}` }
        const detail = { version: after + 1, rungs: ladder.rungs.length }
        await audit.record({ ...act, detail, address: request.ip }, client)
      })
      await rulebook.load()
      return rulebook.ladders()
    },
  )
  app.get(
    '/api/alarm-positions',
    {
      ...roles(READERS),
      schema: {
        tags,
        summary: 'Positions and who holds them now',
        response: { 200: Type.Array(PositionView) },
      },
    },
    async () => {
      const positions = positionsOf(app)
      const holders = await holdersOf(
        app,
        positions.map((p) => p.code),
      )
      return positions.map((p) => ({ ...p, holders: [...(holders.get(p.code) ?? [])] }))
    },
  )
}
