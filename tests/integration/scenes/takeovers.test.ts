import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AlarmRuleInput } from '../../../shared/api/alarms.ts'
import type { ActAnswer, SceneSettings, Showing } from '../../../shared/api/scenes.ts'
import { capXml, infoXml } from '../../fixtures/alerts.ts'
import { agree, push, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, changeRule, loadNow, raised } from '../alarms/stage.ts'
import { connect, takePart } from '../bridge/sockets.ts'
import { type FakeScreen, pairScreen } from './stage.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let server: TestServer
let duty: Client
let second: Client
let admin: Client
let source: Source
let screen: FakeScreen
beforeAll(async () => {
  database = await freshDatabase()
  server = await startServer({ DATABASE_URL: database.url })
  ;[duty, second, admin] = await Promise.all([
    server.as('duty'),
    server.as('duty'),
    server.as('administrator'),
  ])
  source = await agree(server.app, server.url)
  screen = await pairScreen(server)
}, 120_000)
afterEach(async () => {
  if (server.app.server.listening && screen.socket.connected) await quiet()
})
afterAll(async () => {
  screen?.socket.close()
  await server?.stop()
  await database?.drop()
})

const showing = async () => (await duty.get<Showing>('/api/scenes-showing')).body
const settings = async (more: Partial<SceneSettings>) =>
  admin.send('PUT', '/api/scene-settings', { ...(await showing()).settings, ...more })
const stands = (key: string) => eventually(() => expect(screen.last?.scene).toBe(key))
const taking = (...causes: [kind: string, overridden: boolean][]) =>
  eventually(async () => {
    const { takeovers } = await showing()
    expect(takeovers.map((t) => [t.kind, t.overridden])).toEqual(causes)
    return takeovers
  })
const record = async (cause: string) => {
  const { rows } = await server.app.db.pool.query<{ kind: string }>(
    'select kind from scene_act where cause = $1 order by id',
    [cause],
  )
  return rows.map((r) => r.kind)
}
const recorded = (cause: string, kinds: string[]) =>
  eventually(async () => expect(await record(cause)).toEqual(kinds))
const override = async (cause: string) => {
  const asked = await duty.post<ActAnswer>('/api/scene-acts', {
    ...{ act: 'override', target: { kind: 'all' }, cause },
  })
  const { status } = await second.post(`/api/scene-requests/${asked.body.request?.id}`, { confirm: true })
  expect(status).toBe(200)
}
/** Rules of this test alone: one that turns to and fro all the time is chattering, and stands until it rests. */
let rules: { id: number; rule: AlarmRuleInput }[] = []
async function watch(code: string, value: number, more: Partial<AlarmRuleInput> = {}) {
  const { id, rule } = await addRule(duty, code, { ...more, condition: { ...BOUND, value } })
  rules.push({ id, rule })
}
/** The load falls, the rules are put aside, whoever is on duty takes what is left: nothing stands on the wall. */
async function quiet() {
  await source.push(loadNow(40_000))
  for (const { id, rule } of rules) await changeRule(duty, id, { ...rule, enabled: false })
  rules = []
  for (const { id } of server.app.alarms.standing().filter((a) => a.acknowledged === null))
    await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã rõ' })
  await eventually(() => expect(server.app.alarms.onWall()).toEqual([]))
  await taking()
  await stands('sections')
}

test('a critical alarm takes the wall with its number and gives it back once it is acknowledged', async () => {
  await watch('TAI-1A', 50_000)
  await source.push(loadNow(51_000))
  const { id, title } = await raised(duty, 'TAI-1A')
  const [takeover] = await taking(['alarm', false])
  expect(takeover).toMatchObject({ cause: `alarm:${id}`, name: title })
  await stands('alarms')
  expect((await showing()).screens[0]?.why).toMatchObject({ kind: 'takeover', name: title })
  // The page of a screen is not told the alarm's words: they may carry a number that it does not show to guests.
  expect(screen.last?.why).toMatchObject({ kind: 'takeover', name: screen.last?.document.title })
  expect(JSON.stringify(screen.told)).not.toContain(title.vi)
  const asked = await screen.socket.emitWithAck('scene:watch')
  expect(asked?.why).toEqual(screen.last?.why)
  expect(server.app.alarms.onWall()).toMatchObject([
    { id, severity: 'critical', acknowledged: null, cell: { indicator: 'KTN-02', unit: 'VN' } },
  ])
  // Held, its picture would stay when the alarm is over.
  const held = await duty.post<{ code: string }>('/api/scene-acts', { act: 'pin', target: { kind: 'all' } })
  expect(held.body.code).toBe('SCENE_TAKEN')
  await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã gọi A0' })
  await stands('sections')
  // Taken, it stands on the wall as long as its cause does, with who took it; it only has the wall no more.
  expect(server.app.alarms.onWall()).toMatchObject([{ id, acknowledged: { by: 'duty1' } }])
  await recorded(`alarm:${id}`, ['takeover', 'return'])
})

