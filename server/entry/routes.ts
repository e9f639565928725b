import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  DecisionInput,
  EntriesQuery,
  EntryConnectionView,
  EntryInput,
  EntryParams,
  EntryView,
  FormQuery,
  FormView,
} from '../../shared/api/entry.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { Connection } from '../intake/index.ts'
import type { Entries } from './entries.ts'
import { connectionView, formOf } from './form.ts'
import { readEntries, readEntry } from './store.ts'
import { entryView } from './view.ts'

const tags = ['entry']
const WRITERS: Role[] = ['administrator', 'agency']
const SHOWN = 50

/** Typing numbers by the form of a contract, and confirming what another person typed. */
export const entryRoutes: FastifyPluginAsyncTypebox<{ entries: Entries }> = async (app, { entries }) => {
  const { access, db, intake } = app
  const writer = { config: { scope: `role:${WRITERS.join(',')}` }, preHandler: app.require(...WRITERS) }
  const person = (request: FastifyRequest) => {
    const p = access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  const own = (request: FastifyRequest): Connection[] =>
    intake.connections
      .list()
      .filter((c) => c.connector === 'hand' && access.visibleUnit(person(request), c.agencyId))
  const connectionOf = (request: FastifyRequest, id: string): Connection => {
    const found = own(request).find((c) => c.id === id)
    if (!found) throw new RequestError('NOT_FOUND', { connection: id })
    return found
  }
  const shown = async (request: FastifyRequest, id: number) => {
    const entry = await readEntry(db.pool, id)
    if (!entry) throw new RequestError('NOT_FOUND', { entry: id })
    return { entry, connection: connectionOf(request, entry.connection) }
  }

  app.get(
    '/api/entry/connections',
    { ...writer, schema: { tags, response: { 200: Type.Array(EntryConnectionView) } } },
    async (request) => own(request).map((c) => connectionView(app, c)),
  )
  app.get(
    '/api/entry/form',
    { ...writer, schema: { tags, querystring: FormQuery, response: { 200: FormView } } },
    async (request) => {
      const { connection, kind, time } = request.query
      return formOf(app, connectionOf(request, connection), kind, time)
    },
  )
  app.get(
    '/api/entries',
    { ...writer, schema: { tags, querystring: EntriesQuery, response: { 200: Type.Array(EntryView) } } },
    async (request) => {
      const { id } = connectionOf(request, request.query.connection)
      return (await readEntries(db.readPool, id, SHOWN)).map((e) => entryView(app, e))
    },
  )
  app.post(
    '/api/entries',
    {
      ...writer,
      // A form of two thousand rows, each with its note, is more than a page's usual word.
      bodyLimit: app.config.bodyLimit,
      schema: { tags, body: EntryInput, response: { 201: EntryView } },
    },
    async (request, reply) => {
      if (!db.ready()) throw new RequestError('NOT_READY')
      const connection = connectionOf(request, request.body.connection)
      const by = { person: person(request), address: request.ip }
      const id = await entries.write(connection, request.body, by)
      const { entry } = await shown(request, id)
      return reply.code(201).send(entryView(app, entry))
    },
  )
  app.post(
    '/api/entries/:id/decide',
    { ...writer, schema: { tags, params: EntryParams, body: DecisionInput, response: { 200: EntryView } } },
    async (request) => {
      if (!db.ready()) throw new RequestError('NOT_READY')
      const { entry, connection } = await shown(request, request.params.id)
      const { decision, reason } = request.body
      const by = { person: person(request), address: request.ip }
      await entries.decide(entry, connection, decision, reason?.trim() ?? null, by)
      return entryView(app, (await shown(request, entry.id)).entry)
    },
  )
}
