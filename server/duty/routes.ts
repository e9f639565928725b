import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  AcknowledgeInput,
  AttentionParams,
  AttentionQuery,
  AttentionView,
  SilenceQuery,
  SilenceView,
} from '../../shared/api/duty.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { actor, type Principal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { readSilences } from './ladder/index.ts'
import { acknowledge, type Cause, closedCauses, lockCause } from './store.ts'

const tags = ['duty']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor', 'agency']
const TAKERS: Role[] = ['duty', 'administrator']

/** Reading what wants a person, and taking it. */
export const dutyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { access, duty, intake, audit, db } = app
  /** Connections the reader may hear of; null = everything, screens too. */
  const visible = (p: Principal | null): Set<string> | null => {
    if (p?.kind !== 'account') return new Set()
    if (p.role !== 'agency' && p.unitId === app.catalogue.now().nation().id) return null
    const own = intake.connections.list().filter((c) => access.visibleUnit(p, c.agencyId))
    return new Set(own.map((c) => c.id))
  }
  const within = (c: Pick<Cause, 'kind' | 'subject'>, seen: Set<string> | null) =>
    !seen || (c.kind === 'connection' && seen.has(c.subject))

  app.get(
    '/api/attention',
    {
      config: { scope: `role:${READERS.join(',')}` },
      preHandler: app.require(...READERS),
      schema: { tags, querystring: AttentionQuery, response: { 200: Type.Array(AttentionView) } },
    },
    async (request): Promise<AttentionView[]> => {
      const seen = visible(access.principal(request))
      const { closed, limit } = request.query
      if (!closed)
        return duty
          .rows()
          .filter((c) => within(c, seen))
          .slice(0, limit)
      const ended = await closedCauses(db.readPool, limit, seen && [...seen])
      return ended.map((c) => ({
        ...duty.shown(c, () => null),
        ...(c.clearedAt ? { clearedAt: c.clearedAt } : {}),
      }))
    },
  )
  app.get(
    '/api/silences',
    {
      config: { scope: `role:${READERS.join(',')}` },
      preHandler: app.require(...READERS),
      schema: { tags, querystring: SilenceQuery, response: { 200: Type.Array(SilenceView) } },
    },
    async (request): Promise<SilenceView[]> => {
      const { connection, limit } = request.query
      const seen = visible(access.principal(request))
      if (!intake.connections.get(connection) || (seen && !seen.has(connection)))
        throw new RequestError('NOT_FOUND', { connection })
      return readSilences(db.readPool, connection, limit)
    },
  )
  app.post(
    '/api/attention/:id/acknowledge',
    {
      config: { scope: `role:${TAKERS.join(',')}` },
      preHandler: app.require(...TAKERS),
      schema: {
        tags,
        params: AttentionParams,
        body: AcknowledgeInput,
        response: { 200: Type.Object({ by: Type.String(), at: Type.Number(), note: Type.String() }) },
      },
    },
    async (request) => {
      const p = access.principal(request)
      if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
      if (!db.ready()) throw new RequestError('NOT_READY')
      const { id } = request.params
      const note = request.body.note.trim()
      const seen = visible(p)
      const { at, stopped, told } = await transaction(db.pool, async (client) => {
        // First those that stand before it in the order of locks.
        const told: (() => void)[] = []
        for (const take of duty.takers) told.push(await take(client, id, p, note))
        const cause = await lockCause(client, id)
        if (!cause || !within(cause, seen)) throw new RequestError('NOT_FOUND', { attention: id })
        if (cause.cleared) throw new RequestError('CONFLICT', { attention: id, reason: 'CLEARED' })
        const when = await acknowledge(client, id, p.id, note)
        const { kind, subject, state } = cause
        const stopped = kind === 'connection' ? await duty.ladders.acknowledge(client, subject, p.id) : null
        await audit.record(
          {
            actor: actor(request),
            action: 'attention.acknowledged',
            subject: `attention:${id}`,
            detail: { kind, subject, state, note },
            address: request.ip,
          },
          client,
        )
        return { at: when, stopped, told }
      })
      stopped?.()
      const taken = { by: p.displayName, at, note }
      duty.causes.acknowledged(id, taken)
      for (const tell of told) tell()
      return taken
    },
  )
}
