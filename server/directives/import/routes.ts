import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { ImportDone, ImportPreview, ImportQuery, SHEET_LIMIT } from '../../../shared/api/directive-import.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import type { By } from '../directives.ts'
import type { DocumentImport } from './import.ts'
import { importTemplate } from './template.ts'

const tags = ['directives']
const ISSUERS: Role[] = ['leader', 'duty', 'administrator']
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Room = { documents: DocumentImport; by(request: FastifyRequest): By; after(): Promise<void> }

/** One document with many tasks from a workbook: its template, a look at it, and taking it. */
export const importRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { documents, by, after }) => {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  const issuers = {
    config: { scope: `role:${ISSUERS.join(',')}` },
    preHandler: app.require(...ISSUERS),
  }
  const wanted = (body: unknown, query: { document: string; instead?: string }) => {
    if (!app.db.ready()) throw new RequestError('NOT_READY')
    if (!Buffer.isBuffer(body) || !body.length) throw new RequestError('BAD_REQUEST', { field: 'body' })
    return { document: query.document.normalize('NFC').trim(), instead: insteadOf(query.instead), body }
  }
  app.get('/api/directives/import/template.xlsx', { ...issuers, schema: { tags } }, async (_request, reply) =>
    reply
      .type(XLSX)
      .header('content-disposition', 'attachment; filename="nhiem-vu-mau.xlsx"')
      .send(await importTemplate(app.config.world)),
  )
  app.post(
    '/api/directives/import/preview',
    {
      ...issuers,
      bodyLimit: SHEET_LIMIT,
      schema: { tags, querystring: ImportQuery, response: { 200: ImportPreview } },
    },
    (request) => documents.preview(wanted(request.body, request.query), by(request).person),
  )
  app.post(
    '/api/directives/import',
    {
      ...issuers,
      bodyLimit: SHEET_LIMIT,
      schema: { tags, querystring: ImportQuery, response: { 200: ImportDone } },
    },
    async (request) => {
      const { issue = false } = request.query
      const done = await documents.take(wanted(request.body, request.query), issue, by(request))
      await after()
      return done
    },
  )
}

function insteadOf(text: string | undefined): Record<string, string> {
  if (!text) return {}
  try {
    const read: unknown = JSON.parse(text)
    if (read && typeof read === 'object' && !Array.isArray(read)) {
      const pairs = Object.entries(read).flatMap(([k, v]): [string, string][] =>
        typeof v === 'string' ? [[k.normalize('NFC'), v]] : [],
      )
      if (pairs.length === Object.keys(read).length) return Object.fromEntries(pairs)
    }
  } catch {}
  throw new RequestError('BAD_REQUEST', { field: 'instead' })
}
