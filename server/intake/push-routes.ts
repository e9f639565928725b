import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AnswerView } from '../../shared/api/intake.ts'
import { RequestError } from '../../shared/refusal.ts'
import { Limiter } from './limiter.ts'

const INFLATE = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}
export const RATE = { perSecond: 100, burst: 400 }
const FAILURES = { perSecond: 0.2, burst: 20 }

/** Where source systems send to. Reads the key before the body: who may not send cannot make us read. */
export const pushRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  const rate = new Limiter(RATE.perSecond, RATE.burst)
  const failures = new Limiter(FAILURES.perSecond, FAILURES.burst)

  const authorize = async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const key = /^Bearer (\S{20,200})$/i.exec(request.headers.authorization ?? '')?.[1]
    try {
      if (!key) throw new RequestError('UNAUTHENTICATED')
      app.intake.connections.authenticate(request.params.id, key)
    } catch (error) {
      // Whoever keeps guessing waits; a source with the right key from the same address does not.
      const wait = failures.take(request.ip)
      if (wait) throw new RequestError('RATE_LIMITED', { retryAfter: wait })
      throw error
    }
    const wait = rate.take(request.params.id)
    if (wait) throw new RequestError('RATE_LIMITED', { retryAfter: wait })
  }

  app.post(
    '/api/connections/:id/observations',
    {
      config: { scope: 'connection' },
      onRequest: authorize,
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

/** The body as its source wrote it. Throws BROKEN_ENCODING, TOO_LARGE (unpacked), UNKNOWN_TYPE, BAD_BODY (none). */
async function unpack(request: FastifyRequest, limit: number): Promise<Buffer> {
  const body = request.body
  if (!Buffer.isBuffer(body) || body.length === 0) throw new RequestError('BAD_BODY', { problem: 'empty' })
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '') return body
  if (!(encoding in INFLATE))
    throw new RequestError('UNKNOWN_TYPE', { encoding, known: Object.keys(INFLATE) })
  try {
    return await INFLATE[encoding as keyof typeof INFLATE](body, { maxOutputLength: limit })
  } catch (error) {
    if (
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
    )
      throw new RequestError('TOO_LARGE', { limit })
    throw new RequestError('BROKEN_ENCODING', { encoding })
  }
}
