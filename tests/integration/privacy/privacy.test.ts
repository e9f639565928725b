import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf } from '../../../client/live/view.ts'
import type { CreatedSession, PrivacyView } from '../../../shared/api/bridge.ts'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type { ViewOpened, ViewQuestion } from '../../../shared/live.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, raised } from '../alarms/stage.ts'
import { connect, type LiveClient, takePart } from '../bridge/sockets.ts'

const SECRET = 'KTN-02'
let server: TestServer
let leader: Client
let administrator: Client
let source: Source
let screen: LiveClient
let token: string
const frames: ReturnType<typeof decodeFrame>[] = []
const asked: number[] = []

beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  administrator = await server.as('administrator')
  source = await agree(server.app, server.url)
  const link = await server.app.wall.pairingLink(server.url)
  const paired = await server.anonymous.post<{ token: string }>('/api/screens/pair', {
    token: link.split('#pair=')[1],
  })
  token = paired.body.token
  screen = await connect(server.url, { screenToken: token })
  screen.on('frame', (bytes) => frames.push(decodeFrame(bytesOf(bytes))))
  screen.on('view:changed', (view) => asked.push(view))
})
afterAll(async () => {
  screen?.close()
  await server?.stop()
})

const question: ViewQuestion = { kind: 'cells', cells: [{ indicator: SECRET, unit: 'VN' }] }
const open = async (): Promise<ViewOpened> => {
  const answer = await screen.emitWithAck('view:open', question)
  if ('error' in answer) throw new Error(answer.error.code)
  return answer
}
const counts = async () => {
  const answer = await screen.emitWithAck('counts:watch')
  if ('error' in answer) throw new Error(answer.error.code)
  return answer
}
let n = 0
/** A new value, and what the screen was sent until another reader had it. */
const send = async (): Promise<number> => {
  const value = 41_000 + ++n
  const at = new Date(Date.UTC(2026, 8) + n * 1_000).toISOString()
  const { status } = await source.push({ observations: [{ indicator: SECRET, unit: 'VN', at, value }] })
  expect(status).toBe(200)
  return value
}
const values = () => frames.flatMap((f) => f.cells.map((c) => c.value))
const latest = () => {
  const now = server.app.catalogue.now()
  const series = now.findSeries(now.indicator(SECRET)?.id ?? 0, now.nation().id) ?? 0
  return server.app.live.cell(series).value
}
const history = async () =>
  (
    await fetch(`${server.url}/api/history?indicator=${SECRET}&unit=VN`, {
      headers: { authorization: `Screen ${token}` },
    })
  ).status

