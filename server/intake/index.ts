import fp from 'fastify-plugin'
import { connectionRoutes } from './connection-routes.ts'
import { Connections } from './connections.ts'
import type { Limits, RawRow } from './decode/types.ts'
import { fileRoutes } from './file-routes.ts'
import { Files } from './files/index.ts'
import { Limiter } from './limiter.ts'
import { startBroker } from './mqtt/index.ts'
import { prepare } from './prepare.ts'
import { pushRoutes, RATE } from './push-routes.ts'
import { type MessageRecord, readRaw } from './read.ts'
import { reread } from './reread.ts'
import type { Answer, Submission } from './types.ts'
import { Writer } from './writer.ts'

export type { Connections } from './connections.ts'
export type { RawRow } from './decode/types.ts'
export type { FileInput, ImportResult } from './files/index.ts'
export type { MessageRecord } from './read.ts'
export type {
  Answer,
  Connection,
  Contract,
  ContractInput,
  ContractSeries,
  Maintenance,
  NewConnection,
  Refusal,
  Submission,
} from './types.ts'

export type Intake = {
  /**
   * Takes in one message and answers after its commit. Throws RequestError when nothing of it could be read
   * (NOT_UTF8, BAD_BODY, TOO_LARGE …) or taken (OVERLOADED, NOT_READY); bad rows are in the answer.
   */
  submit(input: Submission): Promise<Answer>
  /**
   * The same in two steps: when the outer promise resolves, the message has its place in the queue; the inner one is the
   * answer. For a source that sends on without waiting, so that its messages keep their order.
   */
  enqueue(input: Submission): Promise<{ answer: Promise<Answer> }>
  connections: Connections
  files: Files
  /** A message as received, its SHA-256 worked out again. Throws NOT_FOUND. */
  message(id: string): Promise<{ record: MessageRecord; body: Buffer }>
  /** The rows of such a message, taken apart once more. Throws what its decoder throws. */
  reread(message: { record: MessageRecord; body: Buffer }): Promise<RawRow[]>
  /** Where the broker listens; null = no broker. */
  readonly mqttPort: number | null
  /** Messages that wait for their commit. */
  readonly waiting: number
}

declare module 'fastify' {
  interface FastifyInstance {
    intake: Intake
  }
}

export const intake = fp(
  async (app) => {
    const { catalogue, db, bus } = app
    const limits: Limits = { bytes: app.config.bodyLimit, rows: app.config.rowsLimit }
    const connections = new Connections(db.pool, bus, catalogue, (act, client) =>
      app.audit.record(act, client),
    )
    await connections.load()
    const writer = new Writer(db, bus, app.log, app.config.commitMessages)
    const room = { connections, catalogue, limits }
    const enqueue: Intake['enqueue'] = async (input) => {
      const answer = writer.write(await prepare(input, room))
      answer.catch(() => {}) // its receiver looks at it a moment later
      return { answer }
    }
    let mqttPort: number | null = null
    const files = new Files({ ...room, write: (message) => writer.write(message) })
    app.decorate('intake', {
      submit: async (input) => writer.write(await prepare(input, room)),
      enqueue,
      connections,
      files,
      message: (id) => readRaw(db.readPool, id),
      reread: (message) => reread(message, { files, limits }),
      get mqttPort() {
        return mqttPort
      },
      get waiting() {
        return writer.waiting
      },
    })
    await app.register(pushRoutes)
    await app.register(connectionRoutes)
    await app.register(fileRoutes)

    if (app.config.mqttPort >= 0) {
      const broker = await startBroker({
        port: app.config.mqttPort,
        host: app.config.host,
        limit: limits.bytes,
        connections,
        bus,
        log: app.log,
        rate: new Limiter(RATE.perSecond, RATE.burst),
        enqueue,
      })
      mqttPort = broker.port
      app.addHook('preClose', () => broker.close())
    }
    // Sources are already shut out when this runs; what was taken is written before the database goes.
    app.addHook('onClose', () => writer.close())
  },
  { name: 'intake', dependencies: ['db', 'audit', 'access', 'catalogue'] },
)
