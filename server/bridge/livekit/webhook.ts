import type { FastifyPluginAsync } from 'fastify'
import { WebhookReceiver } from 'livekit-server-sdk'
import { BridgeError } from '../problem.ts'
import type { LivekitEngine } from './driver.ts'
import type { LivekitEgress } from './egress.ts'
import type { Keys } from './tokens.ts'

type Told = { engine: LivekitEngine; egress: LivekitEgress | null; keys: Keys }

/**
 * Where LiveKit tells who came and went, and what became of a recording. Its signature over the body is the only proof of
 * who speaks.
 */
export const livekitWebhook: FastifyPluginAsync<Told> = async (app, { engine, egress, keys }) => {
  const receiver = new WebhookReceiver(keys.key, keys.secret)
  // The signature is over the text as it came.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/webhook+json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BridgeError) return reply.code(error.status).send(error.body())
    throw error
  })
  app.post<{ Body: string }>(
    '/api/bridge/livekit',
    { config: { scope: 'public' }, bodyLimit: 65_536, schema: { hide: true } },
    async (request, reply) => {
      const event = await receiver.receive(request.body ?? '', request.headers.authorization).catch(() => {
        throw new BridgeError('BRIDGE_UNSIGNED')
      })
      engine.told(event)
      await egress?.told(event)
      return reply.code(204).send()
    },
  )
}
