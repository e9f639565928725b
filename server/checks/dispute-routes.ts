import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { abilityOf } from '../../shared/ability.ts'
import { DisputeView, StepInput } from '../../shared/api/checks.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { actor } from '../access/index.ts'
import { dayOf } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { readDispute, readDisputes } from './dispute-store.ts'
import { disputeView } from './shown.ts'
import { placeKey } from './types.ts'

const tags = ['checks']
const READERS: Role[] = ['administrator', 'duty', 'leader', 'analyst', 'auditor', 'agency']
/** Who may decide is asked of the ability, step by step; an auditor and an analyst only read. */
const TAKERS: Role[] = ['administrator', 'duty', 'leader', 'agency']
const NEEDED = {
  assigned: 'manage',
  explained: 'acknowledge',
  arbitrated: 'approve',
  closed: 'manage',
} as const

/** Numbers that do not agree, and what people make of them. */
export const disputeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { checks, db, audit } = app
  const view = async (request: FastifyRequest, id: string): Promise<DisputeView> => {
    const dispute = checks.disputes.get(id) ?? (await readDispute(db.readPool, id))
    const found = dispute && disputeView(app, app.access.principal(request), dispute)
    if (!found) throw new RequestError('NOT_FOUND', { dispute: id })
    return found
  }

  app.get(
    '/api/checks/disputes',
    {
      config: { scope: `role:${READERS.join(',')}` },
      preHandler: app.require(...READERS),
      schema: {
        tags,
        summary: 'Disputes: open ones, or the newest of all',
        querystring: Type.Object({
          all: Type.Optional(Type.Boolean()),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 200 }),
        }),
        response: { 200: Type.Array(DisputeView) },
      },
    },
    async (request) => {
      const { all, limit } = request.query
      const asker = app.access.principal(request)
      const list = all ? await readDisputes(db.readPool, limit) : checks.disputes.open()
      return list
        .map((d) => disputeView(app, asker, d))
        .filter((d) => d !== null)
        .slice(0, limit)
    },
  )
  app.get(
    '/api/checks/disputes/:id',
    {
      config: { scope: `role:${READERS.join(',')}` },
      preHandler: app.require(...READERS),
      schema: {
        tags,
        params: Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) }),
        response: { 200: DisputeView },
      },
    },
    async (request) => view(request, request.params.id),
  )
  app.post(
    '/api/checks/disputes/:id/steps',
    {
      config: { scope: `role:${TAKERS.join(',')}` },
      preHandler: app.require(...TAKERS),
      schema: {
        tags,
        summary: 'Assign, explain, decide which side stands, or close',
        params: Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) }),
        body: StepInput,
        response: { 200: DisputeView },
      },
    },
    async (request) => {
      const { id } = request.params
      await view(request, id)
      const dispute = checks.disputes.get(id)
      const p = app.access.principal(request)
      const step = request.body
      if (p?.kind !== 'account' || !abilityOf(p.role).can(NEEDED[step.kind], 'Dispute'))
        throw new RequestError('FORBIDDEN', { step: step.kind })
      if (!dispute) throw new RequestError('CONFLICT', { dispute: id, state: 'ended' })
      // Whoever sees one side explains it; what stands is decided by who looks over the unit that it is about.
      if (step.kind !== 'explained' && !app.access.visibleUnit(p, dispute.unit))
        throw new RequestError('FORBIDDEN', { step: step.kind, reason: 'UNIT' })
      if (step.kind === 'assigned' && !app.catalogue.now().unitOn(step.to, dayOf(Date.now())))
        throw new RequestError('NOT_FOUND', { field: 'to', value: step.to })
      // A decision is about these numbers: others open the dispute again.
      const rule = checks.engine.rules.find((r) => r.id === dispute.rule)
      const standing =
        rule && checks.engine.standing(placeKey(rule, dispute.unit, dispute.indicator, dispute.period))
      const detail = {
        ...(step.kind === 'assigned' ? { to: step.to } : {}),
        ...(step.kind === 'arbitrated' ? { stands: step.stands } : {}),
        left: standing?.left ?? null,
        right: standing?.right ?? null,
      }
      const by = actor(request)
      const release = checks.disputes.claim(id)
      if (!release) throw new RequestError('CONFLICT', { dispute: id, state: 'being changed' })
      const tell = await transaction(db.pool, async (client) => {
        const subject = `dispute:${id}`
        await audit.record(
          { actor: by, action: `dispute.${step.kind}`, subject, detail: { note: step.note } },
          client,
        )
        return checks.disputes.take(client, dispute, { kind: step.kind, actor: by, note: step.note, detail })
      }).finally(release)
      tell()
      return view(request, id)
    },
  )
}
