import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ConformanceQuery, ConformanceView } from '../../shared/api/conformance.ts'
import { conformanceOf } from './conformance.ts'
import { byKey } from './connection-key.ts'
import { nameOfType } from './decode/index.ts'
import { unpack } from './unpack.ts'

/** Reading a whole file costs more than pushing a few rows. */
const RATE = { perSecond: 2, burst: 20, disabledToo: true }

/** Where an agency's engineer asks, before anything is connected, whether what his system gives would be taken. */
export const conformanceRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  app.post(
    '/api/connections/:id/conformance',
    {
      config: { scope: 'connection' },
      onRequest: byKey(app.intake.connections, RATE),
      bodyLimit: app.config.bodyLimit,
      schema: {
        tags: ['intake'],
        summary: 'Would this payload be taken? Reads and judges it; writes nothing',
        params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
        querystring: ConformanceQuery,
        response: { 200: ConformanceView },
      },
    },
    async (request) => {
      const body = await unpack(request, app.config.bodyLimit)
      const name = request.query.file ?? nameOfType(request.headers['content-type'] ?? '')
      return conformanceOf(app.intake, app.catalogue.now(), { connectionId: request.params.id, name, body })
    },
  )
}
