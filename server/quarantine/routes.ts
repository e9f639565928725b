import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  CandidatesView,
  Cause,
  CausesView,
  MappedName,
  NameMappingView,
  NameWithdrawal,
  RefusedRowView,
  RepairInput,
  RepairResult,
} from '../../shared/api/quarantine.ts'
import { RequestError, reasonOf } from '../../shared/refusal.ts'
import { ROLES, type Role } from '../../shared/vocabulary.ts'
import { actor } from '../access/index.ts'
import { nameVersions } from '../intake/index.ts'
import { indicatorCandidates, unitCandidates } from './candidates.ts'
import { mappedNames, withdrawName } from './names.ts'
import { preview, repair, shown } from './repair.ts'
import { byIds, causes, ofCause, type Refused, repairsOf } from './store.ts'

const tags = ['quarantine']
const REPAIRERS: Role[] = ['administrator', 'duty', 'agency']
const CAUSES = 200
/** Rows of one preview or repair; the page goes on with the rest. */
const ROWS = 5_000

/** Refused rows by cause, and their repair. Everyone sees those of the connections in his scope alone. */
export const quarantineRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { access, db, intake } = app
  const reader = { config: { scope: `role:${ROLES.join(',')}` }, preHandler: app.require(...ROLES) }
  const repairer = { config: { scope: `role:${REPAIRERS.join(',')}` }, preHandler: app.require(...REPAIRERS) }
  const seen = (request: FastifyRequest, only?: string): string[] => {
    const p = access.principal(request)
    return intake.connections
      .list()
      .filter((c) => (only === undefined || c.id === only) && access.visibleUnit(p, c.agencyId))
      .map((c) => c.id)
  }

  app.get(
    '/api/quarantine',
    {
      ...reader,
      schema: {
        tags,
        querystring: Type.Object({ connection: Type.Optional(Type.String({ maxLength: 40 })) }),
        response: { 200: CausesView },
      },
    },
    async (request): Promise<CausesView> => {
      const found = await causes(db.readPool, seen(request, request.query.connection), CAUSES + 1)
      const list = found.slice(0, CAUSES).map((c) => ({
        ...c,
        reason: reasonOf(c.code),
        connections: c.connections.map((k) => ({
          ...k,
          name: intake.connections.get(k.id)?.name ?? { vi: k.id, en: k.id },
        })),
      }))
      return { rows: list.reduce((n, c) => n + c.rows, 0), more: found.length > CAUSES, causes: list }
    },
  )
  app.get(
    '/api/quarantine/rows',
    {
      ...reader,
      schema: {
        tags,
        querystring: Type.Object({
          ...Cause.properties,
          connection: Type.Optional(Type.String({ maxLength: 40 })),
          after: Type.String({ pattern: '^\\d{1,18}$', default: '0' }),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 100 }),
        }),
        response: { 200: Type.Array(RefusedRowView) },
      },
    },
    async (request): Promise<RefusedRowView[]> => {
      const { connection, after, limit, ...cause } = request.query
      const list = await ofCause(db.readPool, seen(request, connection), cause, limit, after)
      const done = await repairsOf(
        db.readPool,
        list.map((q) => q.id),
      )
      return list.map(({ entry: _, ...q }) => ({
        ...q,
        reason: reasonOf(q.code),
        repairs: (done.get(q.id) ?? []).map(({ quarantine: __, ...r }) => ({
          ...r,
          reason: r.code ? reasonOf(r.code) : null,
        })),
      }))
    },
  )
  app.get(
    '/api/quarantine/candidates',
    {
      ...reader,
      schema: {
        tags,
        querystring: Type.Object({
          field: Type.Union([Type.Literal('unit'), Type.Literal('indicator')]),
          name: Type.String({ minLength: 1, maxLength: 200 }),
        }),
        response: { 200: CandidatesView },
      },
    },
    async (request) => {
      const { field, name } = request.query
      return (field === 'unit' ? unitCandidates : indicatorCandidates)(app.catalogue.now(), name)
    },
  )
  app.get(
    '/api/quarantine/names/:id',
    {
      ...reader,
      schema: {
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
        response: { 200: Type.Array(NameMappingView) },
      },
    },
    async (request) => {
      if (!seen(request, request.params.id).length)
        throw new RequestError('NOT_FOUND', { connection: request.params.id })
      return nameVersions(db.readPool, request.params.id)
    },
  )

  app.get(
    '/api/quarantine/names',
    { ...reader, schema: { tags, response: { 200: Type.Array(MappedName) } } },
    (request) => mappedNames(app, seen(request)),
  )
  app.post(
    '/api/quarantine/names/withdraw',
    { ...repairer, schema: { tags, body: NameWithdrawal, response: { 200: Type.Array(MappedName) } } },
    async (request) => {
      const { connection } = request.body
      if (!seen(request, connection).length) throw new RequestError('NOT_FOUND', { connection })
      await withdrawName(app, request.body, actor(request))
      return mappedNames(app, seen(request))
    },
  )

  const asked = async (
    request: FastifyRequest,
    input: RepairInput,
  ): Promise<{ list: Refused[]; more: boolean }> => {
    const connections = seen(request, input.connection)
    if (input.ids) return { list: await byIds(db.pool, connections, input.ids), more: false }
    if (!input.cause) throw new RequestError('BAD_REQUEST', { field: 'cause', problem: 'ids or cause' })
    const list = await ofCause(db.pool, connections, input.cause, ROWS + 1)
    return { list: list.slice(0, ROWS), more: list.length > ROWS }
  }
  const schema = { tags, body: RepairInput, response: { 200: RepairResult } }
  app.post('/api/quarantine/preview', { ...repairer, schema }, async (request) => {
    const { list, more } = await asked(request, request.body)
    return shown(app, await preview(app, list, request.body.change), more)
  })
  app.post('/api/quarantine/repair', { ...repairer, schema }, async (request) => {
    const { list, more } = await asked(request, request.body)
    if (!list.length)
      throw new RequestError('NOT_FOUND', { problem: 'no refused rows of this kind are left' })
    return shown(app, await repair(app, list, request.body.change, actor(request)), more)
  })
}
