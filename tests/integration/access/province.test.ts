import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { DisputeView } from '../../../shared/api/checks.ts'
import type { DirectiveInput } from '../../../shared/api/directives.ts'
import type { HappeningRow } from '../../../shared/live.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, takePart } from '../bridge/sockets.ts'
import { judged, ruleOf, write } from '../checks/stage.ts'

// What an officer of one province is kept from, whose role alone would let him.
const PROVINCE = '22'
let server: TestServer
let local: Client
let duty: Client
let administrator: Client
beforeAll(async () => {
  server = await startServer()
  local = await server.as('duty', PROVINCE)
  duty = await server.as('duty')
  administrator = await server.as('administrator')
})
afterAll(() => server?.stop())

const sessionOf = async (who: Client, title: string) => {
  const made = await who.post<CreatedSession>('/api/bridge', { title, units: [PROVINCE] })
  expect(made.status).toBe(201)
  const token = made.body.invitations[0]?.link.split('#')[1]
  const device = title.replace(/\W/g, '').padEnd(43, '0')
  const socket = await connect(server.url, { pointToken: `${token}.${device}` })
  await takePart(socket, device)
  return { ...made.body.session, point: made.body.invitations[0]?.point, close: () => socket.close() }
}

it('his own session takes no national wall, says nothing on its line and hides nothing from its screens', async () => {
  const said: string[] = []
  const off = server.app.bus.on('happening', (row: HappeningRow) => said.push(row.text.vi))
  const own = await sessionOf(local, 'Của riêng tỉnh')
  await local.post(`/api/bridge/${own.id}/spotlight`, { point: own.point })
  await eventually(() => {
    const found = server.app.bridge.sessions().find((s) => s.id === own.id)
    expect(found?.spotlight).toBe(own.point)
  })
  expect([server.app.bridge.onWall(), server.app.privacy.outside]).toEqual([null, false])
  expect(server.app.bridge.national()).toEqual([])
  const nation = await sessionOf(duty, 'Của cả nước')
  await eventually(() => expect(server.app.bridge.onWall()?.id).toBe(nation.id))
  expect(server.app.privacy.outside).toBe(true)
  await server.app.bridge.settled()
  expect(said.join()).toContain('Của cả nước')
  expect(said.join()).not.toContain('Của riêng tỉnh')
  off()
  for (const s of [own, nation]) s.close()
  await local.post(`/api/bridge/${own.id}/end`)
  await duty.post(`/api/bridge/${nation.id}/end`)
})

it('he explains a dispute about the nation’s number, and neither decides nor ends it', async () => {
  const provincial = server.app.catalogue.now().indicators.filter((i) => i.level === 'province')
  const code = provincial.find((i) => i.period === 'monthly' && i.aggregation === 'sum')?.code ?? ''
  await write(administrator, 'TINH-KHONG', ruleOf({ kind: 'parts', indicator: code }))
  const source = await agree(server.app, server.url, [{ indicator: code }])
  const rows = [
    { indicator: code, unit: 'VN', period: '2026-09', value: 1_000 },
    ...server.app.catalogue
      .now()
      .provinces('2026-09-01')
      .map((u) => ({ indicator: code, unit: u.code, period: '2026-09', value: 1 })),
  ]
  expect((await source.push({ observations: rows })).answer).toMatchObject({ refused: 0 })
  await judged(server)
  const seen = (await local.get<DisputeView[]>('/api/checks/disputes')).body
  const id = seen.find((d) => d.rule.code === 'TINH-KHONG')?.id
  expect(id).toBeDefined()
  const step = (who: Client, body: object) => who.post(`/api/checks/disputes/${id}/steps`, body)
  for (const kind of ['closed', 'assigned'])
    expect([kind, (await step(local, { kind, note: 'xong', to: PROVINCE })).status]).toEqual([kind, 403])
  expect((await step(local, { kind: 'explained', note: 'đang kiểm tra' })).status).toBe(200)
  expect((await step(duty, { kind: 'closed', note: 'xong' })).status).toBe(200)
})

it('he gives no directive in a session that he does not direct', async () => {
  const nation = await sessionOf(duty, 'Giao ban')
  const give = (who: Client, session: string) => {
    const input: Partial<DirectiveInput> = {
      ...{
        text: 'Báo cáo trước 17 giờ',
        priority: 'normal',
        addressees: [PROVINCE],
        due: Date.now() + 86_400_000,
      },
      ...{ session, shown: null, origin: null, aim: null, document: null, issue: true },
    }
    return who.post('/api/directives', input)
  }
  const refused = await give(local, nation.id)
  expect(refused).toMatchObject({ status: 400, body: { detail: { field: 'session' } } })
  nation.close()
  await duty.post(`/api/bridge/${nation.id}/end`)
})

it('his administrator opens no way into the Centre’s own networks', async () => {
  const made = await administrator.post('/api/connections', {
    ...{ id: 'TINH-KEO', agencyCode: PROVINCE, connector: 'http-pull', simulated: false },
    name: { vi: 'Kéo về', en: 'Pulled' },
    contract: {
      times: { period: 'PT1M', graceSeconds: 5, expirySeconds: 60, hours: null },
      series: [],
    },
  })
  expect(made.status).toBe(201)
  const settings = (allowPrivate: boolean) => ({
    ...{ kind: 'http-pull', url: 'http://127.0.0.1:9/so-lieu', every: 'PT1M', format: 'json', headers: {} },
    ...{ secretHeaders: [], cursor: null, allowPrivate, connectSeconds: 1, totalSeconds: 1 },
  })
  const his = await server.as('administrator', PROVINCE)
  const asked = { settings: settings(true), secrets: {} }
  for (const [path, body] of Object.entries({ settings: { ...asked, after: 0 }, trial: asked }))
    expect(await his.post(`/api/connections/TINH-KEO/${path}`, body)).toMatchObject({
      status: 403,
      body: { detail: { field: 'settings.allowPrivate' } },
    })
  // The nation's may; that its guard of addresses holds for his is another matter.
  const trial = await administrator.post('/api/connections/TINH-KEO/trial', {
    ...{ settings: settings(true), secrets: {} },
  })
  expect(trial.status).toBe(400)
})

it('he is not planned for, nor named to, the nation’s watch', async () => {
  const roster = await duty.get<{ people: { username: string }[] }>(
    '/api/shifts/roster?from=2026-09-01&days=1',
  )
  const names = (await server.app.shifts.people()).map((p) => p.username)
  expect(names).toContain('duty2')
  expect(names).not.toContain('duty1')
  expect(JSON.stringify(roster.body)).not.toContain('duty1')
})
