import type { FastifyPluginAsync } from 'fastify'
import { WebhookReceiver } from 'livekit-server-sdk'
import { BridgeError } from '../problem.ts'
import type { LivekitEngine } from './driver.ts'
import type { Keys } from './tokens.ts'

/** Where LiveKit tells who came and went. Its signature over the body is the only proof of who speaks. */
export const livekitWebhook: FastifyPluginAsync<{ engine: LivekitEngine; keys: Keys }> = async (
  app,
  { engine, keys },
) => {
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
      return reply.code(204).send()
    },
  )
}