describe('a number above what a screen may show', () => {
  it('is classified by an administrator, and the level of a screen is set by whoever minds it, both audited', async () => {
    const put = (who: Client, path: string, body: object) => who.send('PUT', path, body)
    const path = `/api/indicators/${SECRET}/classification`
    expect((await put(leader, path, { classification: 'secret' })).status).toBe(403)
    expect((await put(administrator, path, { classification: 'hidden' })).status).toBe(400)
    expect((await put(administrator, path, { classification: 'restricted' })).status).toBe(200)
    const { body } = await leader.get<PrivacyView>('/api/privacy')
    const own = body.screens[0]
    expect([body.outside, own?.level, own?.hidden]).toEqual([false, 'internal', 1])
    expect((await put(leader, '/api/privacy/screens/999', { level: 'public' })).status).toBe(404)
    const { rows } = await server.app.db.pool.query<{ action: string }>(
      `select action from audit_entry where action = 'indicator.classified'`,
    )
    expect(rows).toHaveLength(1)
  })

  it('leaves the screen, value and all, while a point from outside is in, and comes back after', async () => {
    await send()
    const before = await open()
    expect(before.cells).toHaveLength(1)
    const first = await send()
    await eventually(() => expect(values()).toContain(first))

    const { body } = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22'] })
    const invited = body.invitations[0]?.link.split('#')[1]
    const device = 'qn'.padEnd(43, '0')
    const socket = await connect(server.url, { pointToken: `${invited}.${device}` })
    const told = new Promise((resolve) => screen.once('screen:privacy', resolve))
    await takePart(socket, device)
    expect(await told).toEqual({ outside: true, hidden: 1 })
    expect(asked).toContain(before.view)

    // The screen that does not ask again is sent nothing more; nor by resuming, nor by asking, nor over HTTP.
    const hidden = await send()
    await eventually(() => expect(latest()).toBe(hidden))
    const answer = await open()
    expect([answer.cells, answer.hidden]).toEqual([[], [{ indicator: SECRET, unit: 'VN' }]])
    expect(await screen.emitWithAck('view:resume', before.view, before.epoch, 1)).toEqual({ resumed: false })
    expect(await history()).toBe(404)
    const other = await connect(server.url, { cookie: leader.cookie })
    const seen: number[] = []
    other.on('frame', (bytes) => seen.push(...decodeFrame(bytesOf(bytes)).cells.map((c) => c.value)))
    const full = await other.emitWithAck('view:open', question)
    if ('error' in full) throw new Error(full.error.code)
    const next = await send()
    await eventually(() => expect(seen).toContain(next))
    await screen.emitWithAck('clock')
    expect(values()).not.toContain(hidden)
    expect(values()).not.toContain(next)

    const back = new Promise((resolve) => screen.once('screen:privacy', resolve))
    socket.emit('bridge:leave')
    expect(await back).toEqual({ outside: false, hidden: 0 })
    const after = await open()
    expect([after.cells.length, after.hidden]).toEqual([1, undefined])
    expect(decodeFrame(bytesOf(after.snapshot)).cells[0]?.value).toBe(next)
    const last = await send()
    await eventually(() => expect(values()).toContain(last))
    expect(await history()).toBe(200)
    other.close()
    socket.close()
  })

  it('leaves the wall’s alarms with its point, words and all', async () => {
    const duty = await server.as('duty')
    const condition = { ...BOUND, value: 40_000, deadband: 0 }
    await addRule(duty, 'KIN', { condition, needsPerson: false })
    await source.push({
      observations: [{ indicator: SECRET, unit: 'VN', at: new Date().toISOString(), value: 49_999 }],
    })
    await raised(duty, 'KIN')
    let wall = (await counts()).wallAlarms
    screen.on('alarms:wall', (rows) => {
      wall = rows
    })
    await eventually(async () => expect((await counts()).wallAlarms).toHaveLength(1))
    const { body } = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22'] })
    const invited = body.invitations[0]?.link.split('#')[1]
    const device = 'qn2'.padEnd(43, '0')
    const socket = await connect(server.url, { pointToken: `${invited}.${device}` })
    await takePart(socket, device)
    await eventually(() => expect(wall).toEqual([]))
    expect((await counts()).wallAlarms).toEqual([])
    socket.emit('bridge:leave')
    await eventually(() => expect(wall).toHaveLength(1))
    socket.close()
  })

  it('keeps nothing from the screen of an alarm that it does show, however many stand before that one', async () => {
    const duty = await server.as('duty')
    const codes = Array.from({ length: 20 }, (_, i) => `KIN-${i}`)
    for (const code of codes)
      await addRule(duty, code, { condition: { ...BOUND, value: 40_000, deadband: 0 } })
    const shown = await agree(server.app, server.url, [{ indicator: 'KTN-04', units: ['VN'] }])
    await shown.push({
      observations: [{ indicator: 'KTN-04', unit: 'VN', at: new Date().toISOString(), value: 12 }],
    })
    const condition = { ...BOUND, indicator: 'KTN-04', value: 5, deadband: 0 }
    await addRule(duty, 'MO', { condition, severity: 'low' })
    for (const code of codes) await raised(duty, code)
    const { id } = await raised(duty, 'MO')

    const { body } = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22'] })
    const invited = body.invitations[0]?.link.split('#')[1]
    const device = 'qn3'.padEnd(43, '0')
    const socket = await connect(server.url, { pointToken: `${invited}.${device}` })
    await takePart(socket, device)
    const outside = async () => (await leader.get<PrivacyView>('/api/privacy')).body.outside
    await eventually(async () => expect(await outside()).toBe(true))
    let wall = (await counts()).wallAlarms
    screen.on('alarms:wall', (rows) => {
      wall = rows
    })
    const own = () => wall.find((a) => a.id === id)
    expect(own()).toMatchObject({ acknowledged: null })
    expect((await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã biết' })).status).toBe(200)
    await eventually(() => expect(own()?.acknowledged).toMatchObject({ by: expect.any(String) }))
    socket.emit('bridge:leave')
    await eventually(async () => expect(await outside()).toBe(false))
    socket.close()
  })

  it('stays on a screen whose level allows it', async () => {
    const { body } = await leader.get<PrivacyView>('/api/privacy')
    const id = body.screens[0]?.id
    const set = await leader.send<PrivacyView>('PUT', `/api/privacy/screens/${id}`, { level: 'restricted' })
    expect(set.body.screens[0]).toMatchObject({ level: 'restricted', hidden: 0 })
  })
})
