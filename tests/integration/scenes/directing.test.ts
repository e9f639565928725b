import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ActAnswer, Showing } from '../../../shared/api/scenes.ts'
import type { Playlist } from '../../../shared/playlist.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, takePart } from '../bridge/sockets.ts'
import { type FakeScreen, pairScreen, scene } from './stage.ts'

let server: TestServer
let duty: Client
let second: Client
let admin: Client
let one: FakeScreen
let two: FakeScreen
const notes: { kind: string; text: { vi: string } }[] = []
beforeAll(async () => {
  server = await startServer()
  ;[duty, second, admin] = await Promise.all([
    server.as('duty'),
    server.as('duty'),
    server.as('administrator'),
  ])
  server.app.bus.on('logbook', (note) => notes.push(note))
  one = await pairScreen(server)
  two = await pairScreen(server)
  for (const key of ['mot', 'hai'])
    await duty.send('PUT', `/api/scenes/${key}`, { document: scene(key), after: 0, note: '' })
  const secret = scene('mat', { restricted: true })
  await duty.send('PUT', '/api/scenes/mat', { document: secret, after: 0, note: '' })
}, 120_000)
afterAll(async () => {
  one?.socket.close()
  two?.socket.close()
  await server?.stop()
})
beforeEach(() => act({ act: 'release', target: { kind: 'all' } }))

const act = (body: object, who = duty) => who.post<ActAnswer & { code?: string }>('/api/scene-acts', body)
const showing = async () => (await duty.get<Showing>('/api/scenes-showing')).body
const stands = (screen: FakeScreen, key: string) => eventually(() => expect(screen.last?.scene).toBe(key))

test('without any playlist the seven sections stand', async () => {
  await stands(one, 'sections')
  expect(one.last?.why.kind).toBe('standing')
})

test('a scene shown by hand comes on every screen at one instant ahead, is answered, and is given back', async () => {
  const before = Date.now()
  const { body } = await act({ act: 'show', target: { kind: 'all' }, scene: 'mot' })
  expect(body.screens.map((s) => s.answered)).toEqual([true, true])
  expect(one.last).toMatchObject({ scene: 'mot', version: 1, held: false, why: { kind: 'person' } })
  expect(one.last?.at).toBe(two.last?.at)
  expect(one.last?.since).toBe(two.last?.since)
  expect((one.last?.at ?? 0) - before).toBeGreaterThanOrEqual(300)
  expect((await showing()).screens.every((s) => s.answeredAt !== null)).toBe(true)
  expect(notes.at(-1)).toMatchObject({ kind: 'scene.shown', text: { vi: 'Đưa lên màn hình: Cảnh mot' } })
  await act({ act: 'release', target: { kind: 'all' } })
  await stands(two, 'sections')
})

test('the nearer target counts: one screen alone shows another scene, pinned until released', async () => {
  await act({ act: 'show', target: { kind: 'all' }, scene: 'mot' })
  await act({ act: 'show', target: { kind: 'screen', id: two.id }, scene: 'hai' })
  await act({ act: 'pin', target: { kind: 'screen', id: two.id } })
  expect(two.last).toMatchObject({ scene: 'hai', held: true, page: 0 })
  expect(one.last).toMatchObject({ scene: 'mot', held: false })
  await act({ act: 'release', target: { kind: 'screen', id: two.id } })
  await stands(two, 'mot')
})

test('next steps the screens of the target once', async () => {
  const step = one.last?.step ?? 0
  await act({ act: 'next', target: { kind: 'all' } })
  expect([one.last?.step, two.last?.step]).toEqual([step + 1, step + 1])
})