test('it gives the wall back when its cause is over; alarms that come together are one takeover', async () => {
  await watch('TAI-2A', 50_000)
  await watch('TAI-2B', 60_000)
  await source.push(loadNow(61_000))
  await raised(duty, 'TAI-2A')
  await raised(duty, 'TAI-2B')
  const [takeover] = await taking(['alarm', false])
  await stands('alarms')
  expect(server.app.alarms.onWallCounts().critical).toBe(2)
  await source.push(loadNow(55_000))
  await eventually(() => expect(server.app.alarms.onWallCounts().critical).toBe(1))
  expect((await showing()).takeovers).toMatchObject([{ cause: takeover?.cause }])
  await source.push(loadNow(45_000))
  await stands('sections')
  await recorded(takeover?.cause ?? '', ['takeover', 'return'])
})

test('only what stands on the wall by its rule takes it, from the severity that the settings name', async () => {
  await watch('TAI-3A', 50_000)
  await watch('TAI-3K', 70_000, { onWall: false })
  await settings({ alarmTakes: null })
  await source.push(loadNow(71_000))
  await raised(duty, 'TAI-3K')
  await raised(duty, 'TAI-3A')
  await taking()
  expect(server.app.alarms.onWall()).toHaveLength(1)
  await settings({ alarmTakes: 'high', alarmScene: 'storm' })
  await stands('storm')
  expect((await settings({ alarmScene: 'khong-co' })).status).toBe(404)
  expect((await settings({ takeOrder: ['alarm', 'alarm', 'session'] })).status).toBe(400)
  await settings({ alarmTakes: 'critical', alarmScene: 'alarms' })
  await stands('alarms')
})

test('set aside by two persons it has the wall no more; the next alarm takes it anew', async () => {
  await watch('TAI-4A', 50_000)
  await watch('TAI-4B', 60_000)
  await source.push(loadNow(51_000))
  const { id } = await raised(duty, 'TAI-4A')
  await stands('alarms')
  await override(`alarm:${id}`)
  await stands('sections')
  await taking(['alarm', true])
  await source.push(loadNow(61_000))
  const next = await raised(duty, 'TAI-4B')
  await stands('alarms')
  await taking(['alarm', false], ['alarm', true])
  expect((await showing()).takeovers[0]?.cause).toBe(`alarm:${next.id}`)
})

test('of a session, an alarm and an extreme warning the first in the settings’ order has the wall', async () => {
  await watch('TAI-5A', 50_000)
  const warning = await server.app.intake.connections.create(
    {
      ...{ id: 'KTTV', agencyCode: 'G10', connector: 'cap', simulated: false },
      name: { vi: 'Khí tượng', en: 'Weather service' },
      contract: {
        times: { period: 'P1D', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null },
        series: [],
      },
    },
    'system',
  )
  const sent = await fetch(`${server.url}/api/connections/KTTV/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/cap+xml', authorization: `Bearer ${warning.key}` },
    body: capXml({ infos: [infoXml({ severity: 'Extreme' })] }),
  })
  expect(sent.status).toBe(200)
  await stands('storm')
  await source.push(loadNow(51_000))
  await taking(['alarm', false], ['alert', false])
  await stands('alarms')
  const made = await admin.post<{ session: { id: string } }>('/api/bridge', {
    title: 'Họp khẩn',
    units: ['22'],
  })
  const { id } = made.body.session
  const chair = await connect(server.url, { cookie: admin.cookie })
  const { point, quiet: hush } = await takePart(chair, 'device-chair'.padEnd(43, '0'), id)
  await admin.post(`/api/bridge/${id}/spotlight`, { point })
  await taking(['session', false], ['alarm', false], ['alert', false])
  await eventually(() => expect(screen.last?.yields).toBe(true))
  await settings({ takeOrder: ['alarm', 'session', 'alert'] })
  await eventually(() => expect(screen.last).toMatchObject({ scene: 'alarms', yields: false }))
  await settings({ takeOrder: ['alert', 'session', 'alarm'] })
  await eventually(() => expect(screen.last).toMatchObject({ scene: 'storm', yields: false }))
  await settings({ takeOrder: ['session', 'alarm', 'alert'] })
  await eventually(() => expect(screen.last).toMatchObject({ scene: 'alarms', yields: true }))
  await admin.post(`/api/bridge/${id}/end`)
  hush()
  chair.close()
  await settings({ alertTakes: null })
})

test('a restart in the middle changes nothing: the takeover goes on, one set aside stays so, both are given back once', async () => {
  await watch('TAI-6A', 50_000)
  await watch('TAI-6B', 60_000)
  await source.push(loadNow(51_000))
  const first = await raised(duty, 'TAI-6A')
  await stands('alarms')
  await override(`alarm:${first.id}`)
  await source.push(loadNow(61_000))
  const next = await raised(duty, 'TAI-6B')
  await taking(['alarm', false], ['alarm', true])
  const causes = (await showing()).takeovers
  screen.socket.close()
  await server.app.close()
  const again = await startServer({ DATABASE_URL: database.url })
  await server.stop()
  server = again
  duty = await server.as('leader')
  expect((await showing()).takeovers).toEqual(causes)
  expect(server.app.scenes.shown(screen.id)).toMatchObject({ scene: 'alarms', why: { kind: 'takeover' } })
  await push(server.url, source.id, source.key, loadNow(40_000))
  await taking()
  await recorded(`alarm:${next.id}`, ['takeover', 'return'])
  await recorded(`alarm:${first.id}`, ['takeover', 'override', 'return'])
  expect(server.app.scenes.shown(screen.id)?.scene).toBe('sections')
})
