import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { restored, standing } from '../../../server/scenes/manual.ts'
import { readStanding } from '../../../server/scenes/store.ts'
import type { ActAnswer, ActView, Showing } from '../../../shared/api/scenes.ts'
import type { Playlist } from '../../../shared/playlist.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, takePart } from '../bridge/sockets.ts'
import { type FakeScreen, pairScreen, rowOf, scene } from './stage.ts'

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
  const [page] = scene('nhieu').pages
  const long = scene('nhieu', { pages: [1, 2].map(() => ({ seconds: 3_000, parts: page?.parts ?? [] })) })
  await duty.send('PUT', '/api/scenes/nhieu', { document: long, after: 0, note: '' })
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
/** What acts on record still say to a server that starts. */
const afterRestart = async () => [...restored(await readStanding(server.app.db.pool), Date.now()).values()]
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

test('a screen that stands on something nearer is told of as such; what was never put there is not given back', async () => {
  await act({ act: 'show', target: { kind: 'screen', id: two.id }, scene: 'hai' })
  const { body } = await act({ act: 'show', target: { kind: 'all' }, scene: 'mot' })
  const said = body.screens.map((s) => [s.id, s.answered, s.otherwise])
  expect(said).toEqual([
    [one.id, true, false],
    [two.id, false, true],
  ])
  const [kept] = (await duty.get<ActView[]>('/api/scene-acts')).body
  expect(kept?.answers.map((a) => a.otherwise)).toEqual([false, true])
  const release = async (id: number) =>
    (await act({ act: 'release', target: { kind: 'screen', id } })).body.code
  expect(await release(one.id)).toBe('SCENE_NOT_PUT')
  expect(await release(two.id)).toBeUndefined()
  await stands(two, 'mot')
})

test('a screen that hangs is named for whatever is asked of it, also for what stood on it before; the record keeps it', async () => {
  await act({ act: 'show', target: { kind: 'all' }, scene: 'mot' })
  two.silent = true
  const answered = async (body: object) => (await act(body)).body.screens.map((s) => s.answered)
  for (const kind of ['pin', 'show', 'next'])
    expect(await answered({ act: kind, target: { kind: 'all' }, scene: 'mot' })).toEqual([true, false])
  two.silent = false
  expect(await answered({ act: 'show', target: { kind: 'all' }, scene: 'mot' })).toEqual([true, true])
  const record = (await duty.get<ActView[]>('/api/scene-acts')).body
  const kept = record.slice(0, 2).map((a) => a.answers)
  expect(kept).toMatchObject([
    [
      { screen: one.id, away: false, ms: expect.any(Number) },
      { screen: two.id, away: false, ms: expect.any(Number) },
    ],
    [
      { screen: one.id, ms: expect.any(Number) },
      { screen: two.id, away: false, ms: null },
    ],
  ])
  expect(Math.max(...kept.flat().map((a) => a.ms ?? 0))).toBeLessThan(2_600)
  await expect(server.app.db.pool.query('delete from scene_act_answer')).rejects.toThrow('append-only')
})

test('a page from before tellings had a number answers by its picture, once that is to stand', async () => {
  const old = await pairScreen(server, { silent: true })
  const before = old.told.length
  const target = { kind: 'screen', id: old.id }
  const asked = act({ act: 'show', target, scene: 'hai' })
  await eventually(() => expect(old.told.length).toBeGreaterThan(before))
  const { scene, version, step, at } = old.last ?? { scene: '', version: 0, step: 0, at: 0 }
  // A timer may come a little before its time.
  setTimeout(() => old.socket.emit('scene:shown', { scene, version, page: 0, step }), at - Date.now() + 50)
  expect((await asked).body.screens.map((s) => s.answered)).toEqual([true])
  await act({ act: 'release', target })
  old.socket.close()
  await duty.post(`/api/screens/${old.id}/revoke`)
})

