import fp from 'fastify-plugin'
import type pg from 'pg'
import { RequestError } from '../../shared/refusal.ts'
import type { RecordedRow } from '../bus.ts'
import { conformanceRoutes } from './conformance-routes.ts'
import { RATE } from './connection-key.ts'
import { connectionRoutes } from './connection-routes.ts'
import { Connections } from './connections.ts'
import { dropRoutes } from './connectors/drop-routes.ts'
import { Connectors } from './connectors/index.ts'
import { connectorRoutes } from './connectors/routes.ts'
import { Vault } from './connectors/vault.ts'
import type { Limits, RawRow } from './decode/types.ts'
import { fileRoutes } from './file-routes.ts'
import { Files } from './files/index.ts'
import { judgeLate, type LateOutcome, type LateRow, lockWriters, rolledUp, writeLate } from './late-rows.ts'
import { Limiter } from './limiter.ts'
import { startBroker } from './mqtt/index.ts'
import { NameMappings } from './name-mapping.ts'
import { prepare } from './prepare.ts'
import { pushRoutes } from './push-routes.ts'
import { type MessageRecord, readRaw } from './read.ts'
import { reread } from './reread.ts'
import { transaction } from './transaction.ts'
import type { Answer, Submission } from './types.ts'
import { type Validated, validate } from './validate.ts'
import { Writer } from './writer.ts'

