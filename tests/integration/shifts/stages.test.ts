import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlarmDetail } from '../../../shared/api/alarms.ts'
import type { StageMark, StagesView } from '../../../shared/api/stages.ts'
import type { Playlist } from '../../../shared/playlist.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, detail, loadNow, raised, writeLadder } from '../alarms/stage.ts'
import { connect } from '../bridge/sockets.ts'
import { pairScreen } from '../scenes/stage.ts'

let server: TestServer
let leader: Client
let duty: Client
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  duty = await server.as('duty')
})
afterAll(() => server?.stop())

const change = (who: Client, no: number, from: number, cause = 'Bão số 9 vào bờ') =>
  who.post<StagesView & { code: string }>('/api/stages/change', { no, from, cause })

async function makePlaylist(key: string, scene: string, more: Partial<Playlist> = {}) {
  const playlist: Playlist = {
    ...{ key, title: { vi: `Lịch ${key}`, en: `List ${key}` }, enabled: true, priority: 1 },
    ...{ targets: [{ kind: 'all' }], times: [], conditions: [], items: [{ scene, minutes: 30 }], ...more },
  }
  expect((await duty.send('PUT', `/api/playlists/${key}`, { playlist, after: 0 })).status).toBe(200)
}
async function makeLadder(code: string, channel: 'screen' | 'sound' = 'screen') {
  const rungs = [{ afterSeconds: 0, channel, position: 'VAI.TRUC', webhook: null }]
  const name = { vi: `Bậc ${code}`, en: `Ladder ${code}` }
  expect((await writeLadder(duty, code, { name, rungs })).status).toBe(200)
}

test('brings what comes with the product, its playlist and its ladder, before anybody has set one up', async () => {
  const screen = await pairScreen(server)
  const { body } = await duty.get<StagesView>('/api/stages')
  expect(body.missing).toEqual([])
  expect(body.stages.map((s) => s.playlist !== null && s.ladder !== null)).toEqual([
    ...[false, true, true, true, true],
  ])
  const lists = await duty.get<{ playlist: Playlist; stages: number[] }[]>('/api/playlists')
  expect(lists.body.map((l) => [l.stages, l.playlist.enabled])).toEqual(
    [2, 3, 4, 5].map((no) => [[no], false]),
  )
  for (const { no } of body.stages.slice(1)) {
    await change(leader, no, no - 1)
    const first = lists.body.find((l) => l.stages.includes(no))?.playlist
    await eventually(() =>
      expect(screen.last).toMatchObject({
        why: { kind: 'stage', name: { vi: expect.stringContaining(first?.title.vi ?? '') } },
      }),
    )
    expect(first?.items.map((i) => i.scene)).toContain(screen.last?.scene)
  }
  expect(server.app.stages.ladder()).toEqual({ code: 'UNG-PHO', since: 4 })
  await change(leader, 1, 5)
  await eventually(() => expect(screen.last).toMatchObject({ scene: 'sections', why: { kind: 'standing' } }))
  screen.socket.close()
})

test('is raised and lowered with a cause by the leadership or the chief, and told to everybody', async () => {
  const agency = await server.as('agency', '22')
  const socket = await connect(server.url, { cookie: agency.cookie })
  const marks: number[] = []
  socket.on('stage', (mark) => marks.push(mark.no))
  expect((await change(duty, 2, 1)).body.code).toBe('STAGE_RIGHT')
  expect((await change(leader, 3, 1, '  ')).status).toBe(400)
  const raised = await change(leader, 3, 1)
  expect(raised.body.now).toMatchObject({ no: 3, cause: 'Bão số 9 vào bờ', by: 'leader1' })
  expect((await change(leader, 3, 3)).body.code).toBe('STAGE_SAME')
  expect((await change(leader, 4, 1)).body.code).toBe('STAGE_CHANGED')
  await duty.post('/api/shifts/positions/chief/sign-in', {})
  expect((await change(duty, 2, 3)).status).toBe(200)
  await eventually(() => expect(marks.slice(-2)).toEqual([3, 2]))
  expect((await agency.get<StageMark>('/api/stage')).body).toMatchObject({ no: 2 })
  expect((await agency.get('/api/stages')).status).toBe(403)
  expect(server.app.stages.current().no).toBe(2)
  const { body } = await duty.get<StagesView>('/api/stages')
  expect(body.history.slice(0, 3).map((h) => h.no)).toEqual([2, 3, 1])
  await eventually(async () => {
    const log = await duty.get<{ kind: string }[]>('/api/log?group=duty')
    expect(log.body.map((e) => e.kind)).toEqual(expect.arrayContaining(['stage.raised', 'stage.lowered']))
  })
  socket.close()
})

test('two at once: one change stands, the other is told', async () => {
  const both = await Promise.all([change(leader, 4, 2), change(duty, 3, 2)])
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
})

