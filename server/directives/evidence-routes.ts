import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { EVIDENCE_FILES, EVIDENCE_LIMIT, EvidenceFile } from '../../shared/api/directives.ts'
import { stateAfter } from '../../shared/directive.ts'
import { RequestError } from '../../shared/refusal.ts'
import { ROLES } from '../../shared/vocabulary.ts'
import { actorOf } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { sha256 } from './canonical.ts'
import { countFiles, insertFile, readFile } from './evidence-store.ts'
import { safeName, sniff } from './sniff.ts'
import { type Directive, lockDirective } from './store.ts'

const tags = ['directives']
const Whole = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
const Name = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) })
type Room = {
  /** Throws NOT_FOUND for whom it does not concern. */
  need(request: FastifyRequest, id: number): Promise<Directive>
}

/** Evidence of what was done: sent by the agency before it reports, downloaded by whoever sees the directive. */
export const evidenceRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { need }) => {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  const person = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  app.post(
    '/api/directives/:id/files',
    {
      config: { scope: 'role:agency' },
      preHandler: app.require('agency'),
      bodyLimit: EVIDENCE_LIMIT,
      schema: {
        tags,
        params: Type.Object({ id: Whole }),
        querystring: Name,
        response: { 201: EvidenceFile },
      },
    },
    async (request, reply) => {
      if (!app.db.ready()) throw new RequestError('NOT_READY')
      const { id } = await need(request, request.params.id)
      const { body } = request
      if (!Buffer.isBuffer(body) || !body.length) throw new RequestError('BAD_REQUEST', { field: 'body' })
      app.ofThisWorld(request.query.name, body)
      const mime = sniff(body)
      if (!mime) throw new RequestError('EVIDENCE_TYPE', { name: request.query.name })
      const name = safeName(request.query.name, mime)
      const by = person(request)
      const hash = sha256(body)
      const file = await transaction(app.db.pool, async (client) => {
        const d = await lockDirective(client, id)
        const state = d && stateAfter(d.steps)
        if (!state || state === 'closed' || state === 'withdrawn')
          throw new RequestError('DIRECTIVE_STATE', { state })
        if ((await countFiles(client, id)) >= EVIDENCE_FILES)
          throw new RequestError('BAD_REQUEST', { field: 'files', most: EVIDENCE_FILES })
        const made = await insertFile(client, { directive: id, name, mime, sha256: hash, body, by: by.id })
        const detail = { file: made.id, name, mime, bytes: body.length, sha256: made.sha256 }
        await app.audit.record(
          {
            ...{ actor: actorOf(by), action: 'directive.evidence', subject: `directive:${id}` },
            ...{ detail, address: request.ip },
          },
          client,
        )
        return made
      })
      return reply.code(201).send(file)
    },
  )
  app.get(
    '/api/directives/:id/files/:file',
    {
      config: { scope: `role:${ROLES.join(',')}` },
      preHandler: app.require(...ROLES),
      schema: { tags, params: Type.Object({ id: Whole, file: Whole }) },
    },
    async (request, reply) => {
      const { id } = await need(request, request.params.id)
      const found = await readFile(app.db.readPool, id, request.params.file)
      // What was sent and not reported is its sender's alone.
      if (!found || (!found.reported && found.by !== person(request).id))
        throw new RequestError('NOT_FOUND', { file: request.params.file })
      const ascii = found.name.normalize('NFD').replace(/[^\x20-\x7e]|["\\]/g, '')
      return reply
        .type(found.mime)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, no-store')
        .header('etag', `"${found.sha256.toString('hex')}"`)
        .header(
          'content-disposition',
          `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(found.name)}`,
        )
        .send(found.body)
    },
  )
}
