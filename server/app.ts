import type { IncomingMessage } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { access } from './access/index.ts'
import { alarms } from './alarms/index.ts'
import { alerts } from './alerts/index.ts'
import { apiDescription, apiDocs } from './api-docs.ts'
import { audit } from './audit/index.ts'
import { bridge } from './bridge/index.ts'
import { Bus } from './bus.ts'
import { calendar } from './calendar/index.ts'
import { catalogue } from './catalogue/index.ts'
import { checks } from './checks/index.ts'
import type { Config } from './config.ts'
import { db } from './db/index.ts'
import { directives } from './directives/index.ts'
import { duty } from './duty/index.ts'
import { entry } from './entry/index.ts'
import { exercise, stoodTime } from './exercise/index.ts'
import { finder } from './finder/index.ts'
import { handover } from './handover/index.ts'
import { history } from './history/index.ts'
import { intake } from './intake/index.ts'
import { live } from './live/index.ts'
import { logbook } from './logbook/index.ts'
import { minutes } from './minutes/index.ts'
import { pages } from './pages.ts'
import { privacy } from './privacy/index.ts'
import { problems } from './problems.ts'
import { quarantine } from './quarantine/index.ts'
import { recordings } from './recordings/index.ts'
import { replay } from './replay/index.ts'
import { scenes } from './scenes/index.ts'
import { shifts } from './shifts/index.ts'
import { stages } from './stages/index.ts'
import { standing } from './standing/index.ts'
import { trust } from './trust/index.ts'
import { refuseUnstorable } from './unstorable.ts'
import { schemaController } from './validation.ts'
import { wall } from './wall/index.ts'
import { worldMark } from './world.ts'

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
    bus: Bus
  }
}

/**
 * Only the stream's own sockets leave HTTP. Everybody else is answered as if nothing was said, as RFC 9110 §7.8 has it:
 * the JDK's client offers h2c with its first request and would find a closed connection.
 */
const shouldUpgradeCallback = ({ headers, url = '' }: IncomingMessage) =>
  headers.upgrade?.toLowerCase() === 'websocket' && url.startsWith('/live')

/** A form, a document, a list of ids: what people's pages send. */
const MOST_BYTES = 1 << 20

/** The composition root: the one file that knows every room. Rooms close in the reverse of this order. */
export async function buildApp(config: Config): Promise<FastifyInstance> {
  const app = Fastify({
    logger: {
      level: config.logLevel,
      redact: ['req.headers.authorization', 'req.headers.cookie', 'req.headers["x-td-csrf"]'],
    },
    // The nearest proxy alone is believed: what stands before its own entry is the client's word.
    trustProxy: config.trustProxy && ((_address: string, hop: number) => hop === 0),
    // What is read whole before anybody is asked who he is stays small; routes that take files name their own limit.
    bodyLimit: Math.min(config.bodyLimit, MOST_BYTES),
    schemaController,
    requestTimeout: 60_000,
    // No limit: a database that is migrated or recovers takes as long as it holds much, and a start that gave up would only
    // begin again from nothing. The database says what it is at.
    pluginTimeout: 0,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    ...(config.tls
      ? { https: { ...config.tls, shouldUpgradeCallback } }
      : { http: { shouldUpgradeCallback } }),
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance
  app.decorate('config', config)
  app.decorate('bus', new Bus((error, event) => app.log.error({ error, event }, 'listener failed')))
  await app.register(problems)
  refuseUnstorable(app)
  await app.register(worldMark)
  await app.register(apiDescription)
  await app.register(db)
  await app.register(stoodTime)
  await app.register(audit)
  await app.register(access)
  await app.register(catalogue)
  await app.register(calendar)
  await app.register(intake)
  await app.register(trust)
  await app.register(checks)
  await app.register(live)
  await app.register(history)
  await app.register(standing)
  await app.register(quarantine)
  await app.register(entry)
  await app.register(alerts)
  await app.register(wall)
  await app.register(shifts)
  await app.register(stages)
  await app.register(duty)
  await app.register(replay)
  await app.register(bridge)
  await app.register(privacy)
  await app.register(directives)
  await app.register(alarms)
  await app.register(minutes)
  await app.register(recordings)
  await app.register(logbook)
  await app.register(scenes)
  await app.register(handover)
  await app.register(finder)
  await app.register(exercise)
  await app.register(apiDocs)
  await app.register(pages)
  return app
}