test('its checklist is ticked by whom and when, and another stage begins another', async () => {
  const no = server.app.stages.current().no
  const item = server.app.stages.setup().find((s) => s.no === no)?.checklist[0]?.id
  const tick = (body: object) => duty.post<StagesView>('/api/stages/tick', body)
  const done = await tick({ item, done: true, remark: 'Đã gọi' })
  expect(done.body.ticked).toMatchObject([{ item, by: 'duty2', remark: 'Đã gọi' }])
  expect((await tick({ item: 'khong-co', done: true })).status).toBe(404)
  expect((await tick({ item, done: false })).body.ticked).toEqual([])
  await tick({ item, done: true })
  await change(leader, 5, no)
  expect((await duty.get<StagesView>('/api/stages')).body.ticked).toEqual([])
})

test('what the stages ask for is the administrator’s to change; the delivered ones say that they are ours', async () => {
  const administrator = await server.as('administrator')
  const { body } = await administrator.get<StagesView>('/api/stages')
  expect([body.delivered, body.maySetUp]).toEqual([true, true])
  const of = (more: object) =>
    body.stages.map((s) => (s.no === 5 ? { ...s, ...more } : { ...s, playlist: null, ladder: null }))
  const stages = of({ ladder: 'KHAN', playlist: 'khi-bao' })
  const put = (list: object[]) => administrator.send<StagesView>('PUT', '/api/stages', { stages: list })
  expect((await put(stages.slice(1))).status).toBe(400)
  expect((await put([...stages.slice(1), stages[1] ?? {}])).status).toBe(400)
  // What is not there by that name would be called for in vain: it is refused with the stage.
  const refused = async (more: object) => (await put(of(more))).body
  expect(await refused({ playlist: 'khi-bao' })).toMatchObject({
    ...{ code: 'STAGE_PLAYLIST', detail: { stage: 5, playlist: 'khi-bao' } },
  })
  expect(await refused({ ladder: 'KHAN' })).toMatchObject({ code: 'STAGE_LADDER' })
  await makeLadder('KHAN')
  await makePlaylist('khi-bao', 'storm')
  expect((await put(stages)).body.delivered).toBe(false)
  expect(server.app.stages.current()).toMatchObject({ no: 5, ladder: 'KHAN', playlist: 'khi-bao' })
  await expect(server.app.db.pool.query('delete from stage_step')).rejects.toThrow()
})

test('its playlist plays while it stands, whatever hours and rank that has, and is given back when it is lowered', async () => {
  const screen = await pairScreen(server)
  const shows = (scene: string, kind: string) =>
    eventually(() => expect(screen.last).toMatchObject({ scene, why: { kind } }))
  await shows('storm', 'stage')
  await makePlaylist('hang-ngay', 'morning', { priority: 100 })
  expect(screen.last?.scene).toBe('storm')
  await change(leader, 4, 5)
  await shows('morning', 'playlist')
  await change(leader, 5, 4)
  await shows('storm', 'stage')
  expect(screen.last?.why.name.vi).toContain('Lịch khi-bao')
  // Gone meanwhile: the ordinary playlists stand, and both pages say so.
  await duty.send('PUT', '/api/playlists/khi-bao', { playlist: null, after: 1 })
  await shows('morning', 'playlist')
  expect((await duty.get<StagesView>('/api/stages')).body.missing).toEqual([
    { no: 5, what: 'playlist', key: 'khi-bao' },
  ])
  expect((await duty.get<{ broken: string[] }>('/api/scenes-showing')).body.broken).toEqual(['khi-bao'])
  screen.socket.close()
})

test('its ladder is the one that alarms climb while it stands: each rung of each ladder once', async () => {
  await makeLadder('THUONG', 'sound')
  const source = await agree(server.app, server.url)
  await addRule(duty, 'TAI', { ladder: 'THUONG' })
  await addRule(duty, 'TAI-NHE', { severity: 'low', condition: { ...BOUND, value: 49_000 } })
  await addRule(duty, 'TAI-NANG', { condition: { ...BOUND, value: 48_000 } })
  await change(leader, 4, 5)
  await source.push(loadNow(51_000))
  const alarm = await raised(duty, 'TAI')
  const [light, grave] = await Promise.all([raised(duty, 'TAI-NHE'), raised(duty, 'TAI-NANG')])
  const told = async (id: number) =>
    ((await detail(duty, id)) as AlarmDetail).steps.flatMap((s) =>
      s.kind === 'escalated' ? [s.detail.channel] : [],
    )
  await eventually(async () => expect(await told(alarm.id)).toEqual(['sound']))
  expect(await told(grave.id)).toEqual([])
  await change(leader, 5, 4)
  await eventually(async () => expect(await told(alarm.id)).toEqual(['sound', 'screen']))
  await eventually(async () => expect(await told(grave.id)).toEqual(['screen']))
  await change(leader, 4, 5)
  await change(leader, 5, 4)
  await server.app.alarms.pass(Date.now() + 1_000)
  expect([await told(alarm.id), await told(grave.id), await told(light.id)]).toEqual([
    ['sound', 'screen'],
    ['screen'],
    [],
  ])
})
