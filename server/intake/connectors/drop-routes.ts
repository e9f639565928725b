import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { DropView } from '../../../shared/api/connectors.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { actor } from '../../access/index.ts'
import { countWaiting, onDisk, putIn, reportsIn, UNFINISHED } from './file-drop/folder.ts'

const ROLES = ['administrator', 'duty', 'agency'] as const
const MOST_COUNTED = 10_000
const REPORTS = 20
const tags = ['intake']
const Id = Type.Object({ id: Type.String({ maxLength: 40 }) })

/** The folder of a connection, seen and filled through the page: for who has no way to its disk. */
export const dropRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  const { connections, connectors } = app.intake
  const route = { config: { scope: `role:${ROLES.join(',')}` }, preHandler: app.require(...ROLES) } as const

  /** A connection with a folder within the asker's scope. */
  const folderFor = (request: FastifyRequest, id: string): string => {
    const c = connections.get(id)
    if (!c || !app.access.visibleUnit(app.access.principal(request), c.agencyId))
      throw new RequestError('NOT_FOUND', { connection: id })
    if (c.connector !== 'file-drop') throw new RequestError('CONFLICT', { connector: c.connector })
    return connectors.folder(id)
  }

  const mayKnow = (request: FastifyRequest) => {
    const who = app.access.principal(request)
    return who?.kind === 'account' && who.role === 'administrator'
  }

  app.get(
    '/api/connections/:id/drop',
    {
      ...route,
      schema: {
        tags,
        summary: 'What waits in the folder, and what was refused last',
        params: Id,
        response: { 200: DropView },
      },
    },
    async (request) => {
      const folder = folderFor(request, request.params.id)
      return onDisk(async () => ({
        folder: mayKnow(request) ? `${folder}/in` : null,
        waiting: await countWaiting(folder, MOST_COUNTED),
        refused: await reportsIn(folder, REPORTS),
      }))
    },
  )
  app.post(
    '/api/connections/:id/drop',
    {
      ...route,
      schema: {
        tags,
        summary: 'Put a file into the folder; it is taken in from there like any other',
        params: Id,
        querystring: Type.Object({
          file: Type.String({
            minLength: 3,
            maxLength: 150,
            pattern: '^[^/\\\\\\u0000-\\u001f]+\\.[A-Za-z0-9]{1,10}$',
          }),
        }),
        response: { 202: Type.Object({ file: Type.String() }) },
      },
      bodyLimit: app.config.bodyLimit,
    },
    async (request, reply) => {
      const { id } = request.params
      const folder = folderFor(request, id)
      if (!connections.get(id)?.enabled) throw new RequestError('CONNECTION_DISABLED', { connection: id })
      const name = request.query.file.normalize('NFC')
      const body = request.body
      if (UNFINISHED.test(name)) throw new RequestError('BAD_REQUEST', { field: 'file', value: name })
      if (!Buffer.isBuffer(body) || !body.length) throw new RequestError('BAD_BODY', { problem: 'empty' })
      const file = await onDisk(() => putIn(folder, name, body))
      const detail = { file, bytes: body.length }
      await app.audit.record({
        actor: actor(request),
        action: 'file.dropped',
        subject: `connection:${id}`,
        detail,
      })
      return reply.code(202).send({ file })
    },
  )
}
