import { randomBytes } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { BridgeError } from '../problem.ts'
import { type LineTickets, MOST_BYTES } from './tickets.ts'

const Ticket = Type.Object({ ticket: Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' }) })
const ONCE = 1 << 20
/** Not compressible, made once. */
const NOISE = randomBytes(ONCE)

/** A point's line measured against this server by real transfers. The ticket is the right to it. */
export const lineRoutes: FastifyPluginAsyncTypebox<{ tickets: LineTickets }> = async (app, { tickets }) => {
  const open = { config: { scope: 'public' } }
  const spend = (ticket: string, bytes: number) => {
    if (!tickets.take(ticket, bytes)) throw new BridgeError('BRIDGE_NOT_INVITED')
  }
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  // Counted and let go: what is measured is the way, not what is sent.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
    let bytes = 0
    payload.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > ONCE) payload.destroy()
    })
    payload.once('end', () => done(null, bytes))
    payload.once('error', done)
    payload.once('close', () => bytes > ONCE && done(new BridgeError('BRIDGE_BAD_REQUEST', { most: ONCE })))
  })

  app.get(
    '/api/line/:ticket',
    {
      ...open,
      schema: {
        tags: ['bridge'],
        params: Ticket,
        querystring: Type.Object({ bytes: Type.Integer({ minimum: 1, maximum: ONCE }) }),
      },
    },
    async (request, reply) => {
      const { bytes } = request.query
      spend(request.params.ticket, bytes)
      return reply
        .header('cache-control', 'no-store')
        .header('content-type', 'application/octet-stream')
        .send(NOISE.subarray(0, bytes))
    },
  )
  app.post(
    '/api/line/:ticket',
    {
      ...open,
      bodyLimit: ONCE,
      schema: { tags: ['bridge'], params: Ticket, response: { 200: Type.Object({ bytes: Type.Integer() }) } },
      // Before the body is read: a stranger's bytes are not.
      onRequest: async (request) => {
        const { ticket } = request.params as { ticket: string }
        spend(ticket, Math.min(Number(request.headers['content-length']) || ONCE, MOST_BYTES))
      },
    },
    async (request) => ({ bytes: Number(request.body) }),
  )
}