export { byKey } from './connection-key.ts'
export type { Connections } from './connections.ts'
export { checkHost, guardedLookup } from './connectors/addresses.ts'
export { Vault } from './connectors/vault.ts'
export { plain } from './decode/columns.ts'
export { OpenNumber } from './decode/numerals.ts'
export type { RawRow } from './decode/types.ts'
export { decodeXlsx } from './decode/xlsx.ts'
export type { FileInput, ImportResult } from './files/index.ts'
export type { LateOutcome, LateRow } from './late-rows.ts'
export {
  insertName,
  type NameMappings,
  nameVersions,
  type StandingName,
  standingNames,
} from './name-mapping.ts'
export { unitKey } from './names.ts'
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
export { unpack } from './unpack.ts'
export type { Validated } from './validate.ts'
export { type Broken, type Verified, verifyMessages } from './verify.ts'

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
  /** Keeps a message that another room has read, by that reader's name and version: its bytes, its hash, when it came. */
  keep(input: Submission, reader: string, version: string): Promise<Answer>
  connections: Connections
  /** The connections that fetch by themselves. */
  connectors: Connectors
  files: Files
  /** A message as received, its SHA-256 worked out again. Throws NOT_FOUND. */
  message(id: string): Promise<{ record: MessageRecord; body: Buffer }>
  /** The rows of such a message, taken apart once more. Throws what its decoder throws. */
  reread(message: { record: MessageRecord; body: Buffer }): Promise<RawRow[]>
  names: NameMappings
  /** Rows judged by the contract and the catalogue of now, after the connection's names. Throws NOT_FOUND. */
  judge(connectionId: string, rows: RawRow[]): Validated
  late: {
    /** What writing rows under messages that are long committed would do. */
    judge(rows: readonly LateRow[]): Promise<LateOutcome[]>
    /**
     * Writes them in one transaction with what `record` does in it; `take` says under the writers' lock which are still to
     * be written. Tells the bus afterwards. Throws OVERLOADED while the roll-ups are behind, NOT_READY.
     */
    write(
      rows: readonly LateRow[],
      take: (client: pg.PoolClient) => Promise<readonly LateRow[]>,
      record: (client: pg.PoolClient, done: { row: LateRow; outcome: LateOutcome }[]) => Promise<void>,
    ): Promise<void>
  }
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
    const inExercise = app.config.world.kind === 'exercise'
    const limits: Limits = { bytes: app.config.bodyLimit, rows: app.config.rowsLimit, inExercise }
    const connections = new Connections(db.pool, bus, catalogue, (act, client) =>
      app.audit.record(act, client),
    )
    await connections.load()
    const writer = new Writer(db, bus, app.log, app.config.commitMessages)
    const names = new NameMappings()
    await names.load(db.pool)
    const room = { connections, catalogue, limits, names }
    const enqueue: Intake['enqueue'] = async (input) => {
      const answer = writer.write(await prepare(input, room))
      answer.catch(() => {}) // its receiver looks at it a moment later
      return { answer }
    }
    const tellLate = (list: readonly LateRow[], recorded: RecordedRow[], at: number) => {
      for (const [id, rows] of Map.groupBy(recorded, (r) => r.message)) {
        const from = list.find((r) => r.message === id)
        if (!from) continue
        const { connectionId, receivedAt, entry, simulated } = from
        const counts = { accepted: rows.length, unchanged: 0, refused: 0 }
        const message = { id, connectionId, receivedAt, committedAt: at, entry, simulated, ...counts }
        bus.emit('observations', { rows, message })
      }
    }
    let broker: Awaited<ReturnType<typeof startBroker>> | null = null
    const files = new Files({ ...room, write: (message) => writer.write(message) })
    const connectors = new Connectors({
      pool: db.pool,
      bus,
      log: app.log,
      connections,
      files,
      vault: await Vault.open(app.config.dataDir),
      record: (act, client) => app.audit.record(act, client),
      limit: limits.bytes,
      dataDir: app.config.dataDir,
      calendar: app.calendar.now,
      take: async ({ fileName, ...input }, settings, unchanged) =>
        unchanged || fileName === undefined
          ? writer.write(
              await prepare(input, room, { decoder: 'unchanged', version: '1', rows: [], refused: [] }),
            )
          : files.take({ ...input, fileName }, settings.mapping),
    })
    app.decorate('intake', {
      submit: async (input) => writer.write(await prepare(input, room)),
      enqueue,
      keep: async (input, decoder, version) =>
        writer.write(await prepare(input, room, { decoder, version, rows: [], refused: [] })),
      connections,
      connectors,
      files,
      message: (id) => readRaw(db.readPool, id),
      reread: (message) => reread(message, { files, limits }),
      names,
      judge: (connectionId, rows) => {
        const connection = connections.get(connectionId)
        if (!connection) throw new RequestError('NOT_FOUND', { connection: connectionId })
        return validate(names.apply(connectionId, rows), connection, catalogue.now(), Date.now())
      },
      late: {
        judge: async (rows) => (await judgeLate(db.pool, rows)).map((j) => j.outcome),
        write: async (rows, take, record) => {
          const newest = rows.reduce((id, r) => (BigInt(r.message) > id ? BigInt(r.message) : id), 0n)
          if (!(await rolledUp(db.pool, String(newest))))
            throw new RequestError('OVERLOADED', { retryAfter: 5 })
          await writer.alone(async () => {
            const { list, done } = await transaction(db.pool, async (client) => {
              await lockWriters(client)
              const list = await take(client)
              const done = await writeLate(client, list)
              await record(
                client,
                list.flatMap((row, i) => (done.outcomes[i] ? [{ row, outcome: done.outcomes[i] }] : [])),
              )
              return { list, done }
            })
            tellLate(list, done.recorded, done.at)
          })
        },
      },
      get mqttPort() {
        return broker?.port ?? null
      },
      get waiting() {
        return writer.waiting
      },
    })
    await app.register(pushRoutes)
    await app.register(conformanceRoutes)
    await app.register(connectionRoutes)
    await app.register(fileRoutes)
    await app.register(connectorRoutes)
    await app.register(dropRoutes)

    // What lets in or fetches begins with the server, not before every room has heard of the bus: a number that comes between
    // a room's reading of the database and its listening would not be on any screen. HTTP listens later still.
    app.addHook('onReady', async () => {
      if (app.config.mqttPort >= 0)
        broker = await startBroker({
          port: app.config.mqttPort,
          host: app.config.host,
          limit: limits.bytes,
          connections,
          bus,
          log: app.log,
          rate: new Limiter(RATE.perSecond, RATE.burst),
          enqueue,
        })
    })
    app.addHook('preClose', async () => broker?.close())
    app.addHook('onReady', () => connectors.start())
    app.addHook('preClose', () => connectors.close())
    // Sources are already shut out when this runs; what was taken is written before the database goes.
    app.addHook('onClose', () => writer.close())
  },
  { name: 'intake', dependencies: ['db', 'audit', 'access', 'calendar', 'catalogue'] },
)
