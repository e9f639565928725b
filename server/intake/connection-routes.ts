import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  ConnectionView,
  ContractInput,
  ContractView,
  KeyView,
  MaintenanceInput,
  MessageRecordView,
  MessageView,
  NewConnectionInput,
  QuarantineView,
} from '../../shared/api/intake.ts'
import { RequestError } from '../../shared/refusal.ts'
import { actor } from '../access/index.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from '../catalogue/index.ts'
import { listMessages, listQuarantine } from './read.ts'
import { contractVersions } from './store.ts'
import type { Connection } from './types.ts'

const Id = Type.Object({ id: Type.String({ maxLength: 40 }) })
const Page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
  before: Type.Optional(Type.String({ pattern: '^\\d{1,18}$', description: 'id of the last one seen' })),
})
const tags = ['intake']

/** The register of connections, and what each has sent. */
export const connectionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { connections } = app.intake
  const pool = app.db.readPool
  // A person's alone: a screen shows numbers by the rule of privacy, which a message as it was sent knows nothing of.
  const reader = { config: { scope: 'account' } }
  const administrator = { config: { scope: 'role:administrator' }, preHandler: app.require('administrator') }
  // A contract may name numbers of any unit: who makes one looks over them all.
  const contractor = {
    config: { scope: 'nation:administrator' },
    preHandler: app.require('administrator'),
  }
  const minder = {
    config: { scope: 'role:administrator,duty' },
    preHandler: app.require('administrator', 'duty'),
  }
  /** A connection within the reader's scope; one outside it is not there for him. */
  const readable = (request: FastifyRequest, id: string): Connection => {
    const c = connections.get(id)
    if (!c || !app.access.visibleUnit(app.access.principal(request), c.agencyId))
      throw new RequestError('NOT_FOUND', { connection: id })
    return c
  }
  /** Who may know whom to call: administrators, the duty officer, an agency (it sees its own alone). */
  const mayCall = (request: FastifyRequest): boolean => {
    const who = app.access.principal(request)
    return who?.kind === 'account' && ['administrator', 'duty', 'agency'].includes(who.role)
  }
  const shown = (request: FastifyRequest, id: string) =>
    connectionView(app.catalogue.now(), readable(request, id), true) // only for who minds connections
  const message = async (request: FastifyRequest, id: string) => {
    const found = await app.intake.message(id)
    readable(request, found.record.connectionId)
    return found
  }

  app.get(
    '/api/connections',
    { ...reader, schema: { tags, response: { 200: Type.Array(ConnectionView) } } },
    async (request) => {
      const p = app.access.principal(request)
      const now = app.catalogue.now()
      return connections
        .list()
        .filter((c) => app.access.visibleUnit(p, c.agencyId))
        .map((c) => connectionView(now, c, mayCall(request)))
    },
  )
  app.get(
    '/api/connections/:id/messages',
    {
      ...reader,
      schema: { tags, params: Id, querystring: Page, response: { 200: Type.Array(MessageView) } },
    },
    (request) => {
      const { id } = readable(request, request.params.id)
      return listMessages(pool, id, request.query.limit, request.query.before)
    },
  )
  app.get(
    '/api/connections/:id/quarantine',
    {
      ...reader,
      schema: { tags, params: Id, querystring: Page, response: { 200: Type.Array(QuarantineView) } },
    },
    (request) => {
      const { id } = readable(request, request.params.id)
      return listQuarantine(pool, id, request.query.limit, request.query.before)
    },
  )
  app.get(
    '/api/connections/:id/contract',
    { ...reader, schema: { tags, params: Id, response: { 200: ContractView } } },
    async (request) => {
      const { id, contract } = readable(request, request.params.id)
      const versions = await contractVersions(pool, id)
      if (mayCall(request)) return { ...contract, versions }
      return { ...contract, contact: null, versions: versions.map((v) => ({ ...v, contact: null })) }
    },
  )
  app.get(
    '/api/messages/:id',
    { ...reader, schema: { tags, params: Id, response: { 200: MessageRecordView } } },
    async (request) => (await message(request, request.params.id)).record,
  )
  app.get('/api/messages/:id/raw', { ...reader, schema: { tags, params: Id } }, async (request, reply) => {
    const { record, body } = await message(request, request.params.id)
    // Always a download of bytes: what a source sent is never shown as a page of ours.
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="message-${record.id}"`)
      .header('x-content-sha256', record.recomputed)
      .send(body)
  })

  app.post(
    '/api/connections',
    { ...contractor, schema: { tags, body: NewConnectionInput, response: { 201: KeyView } } },
    async (request, reply) => reply.code(201).send(await connections.create(request.body, actor(request))),
  )
  app.post(
    '/api/connections/:id/rekey',
    { ...administrator, schema: { tags, params: Id, response: { 200: KeyView } } },
    (request) => connections.rekey(readable(request, request.params.id).id, actor(request)),
  )
  for (const [word, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const)
    app.post(
      `/api/connections/:id/${word}`,
      { ...administrator, schema: { tags, params: Id, response: { 200: ConnectionView } } },
      async (request) => {
        const { id } = readable(request, request.params.id)
        await connections.setEnabled(id, enabled, actor(request))
        return shown(request, id)
      },
    )
  app.post(
    '/api/connections/:id/maintenance',
    { ...minder, schema: { tags, params: Id, body: MaintenanceInput, response: { 200: ConnectionView } } },
    async (request) => {
      const { id } = readable(request, request.params.id)
      await connections.setMaintenance(id, request.body.maintenance, actor(request))
      return shown(request, id)
    },
  )
  app.post(
    '/api/connections/:id/contract',
    {
      ...contractor,
      schema: { tags, params: Id, body: ContractInput, response: { 200: ConnectionView } },
    },
    async (request) => {
      await connections.newContract(request.params.id, request.body, actor(request))
      return shown(request, request.params.id)
    },
  )
}

function connectionView(now: CatalogueSnapshot, c: Connection, mayCall: boolean): ConnectionView {
  const unit = now.unitById(c.agencyId)
  const name = unit ? nameOn(unit, dayOf(Date.now())) : { vi: '', en: '' }
  const { id, connector, simulated, enabled, maintenance, keySetAt, createdAt, contract } = c
  const agency = { code: unit?.code ?? '', name: { vi: name.vi, en: name.en } }
  return {
    id,
    agency,
    name: c.name,
    connector,
    simulated,
    enabled,
    maintenance,
    keySetAt,
    createdAt,
    contract: mayCall ? contract : { ...contract, contact: null },
  }
}
