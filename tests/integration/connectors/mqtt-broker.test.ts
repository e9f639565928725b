import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BrokerSettings } from '../../../shared/api/connectors.ts'
import {
  aedesBroker,
  type Broker,
  MOSQUITTO,
  mosquitto,
  PASSWORD,
  USER,
} from '../../fixtures/intake/broker.ts'
import { load } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type Made, made } from './stage.ts'

const TOPIC = 'evn/phu-tai'
const WILL = 'evn/trang-thai'
let server: TestServer
let admin: Client
let broker: Broker
let source: MqttClient
let feed: Made
beforeAll(async () => {
  server = await startServer({ BODY_LIMIT: '100000' })
  admin = await server.as('administrator')
  broker = await aedesBroker()
  source = await signIn(broker.port)
})
afterEach(() => feed?.disable())
afterAll(async () => {
  await source?.endAsync(true)
  await server?.stop()
  await broker?.stop()
})

const signIn = (port: number, more: object = {}) =>
  connectAsync(`mqtt://127.0.0.1:${port}`, { username: USER, password: PASSWORD, ...more })
const settings = (more: Partial<BrokerSettings> = {}): BrokerSettings => ({
  kind: 'mqtt-broker',
  url: `mqtt://127.0.0.1:${broker.port}`,
  clientId: `trung-tam-${feed?.id ?? 'x'}`,
  user: USER,
  topics: ['evn/+'],
  offline: { topic: WILL, payload: 'offline' },
  format: 'json',
  allowPrivate: true,
  connectSeconds: 3,
  ...more,
})
const secret = { password: PASSWORD }
const body = (...numbers: number[]) => JSON.stringify({ observations: numbers.map((i) => load(i)) })
const say = (i: number, by = source) => by.publishAsync(TOPIC, body(i), { qos: 1 })
const open = async (more: Partial<BrokerSettings> = {}, secrets: Record<string, string> = secret) => {
  feed = await made(server, admin, 'mqtt-broker')
  const { status, body } = await feed.set(settings(more), secrets)
  expect([status, body]).toMatchObject([200, {}])
}
const working = () => eventually(async () => expect((await feed.health()).state).toBe('working'))
const values = (...numbers: number[]) => numbers.map((i) => load(i).value)
const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

describe("topics of somebody else's broker", () => {
  it('are taken in, and what came while we were away comes then, none lost and none twice', async () => {
    await open()
    await working()
    await say(1)
    await say(2)
    await eventually(async () => expect(await feed.values()).toEqual(values(1, 2)))
    await feed.disable()
    for (const i of range(3, 50)) await say(i)
    await feed.enable()
    await eventually(async () => expect(await feed.values()).toEqual(values(...range(1, 52))))
    expect((await feed.messages()).filter((m) => m.accepted).map((m) => m.accepted)).toEqual(
      range(1, 52).map(() => 1),
    )
    expect(await feed.health()).toMatchObject({ state: 'working', failures: 0, lastError: null })
  })

  it('that flood are all accounted for', async () => {
    await open()
    await working()
    await Promise.all(range(1_000, 2_000).map((i) => say(i)))
    // One by one, each answered for when it is committed.
    await eventually(async () => expect((await feed.values()).length).toBe(2_000), { timeout: 200_000 })
    expect((await feed.messages()).reduce((n, m) => n + m.accepted, 0)).toBe(2_000)
  }, 240_000)

  it('carry what cannot be read: it is set aside with its reason, and the next one comes', async () => {
    await open()
    await working()
    await source.publishAsync(TOPIC, '{"observations":[', { qos: 1 })
    await source.publishAsync(TOPIC, 'x'.repeat(100_001), { qos: 1 })
    await say(71)
    await eventually(async () => expect(await feed.values()).toEqual(values(71)))
    const folder = join(server.app.intake.connectors.folder(feed.id), 'refused')
    const reports = (await readdir(folder)).filter((f) => f.endsWith('.report.json')).sort()
    const read = await Promise.all(
      reports.map(async (f) => JSON.parse(await readFile(join(folder, f), 'utf8'))),
    )
    expect(read.map((r) => [r.topic, r.code])).toEqual([
      [TOPIC, 'BAD_BODY'],
      [TOPIC, 'TOO_LARGE'],
    ])
    expect(await readFile(join(folder, read[0].file), 'utf8')).toBe('{"observations":[')
  })

  it('cannot fill the memory: what is announced too long ends the connection, and says so', async () => {
    await open()
    await working()
    await source.publishAsync(TOPIC, 'x'.repeat(500_000), { qos: 0 })
    await eventually(async () => expect((await feed.health()).failures).toBeGreaterThan(0))
    await working()
    await say(75)
    await eventually(async () => expect(await feed.values()).toEqual(values(75)))
  })

  it('tell by the last will of the source that it is gone, and that it is back', async () => {
    await open()
    await working()
    await say(81)
    await eventually(async () => expect(await feed.values()).toEqual(values(81)))
    const state = () => server.app.trust.connection(feed.id)?.state
    expect(state()).not.toBe('lost')
    const will = { topic: WILL, payload: Buffer.from('offline'), qos: 1 as const, retain: false }
    const other = await signIn(broker.port, { will, reconnectPeriod: 0 })
    await other.publishAsync(WILL, 'online', { qos: 1 })
    other.stream.destroy() // its machine lost its network
    await feed.failing('SOURCE_OFFLINE')
    expect(state()).toBe('lost')
    await source.publishAsync(WILL, 'online', { qos: 1 })
    await working()
    expect((await feed.health()).lastError).toBeNull()
    expect(state()).not.toBe('lost')
  })

  it('come back by themselves when the broker does', async () => {
    await open()
    await working()
    const { port } = broker
    await source.endAsync(true)
    await broker.stop()
    await eventually(async () => expect((await feed.health()).state).toBe('failing'))
    broker = await aedesBroker(port)
    await working()
    source = await signIn(port)
    await say(91)
    await eventually(async () => expect(await feed.values()).toEqual(values(91)))
  })
})

