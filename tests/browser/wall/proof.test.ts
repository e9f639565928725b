import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ProofAnswer } from '../../../shared/api/wall.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, takePart } from '../../integration/bridge/sockets.ts'
import { scene } from '../../integration/scenes/stage.ts'
import { openBrowser, PATIENCE } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

const INDICATOR = 'KTN-06'
const UNITS = ['01', '22', '79', '46', '48']
const WAIT = { timeout: PATIENCE }
let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client
let admin: Client
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  ;[duty, admin] = await Promise.all([server.as('duty'), server.as('administrator')])
  const load = await agree(admin, 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', load, bodyOf('KTN-02', 41_100))
  const daily = { period: 'P1D', graceSeconds: 86_400, expirySeconds: 10 * 86_400, hours: null }
  const key = await agree(admin, 'EVN-DAILY', 'http-push', INDICATOR, daily)
  const period = new Date(Date.now() - 17 * 3_600_000).toISOString().slice(0, 10)
  const observations = UNITS.map((unit, n) => ({ indicator: INDICATOR, unit, period, value: 10 + n }))
  await push(server, 'EVN-DAILY', key, JSON.stringify({ observations }))
}, 120_000)
afterEach(async () => expect(await walls.close()).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function wall(): Promise<{ page: Page; id: number }> {
  const before = new Set(server.app.wall.paired().map((s) => s.id))
  const page = await walls.wall(server)
  await shown(page, 'KTN-02@VN').getByText('41.100').waitFor(WAIT)
  return { page, id: server.app.wall.paired().find((s) => !before.has(s.id))?.id ?? 0 }
}
const tell = (id: number, command: unknown) => duty.post(`/api/screens/${id}/command`, { command })
const proof = async (id: number, indicator: string) =>
  (await duty.get<ProofAnswer>(`/api/screens/${id}/proof?at=${Date.now() + 1_000}&indicator=${indicator}`))
    .body
const proves = (id: number, indicator: string, what: object) =>
  eventually(async () => expect(await proof(id, indicator)).toMatchObject(what), { ...WAIT, interval: 500 })

test('a screen that is dark or shows the test picture says so, and that no number was seen', async () => {
  const { id } = await wall()
  await proves(id, 'KTN-02', { shown: true, cover: null })
  await tell(id, { do: 'blank', on: true })
  await proves(id, 'KTN-02', { known: true, shown: false, cover: 'dark', values: [], agrees: true })
  await tell(id, { do: 'blank', on: false })
  await proves(id, 'KTN-02', { shown: true, cover: null })
  await tell(id, { do: 'test-picture', on: true })
  await proves(id, 'KTN-02', { known: true, shown: false, cover: 'test-picture' })
  await tell(id, { do: 'identify', seconds: 600 })
  await proves(id, 'KTN-02', { shown: false, cover: 'identity' })
  const desk = await walls.page(server.url, '/screens', duty)
  await desk.click('[data-act="proof"]')
  await desk.selectOption('select[name="screen"]', `${id}`)
  await desk.click('[data-task="proof"] button[type="submit"]')
  await desk.locator('[data-proof] [data-cover="identity"]').waitFor(WAIT)
})

test('an auditor signs in, asks what a whole wall showed in this minute, and is offered nothing to tell it', async () => {
  const { id } = await wall()
  await proves(id, 'KTN-02', { shown: true })
  const made = await duty.post<{ id: number }>('/api/walls', {
    name: 'Tường kiểm tra',
    geometry: {
      ...{ rows: 1, columns: 1, resolution: { width: 1920, height: 1080 } },
      panel: { width: 1210, height: 680 },
      bezel: { left: 2, right: 2, top: 2, bottom: 2, unit: 'px' },
      cells: [{ row: 0, column: 0, screen: id }],
    },
  })
  expect(made.status).toBe(201)
  const [username, password] = ['kiemtoan', 'mật khẩu của kiểm toán viên 2026']
  await server.app.access.createAccount({
    ...{ username, displayName: 'Kiểm toán viên', role: 'auditor', unitCode: 'VN', password },
  })
  const page = await walls.page(server.url, '/screens')
  await page.fill('[data-form="sign-in"] [name="username"]', username)
  await page.fill('[data-form="sign-in"] [name="password"]', password)
  await page.click('[data-form="sign-in"] [type="submit"]')
  await page.locator('[data-page="screens"]').waitFor(WAIT)
  const refused: string[] = []
  page.on('response', (r) => {
    if (r.status() >= 400 && /\/api\/(screens|walls)\b/.test(r.url())) refused.push(r.url())
  })
  await page.click(`[data-tile="${id}"]`)
  await page.locator(`[data-panel="${id}"]`).waitFor(WAIT)
  const told = ['approve', 'new-wall', 'edit-wall', 'reload', 'blank', 'rename', 'revoke']
  const buttons = [...told.map((act) => `[data-act="${act}"]`), '[data-together]'].join(', ')
  expect(await page.locator(buttons).count()).toBe(0)

  await page.click('[data-act="proof"]')
  await page.selectOption('select[name="screen"]', `wall/${made.body.id}`)
  await page.fill('[data-task="proof"] [name="indicator"]', 'KTN-02')
  await page.click('[data-task="proof"] button[type="submit"]')
  await page.locator('[data-proof-minute][data-verdict="shown"]').waitFor(WAIT)
  const onWall = { hasText: 'Hiện trên 1 trong 1 màn hình' }
  await page.locator(`[data-proof-wall="${made.body.id}"]`, onWall).waitFor(WAIT)
  const said = page.locator(`[data-proof="${id}"] [data-proven="KTN-02@VN"]`).first()
  await said.getByText('41.100').first().waitFor(WAIT)

  // Taken away since, it is asked all the same.
  expect((await duty.post(`/api/screens/${id}/revoke`)).status).toBe(200)
  await page.locator(`select[name="screen"] option[value="${id}"]`, { hasText: 'thu hồi' }).waitFor({
    ...WAIT,
    state: 'attached',
  })
  await page.selectOption('select[name="screen"]', `${id}`)
  await page.click('[data-task="proof"] button[type="submit"]')
  await page.locator('[data-proof-minute]:not(:has([data-proof-wall]))').waitFor(WAIT)
  await page.locator(`[data-proof="${id}"][data-verdict="shown"]`).waitFor(WAIT)
  expect(refused).toEqual([])
})

test('a ranking and a map of a scene were on the wall; under a session’s picture they were not', async () => {
  const { page, id } = await wall()
  const place = { y: 0, w: 12, h: 24 }
  const parts = [
    {
      id: 'order',
      kind: 'ranking' as const,
      indicator: INDICATOR,
      order: 'highest' as const,
      count: 3,
      x: 0,
      ...place,
    },
    { id: 'country', kind: 'map' as const, indicator: INDICATOR, x: 12, ...place },
  ]
  const document = scene('dien-tinh', { pages: [{ seconds: 600, parts }] })
  await duty.send('PUT', '/api/scenes/dien-tinh', { document, after: 0, note: '' })
  const target = { kind: 'screen', id }
  expect((await duty.post('/api/scene-acts', { act: 'show', target, scene: 'dien-tinh' })).status).toBe(200)
  await page.locator('[data-canvas="dien-tinh"] [data-map] canvas').waitFor(WAIT)
  await proves(id, INDICATOR, { shown: true, agrees: true, cut: 0, cover: null })
  await eventually(
    async () => {
      const { values, agrees } = await proof(id, INDICATOR)
      const texts = Object.fromEntries(values.map((v) => [v.unit, v.text]))
      // The three highest stand in words; the others as colours alone.
      expect(texts).toEqual({ '48': '14,0', '46': '13,0', '79': '12,0', '22': null, '01': null })
      expect(agrees).toBe(true)
    },
    { ...WAIT, interval: 500 },
  )
  const made = await admin.post<{ session: { id: string } }>('/api/bridge', { title: 'Họp', units: ['22'] })
  const session = made.body.session.id
  const chair = await connect(server.url, { cookie: admin.cookie })
  const { point, quiet } = await takePart(chair, 'device-chair'.padEnd(43, '0'), session)
  await admin.post(`/api/bridge/${session}/spotlight`, { point })
  await page.locator(`[data-scene="session"][data-spotlight="${point}"]`).waitFor(WAIT)
  // The nation's own number stands beside its point's picture; what the picture covers is seen by nobody.
  await eventually(
    async () => {
      const { values, known, agrees } = await proof(id, INDICATOR)
      expect([values.filter((v) => v.unit !== 'VN'), known, agrees]).toEqual([[], true, true])
    },
    { ...WAIT, interval: 500 },
  )
  await admin.post(`/api/bridge/${session}/end`)
  quiet()
  chair.close()
  await eventually(
    async () => expect((await proof(id, INDICATOR)).values.map((v) => v.unit)).toContain('48'),
    { ...WAIT, interval: 500 },
  )
})
