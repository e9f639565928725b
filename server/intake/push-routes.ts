import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AnswerView } from '../../shared/api/intake.ts'
import { RequestError } from '../../shared/refusal.ts'
import { byKey, RATE } from './connection-key.ts'
import { unpack } from './unpack.ts'

/** Where source systems send to. Reads the key before the body: who may not send cannot make us read. */
export const pushRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))

  app.post(
    '/api/connections/:id/observations',
    {
      config: { scope: 'connection' },
      onRequest: byKey(app.intake.connections, RATE),
      bodyLimit: app.config.bodyLimit,
      schema: {
        tags: ['intake'],
        summary: 'Send observations; the answer comes after the commit',
        params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
        headers: Type.Object({
          'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        }),
        response: { 200: AnswerView },
      },
    },
    async (request) => {
      if (app.intake.connections.get(request.params.id)?.connector === 'cap')
        throw new RequestError('BAD_REQUEST', {
          connector: 'cap',
          problem: 'this connection sends alerts only',
        })
      const receivedAt = Date.now()
      const idempotencyKey = request.headers['idempotency-key']
      return app.intake.submit({
        connectionId: request.params.id,
        entry: 'machine',
        body: await unpack(request, app.config.bodyLimit),
        contentType: request.headers['content-type'] ?? '',
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        receivedAt,
      })
    },
  )
}