describe('a broker that does not let us in', () => {
  it.each([
    ['SIGN_IN_REFUSED', {}, { password: 'sai' }],
    ['SECRET_MISSING', {}, {}],
    ['NOT_SUBSCRIBED', { topics: ['kin/tat-ca'] }, secret],
    ['ADDRESS_REFUSED', { allowPrivate: false }, secret],
    ['NAME_UNKNOWN', { url: 'mqtt://khong-co.invalid' }, secret],
    ['CONNECT_FAILED', { url: 'mqtt://127.0.0.1:1' }, secret],
  ] as [string, Partial<BrokerSettings>, Record<string, string>][])(
    'is named %s',
    async (code, more, secrets) => {
      await open(more, secrets)
      await feed.failing(code)
      if (code !== 'SIGN_IN_REFUSED') return
      expect((await feed.set(settings(more), secret)).status).toBe(200)
      await working()
    },
  )

  it('is not even saved with a wrong topic or a password in its address', async () => {
    feed = await made(server, admin, 'mqtt-broker')
    const wrong: [string, Partial<BrokerSettings>][] = [
      ['settings.topics', { topics: ['a/b#'] }],
      ['settings.topics', { topics: ['#/a'] }],
      ['settings.url', { url: 'mqtt://a:b@host' }],
      ['settings.url', { url: 'http://host' }],
    ]
    for (const [field, more] of wrong)
      expect(await feed.set(settings(more), secret)).toMatchObject({
        status: 400,
        body: { detail: { field } },
      })
  })
})

describe('the trial of a broker', () => {
  it('waits for one message of its own, shows how it is read, and leaves the others alone', async () => {
    feed = await made(server, admin, 'mqtt-broker')
    await source.publishAsync(TOPIC, body(81), { qos: 1, retain: true })
    const { status, body: seen } = await feed.trial(settings(), secret)
    expect([status, seen.from, seen.preview.accepted]).toEqual([200, TOPIC, 1])
    expect(await feed.messages()).toEqual([])
    await source.publishAsync(TOPIC, '', { qos: 1, retain: true })
  })
})

describe.skipIf(!MOSQUITTO)('mosquitto', () => {
  it('restarted with messages in hand, loses and doubles none', async () => {
    const other = await mosquitto()
    try {
      await open({ url: `mqtt://127.0.0.1:${other.port}`, user: null, topics: [TOPIC], offline: null }, {})
      await working()
      const by = await connectAsync(`mqtt://127.0.0.1:${other.port}`)
      await say(5_001, by)
      await eventually(async () => expect(await feed.values()).toEqual(values(5_001)))
      await feed.disable()
      for (const i of range(5_002, 100)) await say(i, by)
      await by.endAsync()
      await other.restart()
      await feed.enable()
      await eventually(async () => expect(await feed.values()).toEqual(values(...range(5_001, 101))))
    } finally {
      await feed.disable()
      await other.stop()
    }
  }, 60_000)
})
