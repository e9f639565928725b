import { Socket, connect as tcp } from 'node:net'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, count, load, type Source } from '../../fixtures/intake/source.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let port: number
let source: Source
const open: MqttClient[] = []
beforeAll(async () => {
  server = await startServer({ MQTT_PORT: '0', BODY_LIMIT: '100000' })
  port = server.app.intake.mqttPort ?? 0
  source = await agree(server.app, server.url)
})
afterAll(async () => {
  await Promise.all(open.map((c) => c.endAsync(true)))
  await server?.stop()
})

async function connect(username: string, password: string, clientId = 'a'): Promise<MqttClient> {
  const client = await mqtt.connectAsync({
    host: '127.0.0.1',
    port,
    username,
    password,
    clientId,
    reconnectPeriod: 0,
  })
  client.on('error', () => {}) // being let go is what some of these tests are about
  open.push(client)
  return client
}
/** Unlike events.once it does not mind the error that comes before. */
const closed = (what: MqttClient | Socket) =>
  new Promise<void>((done) => {
    if (what instanceof Socket) what.once('close', () => done())
    else what.once('close', () => done())
  })
const publish = (client: MqttClient, id: string, body: unknown) =>
  client.publishAsync(`td/${id}/observations`, typeof body === 'string' ? body : JSON.stringify(body), {
    qos: 1,
  })

describe('MQTT', () => {
  it('acknowledges after the commit', async () => {
    const client = await connect(source.id, source.key)
    for (let i = 0; i < 20; i++) {
      await publish(client, source.id, { observations: [load(i)] })
      expect(await count(server.app, 'observation', source.id)).toBe(i + 1)
    }
  })

  it('knows by the last will that a source is gone, and that it is back', async () => {
    const gone = await agree(server.app, server.url, [{ indicator: 'KTN-03' }])
    const as = (clientId: string, topic: string) =>
      mqtt.connectAsync({
        ...{ host: '127.0.0.1', port, username: gone.id, password: gone.key, clientId, reconnectPeriod: 0 },
        will: { topic, payload: Buffer.from('x'), qos: 1, retain: true },
      })
    const state = () => server.app.trust.connection(gone.id)?.state
    const heard = () =>
      gone.push({ observations: [{ ...load(0), indicator: 'KTN-03', at: new Date().toISOString() }] })
    await heard()
    const polite = await as('polite', `td/${gone.id}/gone`)
    await polite.endAsync()
    // Somebody else's topic is no will.
    const stranger = await as('stranger', `td/${source.id}/gone`)
    stranger.stream.destroy()
    const cut = await as('cut', `td/${gone.id}/gone`)
    expect(state()).not.toBe('lost')
    cut.stream.destroy()
    await eventually(() => expect(state()).toBe('lost'))
    expect(server.app.trust.connection(source.id)?.state).not.toBe('lost')
    const back = await as('cut', `td/${gone.id}/gone`)
    await eventually(() => expect(state()).not.toBe('lost'))
    await back.endAsync()
  })

  it('keeps the order of messages sent without waiting', async () => {
    const client = await connect(source.id, source.key)
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => publish(client, source.id, { observations: [load(500, i)] })),
    )
    const { rows } = await server.app.db.pool.query<{ value: number }>(
      'select value from observation where valid_from = $1 order by revision',
      [load(500).at],
    )
    expect(rows.map((r) => r.value)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('writes a message that is sent again once', async () => {
    const client = await connect(source.id, source.key)
    const before = await count(server.app, 'observation', source.id)
    for (let i = 0; i < 3; i++) await publish(client, source.id, { observations: [load(600)] })
    expect(await count(server.app, 'observation', source.id)).toBe(before + 1)
  })

  it('tells the source what was refused, on its own topic', async () => {
    const client = await connect(source.id, source.key)
    await client.subscribeAsync(`td/${source.id}/answers`)
    const told = async (body: unknown) => {
      const answer = new Promise<string>((done) => client.once('message', (_, p) => done(p.toString())))
      await publish(client, source.id, body)
      return JSON.parse(await answer)
    }
    expect(await told({ observations: [load(700), load(701, 'x')] })).toMatchObject({
      accepted: 1,
      rows: [{ row: 2, code: 'NOT_A_NUMBER' }],
    })
    expect(await told('không phải JSON')).toMatchObject({ code: 'BAD_BODY' })
  })

  it('lets a connection see and send nothing but its own', async () => {
    const other = await agree(server.app, server.url)
    const client = await connect(source.id, source.key)
    for (const topic of [
      '#',
      'td/+/observations',
      `td/${other.id}/answers`,
      '$SYS/#',
      `td/${source.id}/observations`,
    ])
      await expect(client.subscribeAsync(topic)).rejects.toThrow()
    const gone = closed(client)
    publish(client, other.id, { observations: [load(800)] }).catch(() => {})
    await gone
    expect(await count(server.app, 'message', other.id)).toBe(0)
  })

  it('is not pushed out by another connection that takes its client name', async () => {
    const other = await agree(server.app, server.url)
    const mine = await connect(source.id, source.key, 'same')
    const theirs = await connect(other.id, other.key, 'same')
    await publish(theirs, other.id, { observations: [load(810)] })
    await publish(mine, source.id, { observations: [load(811)] })
  })

  it('refuses a wrong key and drops clients at once when the key or the permission goes', async () => {
    const other = await agree(server.app, server.url)
    await expect(connect(other.id, 'wrong')).rejects.toThrow(/Bad username or password/)
    const first = await connect(other.id, other.key)
    const dropped = closed(first)
    const { key } = await server.app.intake.connections.rekey(other.id, 'system')
    await dropped
    await expect(connect(other.id, other.key)).rejects.toThrow(/Bad username or password/)
    const second = await connect(other.id, key)
    const stopped = closed(second)
    await server.app.intake.connections.setEnabled(other.id, false, 'system')
    await stopped
    await expect(connect(other.id, key)).rejects.toThrow()
  })

  it('ends a client whose packet is too large, before and after sign-in', async () => {
    const client = await connect(source.id, source.key)
    const ended = closed(client)
    publish(client, source.id, 'x'.repeat(200_000)).catch(() => {})
    await ended
    const socket = tcp(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
    await closed(socket)
    await publish(await connect(source.id, source.key), source.id, { observations: [load(900)] })
  })
})