test('held together, each screen stays on what stood on it, whatever was nearer before; also after a restart', async () => {
  await act({ act: 'show', target: { kind: 'all' }, scene: 'mot' })
  await act({ act: 'show', target: { kind: 'screen', id: two.id }, scene: 'nhieu' })
  await act({ act: 'pin', target: { kind: 'all' } })
  expect(one.last).toMatchObject({ scene: 'mot', held: true, page: 0 })
  expect(two.last).toMatchObject({ scene: 'nhieu', held: true, page: 0 })
  await act({ act: 'next', target: { kind: 'screen', id: two.id } })
  expect(two.last).toMatchObject({ scene: 'nhieu', held: true, page: 1 })
  // Held anew it stays on that page.
  await act({ act: 'pin', target: { kind: 'all' } })
  expect([one.last?.page, two.last?.page]).toEqual([0, 1])
  const kept = await afterRestart()
  const after = [one.id, two.id].map((screen) => standing(kept, { screen, group: null, wall: null }))
  expect(after).toMatchObject([
    { held: true, stands: { scene: 'mot', page: 0 } },
    { held: true, stands: { scene: 'nhieu', page: 1 } },
  ])
  await act({ act: 'release', target: { kind: 'all' } })
  await stands(one, 'sections')
  expect(two.last).toMatchObject({ scene: 'nhieu', held: false })
  await act({ act: 'release', target: { kind: 'screen', id: two.id } })
})

test('sections that are held stand where they stood, for a page that comes anew and for one that joins the wall', async () => {
  const made = await duty.post<{ id: number; version: number }>('/api/walls', {
    ...{ name: 'Tường đôi', geometry: rowOf([one], 2) },
  })
  const wall = { kind: 'wall', id: made.body.id }
  await stands(one, 'sections')
  one.say({ section: 3, page: 1 })
  const settled = () => one.socket.timeout(30_000).emitWithAck('scene:watch')
  await settled()
  await act({ act: 'pin', target: wall })
  expect(one.last).toMatchObject({ scene: 'sections', held: true, turn: { section: 3, page: 1 } })
  // It steps on by itself, and says so.
  one.turn = { section: 3, page: 2 }
  await act({ act: 'next', target: wall })
  expect(await settled()).toMatchObject({ held: true, turn: { section: 3, page: 2 } })
  const joined = {
    version: made.body.version,
    name: 'Tường đôi',
    geometry: rowOf([one, two]),
  }
  expect((await duty.send('PUT', `/api/walls/${made.body.id}`, joined)).status).toBe(200)
  await eventually(() => expect(two.last).toMatchObject({ held: true, turn: { section: 3, page: 2 } }))
  const place = { screen: one.id, group: null, wall: made.body.id }
  expect(standing(await afterRestart(), place)?.stands.turn).toEqual({ section: 3, page: 2 })
  one.turn = null
  await act({ act: 'release', target: wall })
  await duty.send('DELETE', `/api/walls/${made.body.id}`)
})

