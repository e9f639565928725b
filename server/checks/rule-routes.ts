import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { PreviewView, RuleInput, RuleSave, RuleView } from '../../shared/api/checks.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { actor } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { checkRule } from './compile.ts'
import { momentOf } from './moments.ts'
import { summary, tryOut } from './preview.ts'
import { findingFor, placeOf } from './shown.ts'
import { insertRule, insertVersion } from './store.ts'
import type { Instance, Moment, Rule } from './types.ts'

const tags = ['checks']
const READERS: Role[] = ['administrator', 'duty', 'leader', 'analyst', 'auditor']
const WRITERS: Role[] = ['administrator', 'analyst']
const read = { scope: `role:${READERS.join(',')}` } as const
// A rule holds for every unit: who has a part of them reads it, and changes nothing.
const write = { scope: `nation:${WRITERS.join(',')}` } as const

/** Writing the rules: what is compared, how far it may differ, and how often it would have fired. */
export const ruleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { checks, db, catalogue, audit } = app
  const view = (r: Rule, failing: Map<number, number>): RuleView => ({
    id: r.id,
    code: r.code,
    version: r.version,
    rule: r.input,
    changedAt: r.changedAt,
    changedBy: r.changedBy,
    places: checks.engine.places(r.id),
    failing: failing.get(r.id) ?? 0,
  })
  /** Open disputes of each rule. */
  const failingNow = () => {
    const counts = new Map<number, number>()
    for (const d of checks.disputes.open()) counts.set(d.rule, (counts.get(d.rule) ?? 0) + 1)
    return counts
  }
  const shown = (id: number): RuleView => {
    const rule = checks.engine.rules.find((r) => r.id === id)
    if (!rule) throw new RequestError('NOT_FOUND', { rule: id })
    return view(rule, failingNow())
  }
  /** A changed rule is held against what it stood for before, and against the newest of everything. */
  const judgeAnew = async (id: number, input: RuleInput) => {
    await checks.reload()
    const { tasks } = await tryOut(db.readPool, input, catalogue.now())
    const recent = new Map<string, Moment[]>()
    const keyOf = (i: Instance) => `${i.unit}/${i.indicator}`
    for (const t of tasks) recent.set(keyOf(t.instance), [...(recent.get(keyOf(t.instance)) ?? []), t.moment])
    const disputed = checks.disputes.open().filter((d) => d.rule === id)
    checks.engine.judgeRule(id, (instance) => {
      if (instance.instant) return [{ period: null, from: 0, to: 0 }]
      const cutoff = catalogue.now().indicatorById(instance.indicator)?.cutoff ?? 'calendar'
      const open = disputed
        .filter((d) => d.unit === instance.unit && d.indicator === instance.indicator)
        .map((d) => momentOf(d.period, cutoff))
      return [...(recent.get(keyOf(instance)) ?? []), ...open].filter((m) => m !== null)
    })
  }

  app.get(
    '/api/checks/rules',
    {
      config: read,
      preHandler: app.require(...READERS),
      schema: { tags, summary: 'Every rule in its newest version', response: { 200: Type.Array(RuleView) } },
    },
    async () => {
      const failing = failingNow()
      return checks.engine.rules.map((r) => view(r, failing))
    },
  )
  app.post(
    '/api/checks/rules',
    {
      config: write,
      preHandler: app.require(...WRITERS),
      schema: {
        tags,
        body: Type.Object({
          code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' }),
          rule: RuleInput,
        }),
        response: { 201: RuleView },
      },
    },
    async (request, reply) => {
      const { code, rule } = request.body
      checkRule(rule, catalogue.now())
      const by = actor(request)
      const id = await transaction(db.pool, async (client) => {
        const made = await insertRule(client, code, by)
        if (made === null) throw new RequestError('CONFLICT', { field: 'code', value: code })
        await insertVersion(client, made, rule, by, 0)
        await audit.record({ actor: by, action: 'check.created', subject: `check:${code}` }, client)
        return made
      })
      await judgeAnew(id, rule)
      return reply.code(201).send(shown(id))
    },
  )
  app.put(
    '/api/checks/rules/:id',
    {
      config: write,
      preHandler: app.require(...WRITERS),
      schema: {
        tags,
        summary: 'A new version of the rule',
        params: Type.Object({ id: Type.Integer() }),
        body: RuleSave,
        response: { 200: RuleView },
      },
    },
    async (request) => {
      const { id } = request.params
      const { code } = shown(id)
      const { after, ...rule } = request.body
      checkRule(rule, catalogue.now())
      const by = actor(request)
      const tell = await transaction(db.pool, async (client) => {
        const version = await insertVersion(client, id, rule, by, after)
        const detail = { version, enabled: rule.enabled }
        await audit.record({ actor: by, action: 'check.changed', subject: `check:${code}`, detail }, client)
        // What a rule said that is no longer held ends with it.
        const ended = rule.enabled ? [] : checks.disputes.open().filter((d) => d.rule === id)
        return Promise.all(
          ended.map((d) =>
            checks.disputes.take(client, d, { kind: 'closed', actor: by, note: `check ${code} disabled` }),
          ),
        )
      })
      for (const ended of tell) ended()
      await judgeAnew(id, rule)
      return shown(id)
    },
  )
  app.post(
    '/api/checks/preview',
    {
      config: write,
      preHandler: app.require(...WRITERS),
      schema: {
        tags,
        summary: 'What a rule would have said of the past; nothing is written',
        body: RuleInput,
        response: { 200: PreviewView },
      },
    },
    async (request): Promise<PreviewView> => {
      checkRule(request.body, catalogue.now())
      const asker = app.access.principal(request)
      const { shown: found, ...counts } = summary(await tryOut(db.readPool, request.body, catalogue.now()))
      return {
        ...counts,
        findings: found.flatMap(({ task: { instance, moment }, judged }) => {
          const place = placeOf(app, instance.indicator, instance.unit, moment.period ?? '')
          if (!place) return []
          const at = moment.period === null ? moment.to : moment.to - 1
          return [{ ...place, ...findingFor(app, asker, instance.marks, { ...judged, at }) }]
        }),
      }
    },
  )
}