test('a playlist stands while its condition holds, and the default when it has no scene to show', async () => {
  const list = (more: Partial<Playlist>): Playlist => ({
    key: 'xa-lu',
    title: { vi: 'Xả lũ', en: 'Discharge' },
    enabled: true,
    priority: 50,
    targets: [{ kind: 'all' }],
    times: [],
    conditions: [{ kind: 'value', indicator: 'KTN-02', unit: '*', comparator: '>', value: 50_000 }],
    items: [{ scene: 'hai', minutes: 30 }],
    ...more,
  })
  const save = (playlist: Playlist | null, after: number) =>
    duty.send('PUT', '/api/playlists/xa-lu', { playlist, after })
  expect((await save(list({}), 0)).status).toBe(200)
  const made = await admin.post<{ key: string }>('/api/connections', {
    id: 'EVN-A',
    agencyCode: 'EVN',
    name: { vi: 'Phụ tải', en: 'Load' },
    connector: 'http-push',
    simulated: true,
    contract: {
      times: { period: 'PT1M', graceSeconds: 60, expirySeconds: 3600, hours: null },
      series: [{ indicator: 'KTN-02' }],
    },
  })
  const send = (value: number) =>
    server.anonymous.fetch('/api/connections/EVN-A/observations', {
      method: 'POST',
      headers: { authorization: `Bearer ${made.body.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date().toISOString(), value }],
      }),
    })
  await send(40_000)
  expect(one.last?.scene).toBe('sections')
  await send(51_000)
  await stands(one, 'hai')
  expect(one.last?.why).toMatchObject({ kind: 'playlist', name: { vi: 'Xả lũ' } })
  await save(list({ items: [{ scene: 'khong-co', minutes: 5 }] }), 1)
  await stands(one, 'sections')
  expect((await showing()).broken).toEqual(['xa-lu'])
  const bad = list({
    conditions: [{ kind: 'value', indicator: 'X-1', unit: '*', comparator: '>', value: 1 }],
  })
  expect((await save(bad, 2)).status).toBe(422)
  await save(null, 2)
  expect((await showing()).broken).toEqual([])
})

test('a restricted scene needs a second person, on an account of their own, once', async () => {
  const asked = (await act({ act: 'show', target: { kind: 'all' }, scene: 'mat' })).body
  const id = asked.request?.id
  expect(one.last?.scene).not.toBe('mat')
  const decide = (who: Client) =>
    who.post<ActAnswer & { code?: string }>(`/api/scene-requests/${id}`, { confirm: true })
  expect((await decide(duty)).body.code).toBe('SAME_PERSON')
  expect(one.last?.scene).not.toBe('mat')
  expect((await decide(second)).status).toBe(200)
  await stands(one, 'mat')
  expect((await decide(second)).body.code).toBe('SCENE_REQUEST_ENDED')
  const refused = (await act({ act: 'show', target: { kind: 'all' }, scene: 'mat' })).body.request?.id
  await second.post(`/api/scene-requests/${refused}`, { confirm: false })
  expect((await showing()).requests).toEqual([])
})

test('a spotlighted session takes the wall, is on record, and gives it back; setting it aside needs two', async () => {
  const made = await admin.post<{ session: { id: string } }>('/api/bridge', {
    title: 'Họp khẩn',
    units: ['22'],
  })
  const { id } = made.body.session
  const chair = await connect(server.url, { cookie: admin.cookie })
  const { point, quiet } = await takePart(chair, 'device-chair'.padEnd(43, '0'), id)
  await admin.post(`/api/bridge/${id}/spotlight`, { point })
  await eventually(async () => expect((await showing()).takeovers).toMatchObject([{ kind: 'session' }]))
  const cause = `session:${id}`
  const asked = await act({ act: 'override', target: { kind: 'all' }, cause })
  expect(asked.body.request).not.toBeNull()
  await second.post(`/api/scene-requests/${asked.body.request?.id}`, { confirm: true })
  expect(one.last?.yields).toBe(false)
  await admin.post(`/api/bridge/${id}/end`)
  quiet()
  chair.close()
  await eventually(async () => expect((await showing()).takeovers).toEqual([]))
  await eventually(async () => {
    const { rows } = await server.app.db.pool.query<{ kind: string }>(
      'select kind from scene_act where cause = $1 order by id',
      [cause],
    )
    expect(rows.map((r) => r.kind)).toEqual(['takeover', 'override', 'return'])
  })
  expect(notes.some((n) => n.text.vi === 'Trả lại màn hình: Họp khẩn')).toBe(true)
})