test('next steps every screen of the target once, also one that was stepped alone before', async () => {
  const steps = () => [one.last?.step ?? 0, two.last?.step ?? 0]
  const [first = 0, second = 0] = steps()
  await act({ act: 'next', target: { kind: 'all' } })
  expect(steps()).toEqual([first + 1, second + 1])
  await act({ act: 'next', target: { kind: 'screen', id: two.id } })
  expect(steps()).toEqual([first + 1, second + 2])
  await act({ act: 'next', target: { kind: 'all' } })
  expect(steps()).toEqual([first + 2, second + 3])
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

const waiting = async () => (await showing()).requests.at(-1)
const confirm = async (who = second) =>
  who.post<ActAnswer & { code?: string }>(`/api/scene-requests/${(await waiting())?.id}`, { confirm: true })
const listOf = (key: string, scenes: string[], more: Partial<Playlist> = {}): Playlist => ({
  ...{ key, title: { vi: key, en: key }, enabled: true, priority: 100, targets: [{ kind: 'all' }] },
  ...{ times: [], conditions: [], items: scenes.map((scene) => ({ scene, minutes: 5 })) },
  ...more,
})
const saveList = (playlist: Playlist, after: number, who = duty) =>
  who.send<{ code?: string }>('PUT', `/api/playlists/${playlist.key}`, { playlist, after })

test('a playlist with a restricted scene is saved by two persons, also one that is off; the same one goes on by one', async () => {
  const off = listOf('mat-ds', ['mat'], { enabled: false })
  expect((await saveList(off, 0)).body.code).toBe('SECOND_PERSON')
  expect(await waiting()).toMatchObject({ act: { act: 'playlist', playlist: 'mat-ds', restricted: ['mat'] } })
  expect((await confirm(duty)).body.code).toBe('SAME_PERSON')
  expect((await confirm()).status).toBe(200)
  const { rows } = await server.app.db.pool.query<{ detail: object; actor: string }>(
    "select actor, detail from audit_entry where subject = 'playlist:mat-ds' and action = 'playlist.saved'",
  )
  expect(rows).toMatchObject([{ actor: 'account:duty1', detail: { confirmedBy: 'account:duty2' } }])
  const named = { ...off, title: { vi: 'Tên khác', en: 'Another name' } }
  expect((await saveList(named, 1)).status).toBe(200)
  expect((await saveList({ ...named, priority: 99 }, 2)).body.code).toBe('SECOND_PERSON')
  await second.post(`/api/scene-requests/${(await waiting())?.id}`, { confirm: false })
  expect((await duty.send('PUT', '/api/playlists/mat-ds', { playlist: null, after: 2 })).status).toBe(200)
})

test('no older version, and no newer one that one person saved, makes a restricted scene one’s own to show', async () => {
  const save = (restricted: boolean, after: number) =>
    duty.send<{ code?: string }>('PUT', '/api/scenes/kin', {
      ...{ document: scene('kin', { restricted }), after, note: '' },
    })
  await save(false, 0)
  await save(true, 1)
  const show = (more: object = {}) => act({ act: 'show', target: { kind: 'all' }, scene: 'kin', ...more })
  for (const more of [{}, { version: 1 }]) expect((await show(more)).body.request).not.toBeNull()
  expect((await save(false, 2)).body.code).toBe('SECOND_PERSON')
  const restored = await duty.post<{ code: string }>('/api/scenes/kin/restore', { version: 1, after: 2 })
  expect(restored.body.code).toBe('SECOND_PERSON')
  expect(await waiting()).toMatchObject({ act: { act: 'document', scene: 'kin' } })
  expect((await confirm()).status).toBe(200)
  expect((await show()).body.request).toBeNull()
  await stands(one, 'kin')
  expect((await show({ version: 2 })).body.request).not.toBeNull()
})

test('what stands only while its playlist does is not held on by one person', async () => {
  expect((await saveList(listOf('mot-lat', ['mat']), 0)).body.code).toBe('SECOND_PERSON')
  await confirm()
  await stands(one, 'mat')
  const asked = await act({ act: 'pin', target: { kind: 'all' } })
  expect(asked.body.request).toMatchObject({ act: { act: 'pin' } })
  expect(one.last?.held).toBe(false)
  await confirm()
  await eventually(() => expect(one.last).toMatchObject({ scene: 'mat', held: true }))
  await duty.send('PUT', '/api/playlists/mot-lat', { playlist: null, after: 1 })
})

test('an administrator alone names no restricted scene in the settings or by a stage, nor drops the rule', async () => {
  const { settings } = await showing()
  const settle = (more: object) =>
    admin.send<{ code?: string }>('PUT', '/api/scene-settings', { ...settings, ...more })
  for (const more of [{ standing: 'mat' }, { alarmScene: 'mat' }, { alertScene: 'mat' }, { twoPerson: [] }])
    expect((await settle(more)).body.code).toBe('SECOND_PERSON')
  expect((await showing()).settings).toEqual(settings)
  // Flagged after it was put in the list: nobody has agreed to that.
  await duty.send('PUT', '/api/scenes/sau', { document: scene('sau'), after: 0, note: '' })
  expect((await saveList(listOf('sau-ds', ['sau'], { enabled: false }), 0)).status).toBe(200)
  const restricted = scene('sau', { restricted: true })
  await duty.send('PUT', '/api/scenes/sau', { document: restricted, after: 1, note: '' })
  const { stages } = (await admin.get<{ stages: { no: number; playlist: string | null }[] }>('/api/stages'))
    .body
  const calls = stages.map((s) => (s.no === 3 ? { ...s, playlist: 'sau-ds' } : s))
  const setUp = () => admin.send<{ code?: string }>('PUT', '/api/stages', { stages: calls })
  expect((await setUp()).body.code).toBe('STAGE_RESTRICTED')
  const anew = listOf('sau-ds', ['sau'], { enabled: false, priority: 90 })
  expect((await saveList(anew, 1)).body.code).toBe('SECOND_PERSON')
  await confirm()
  expect((await setUp()).status).toBe(200)
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
  await eventually(() => expect(one.last?.yields).toBe(true))
  const cause = `session:${id}`
  const asked = await act({ act: 'override', target: { kind: 'all' }, cause })
  expect(asked.body.request).not.toBeNull()
  await second.post(`/api/scene-requests/${asked.body.request?.id}`, { confirm: true })
  await eventually(() => expect(one.last?.yields).toBe(false))
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
    expect(notes.some((n) => n.text.vi === 'Trả lại màn hình: Họp khẩn')).toBe(true)
  })
})
