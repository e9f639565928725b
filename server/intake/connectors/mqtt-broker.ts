import { connect as connectTcp, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { type IClientOptions, MqttClient } from 'mqtt'
import type { BrokerSettings, TrialView } from '../../../shared/api/connectors.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Files } from '../files/index.ts'
import { packetGuard } from '../mqtt/guard.ts'
import { makeFolders, onDisk, writeBeside } from './file-drop/folder.ts'
import { addressFor } from './reach.ts'
import { backOff, newHealth } from './scheduled.ts'
import { startOf } from './trial.ts'
import { type Connector, FetchError, type Kind, type Room, type Try } from './types.ts'

const MOST_WAIT = 300_000
const MARK_MS = 5_000
/** Up to so many times the longest payload is set aside with its reason; longer still ends the connection. */
const MOST_TIMES = 4
/** How long a trial waits for a message. */
const TRIAL_MS = 15_000
/** A body that is at fault itself: it would be the same tomorrow. */
const UNUSABLE = new Set([400, 409, 413, 415, 422])

/** Topics of somebody else's broker, QoS 1: what is not written yet is not acknowledged, and comes again. */
export const mqttBroker: Kind<BrokerSettings> = {
  fault({ url: text, topics }) {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url?.hostname) return { field: 'url', problem: 'not an address' }
    if (url.username || url.password) return { field: 'url', problem: 'a password belongs into the secrets' }
    const bad = topics.find((t) =>
      t.split('/').some((s, i, all) => /[#+]/.test(s) && (s.length > 1 || (s === '#' && i < all.length - 1))),
    )
    return bad === undefined ? null : { field: 'topics', problem: `${bad}: + and # stand alone, # last` }
  },
  secrets: ({ user }) => (user === null ? [] : ['password']),
  place: ({ url, user }) => `${user ?? ''}@${new URL(url).host}`,
  make: (room) => new MqttBroker(room),
  trial,
}

type Way = {
  settings: BrokerSettings
  secrets: Record<string, string>
  limit: number
  clean: boolean
  clientId: string
}

/** A signed-in client, not yet subscribed. Throws SECRET_MISSING, NAME_UNKNOWN, ADDRESS_REFUSED, SIGN_IN_REFUSED, CONNECT_FAILED, TLS_FAILED, TIMEOUT. */
async function signIn(
  { settings, secrets, limit, clean, clientId }: Way,
  before: (client: MqttClient) => void,
): Promise<MqttClient> {
  if (settings.user !== null && secrets.password === undefined)
    throw new FetchError('SECRET_MISSING', { secret: 'password' })
  const url = new URL(settings.url)
  const secure = url.protocol === 'mqtts:'
  const host = await addressFor(url.hostname, settings.allowPrivate)
  const port = Number(url.port) || (secure ? 8883 : 1883)
  const options: IClientOptions = {
    ...(settings.user === null ? {} : { username: settings.user, password: secrets.password ?? '' }),
    clientId,
    clean,
    reconnectPeriod: 0, // each new try asks for the address and the password anew
    connectTimeout: settings.connectSeconds * 1_000,
    keepalive: 30,
    resubscribe: false,
  }
  const open = () => {
    const socket = secure
      ? connectTls({ host, port, servername: url.hostname, rejectUnauthorized: true })
      : connectTcp(port, host)
    return bounded(socket, MOST_TIMES * limit)
  }
  const client = new MqttClient(open, options)
  client.on('error', () => {})
  before(client)
  try {
    await connected(client, settings.connectSeconds * 1_000 + 500)
    return client
  } catch (error) {
    client.end(true)
    throw asFetchError(error, settings.connectSeconds)
  }
}

/** The socket, ended when it announces a packet longer than that: nothing of it is held. */
function bounded(socket: Socket, most: number): Duplex {
  const guard = packetGuard(() => most)
  const duplex = Duplex.from({ readable: socket.pipe(guard), writable: socket })
  for (const part of [socket, guard]) part.on('error', (error: Error) => duplex.destroy(error))
  socket.on('close', () => duplex.destroy())
  duplex.on('close', () => socket.destroy())
  return duplex
}

/** Resolves when the broker took us. Rejects with its error, or when it closed or took longer. */
function connected(client: MqttClient, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(Object.assign(new Error('late'), { name: 'TimeoutError' })), ms)
    const settled =
      <T extends unknown[]>(settle: (...args: T) => void) =>
      (...args: T) => {
        clearTimeout(late)
        settle(...args)
      }
    client.once(
      'connect',
      settled(() => resolve()),
    )
    client.once('error', settled(reject))
    client.once(
      'close',
      settled(() => reject(new FetchError('CONNECT_FAILED', { problem: 'closed' }))),
    )
  })
}

async function subscribe(client: MqttClient, settings: BrokerSettings): Promise<void> {
  const wanted = [...settings.topics, ...(settings.offline ? [settings.offline.topic] : [])]
  const granted = await client.subscribeAsync(wanted, { qos: 1 }).catch((error: unknown) => {
    throw new FetchError('NOT_SUBSCRIBED', {
      problem: error instanceof Error ? error.message : String(error),
    })
  })
  const refused = granted.find((g) => g.qos >= 128)
  if (refused) throw new FetchError('NOT_SUBSCRIBED', { topic: refused.topic })
}

class MqttBroker implements Connector {
  readonly #room: Room<BrokerSettings>
  readonly #stopping = new AbortController()
  readonly #health = newHealth()
  #running: Promise<void> = Promise.resolve()
  #client: MqttClient | null = null
  #markedAt = 0
  /** What is being written now. */
  #writing: Promise<unknown> = Promise.resolve()

  constructor(room: Room<BrokerSettings>) {
    this.#room = room
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#room.onError(error)
    })
  }

  /** A message in work is still written and acknowledged. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#writing.catch(() => {})
    this.#client?.end(true)
    await this.#running
  }

  health() {
    return { ...this.#health }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    const { contactAt, deliveryAt } = await this.#room.readBookmark()
    Object.assign(this.#health, { lastContactAt: contactAt ?? null, lastDeliveryAt: deliveryAt ?? null })
    while (!signal.aborted) {
      try {
        await this.#session(signal)
        throw new FetchError('CUT_OFF', { problem: 'the broker closed the connection' })
      } catch (error) {
        if (signal.aborted) return
        const told = error instanceof FetchError || error instanceof RequestError
        if (!told) this.#room.onError(error)
        const why = told ? error : new RequestError('NOT_READY')
        const failures = this.#health.failures + 1
        const wait = backOff(failures, MOST_WAIT)
        const lastError = { ...why.body(), at: Date.now() }
        Object.assign(this.#health, { state: 'failing', failures, lastError, nextAt: Date.now() + wait })
        await pause(wait, undefined, { signal }).catch(() => {})
      }
    }
  }

  /** One connection, from signing in to its end. */
  async #session(signal: AbortSignal): Promise<void> {
    const { settings, limit } = this.#room
    const secrets = await this.#room.secrets()
    let broken: unknown = null
    const way = { settings, secrets, limit, clean: false, clientId: settings.clientId }
    const client = await signIn(way, (c) => {
      this.#client = c
      // One message after the other: the next is read from the socket when this one is written.
      c.handleMessage = (packet, done) => {
        const body = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
        const work = this.#receive(packet.topic, body)
        this.#writing = work
        work.then(
          () => done(),
          (error: unknown) => {
            // Not written: not acknowledged. The connection ends; what the broker keeps comes again.
            broken = error
            c.end(true)
          },
        )
      }
    })
    if (signal.aborted) return void client.end(true)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    try {
      await subscribe(client, settings)
      Object.assign(this.#health, { state: 'working', failures: 0, lastError: null, nextAt: null })
      await closed
    } finally {
      client.end(true)
    }
    if (broken) throw broken
  }

  async #receive(topic: string, body: Buffer): Promise<void> {
    const { settings, id, limit, deliver, writeBookmark } = this.#room
    const receivedAt = Date.now()
    this.#health.lastContactAt = receivedAt
    if (settings.offline?.topic === topic)
      return this.#will(body.toString('utf8') === settings.offline.payload)
    try {
      if (body.length > limit) throw new RequestError('TOO_LARGE', { limit, bytes: body.length })
      const { repeated } = await deliver({ body, fileName: `${id}.${settings.format}`, receivedAt })
      if (repeated) await deliver({ body: Buffer.from(`${topic}: unchanged`), fileName: null, receivedAt })
      this.#health.lastDeliveryAt = receivedAt
      // Only to be told after a restart: not with every message.
      if (receivedAt - this.#markedAt < MARK_MS) return
      this.#markedAt = receivedAt
      await writeBookmark({ contactAt: receivedAt, deliveryAt: receivedAt })
    } catch (error) {
      if (!(error instanceof RequestError && UNUSABLE.has(error.status))) throw error
      // It would be the same tomorrow: kept with its reason, and acknowledged so that the next can come.
      await this.#setAside(topic, body, error)
      Object.assign(this.#health, { lastError: { ...error.body(), at: receivedAt } })
    }
  }

  #will(gone: boolean): void {
    this.#room.gone(gone)
    const why = new FetchError('SOURCE_OFFLINE', { topic: this.#room.settings.offline?.topic })
    if (gone) Object.assign(this.#health, { state: 'failing', lastError: { ...why.body(), at: Date.now() } })
    else Object.assign(this.#health, { state: 'working', lastError: null })
  }

  async #setAside(topic: string, body: Buffer, error: RequestError): Promise<void> {
    const { folder, settings } = this.#room
    const name = `${new Date().toISOString().replace(/[-:.]/g, '')}-${Math.random().toString(36).slice(2, 8)}.${settings.format}`
    await onDisk(async () => {
      await makeFolders(folder)
      await writeBeside(folder, 'refused', name, body)
      const report = { file: name, topic, at: new Date().toISOString(), ...error.body() }
      await writeBeside(folder, 'refused', `${name}.report.json`, `${JSON.stringify(report, null, 2)}\n`)
    })
  }
}

/** Waits for one message of its own session; the real session keeps what comes meanwhile. */
async function trial(
  { id, settings, secrets, limit }: Try<BrokerSettings>,
  files: Files,
): Promise<TrialView> {
  const began = performance.now()
  let first: ((message: { topic: string; body: Buffer }) => void) | undefined
  const message = new Promise<{ topic: string; body: Buffer }>((resolve) => {
    first = resolve
  })
  const clientId = `${settings.clientId.slice(0, 50)}-try-${Math.random().toString(36).slice(2, 8)}`
  const client = await signIn({ settings, secrets, limit, clean: true, clientId }, (c) => {
    c.on('message', (topic, body) => {
      if (topic !== settings.offline?.topic) first?.({ topic, body })
    })
  })
  try {
    await subscribe(client, settings)
    const none = pause(TRIAL_MS).then(() => null)
    const found = await Promise.race([message, none])
    if (!found) throw new FetchError('NO_MESSAGE', { seconds: TRIAL_MS / 1_000, topics: settings.topics })
    const { topic, body } = found
    if (body.length > limit) throw new RequestError('TOO_LARGE', { limit, bytes: body.length })
    const preview = await files.preview({
      name: `${id}.${settings.format}`,
      body,
      connectionId: id,
      ...(settings.mapping ? { mapping: settings.mapping } : {}),
    })
    const milliseconds = Math.round(performance.now() - began)
    return {
      ...{ bytes: body.length, milliseconds, http: null, sql: null, from: topic },
      start: startOf(body),
      preview,
    }
  } finally {
    client.end(true)
  }
}

function asFetchError(error: unknown, seconds: number): unknown {
  if (!(error instanceof Error) || error instanceof FetchError) return error
  const code = 'code' in error ? error.code : undefined
  // CONNACK: 4, 5 bad name or password, not allowed (MQTT 3.1.1).
  if (code === 4 || code === 5) return new FetchError('SIGN_IN_REFUSED', { problem: error.message })
  const text = typeof code === 'string' ? code : ''
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return new FetchError('TIMEOUT', { step: 'connect', seconds })
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(text)) return new FetchError('TLS_FAILED', { problem: text })
  return new FetchError('CONNECT_FAILED', { problem: text || error.message })
}
