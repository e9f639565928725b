import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { SceneDetail } from '../../../shared/api/scenes.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, raised } from '../../integration/alarms/stage.ts'
import { connect, takePart } from '../../integration/bridge/sockets.ts'
import { openBrowser } from '../desk/page.ts'
import { agree, bodyOf, push, Walls } from './stage.ts'

let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client
let admin: Client
let key = ''

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  ;[duty, admin] = await Promise.all([server.as('duty'), server.as('administrator')])
  key = await agree(admin, 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_234))
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const shows = (wall: Page, key: string) => wall.locator(`[data-canvas="${key}"]`).waitFor()

test('an officer draws a scene, sees what cannot be read, saves it and puts it on the wall', async () => {
  const wall = await walls.wall(server, server.url, '')
  await shows(wall, 'sections')
  const desk = await walls.page(server.url, '/scenes/new', duty)
  await desk.locator('[data-board]').waitFor()
  await desk.selectOption('[data-field="add"]', 'tiles')
  // From a part the scene's own names are reached by button, by key and by a press on the bare board.
  await desk.click('[data-part-form="tiles-1"] [data-scene-fields]')
  await desk.fill('input[name="key"]', 'phu-tai')
  await desk.locator('[data-handle="tiles-1"]').focus()
  await desk.keyboard.press('Escape')
  await desk.fill('input[name="title-vi"]', 'Phụ tải điện')
  await desk.click('[data-handle="tiles-1"]')
  await desk.locator('[data-part-form]').waitFor()
  const board = await desk.locator('[data-board]').boundingBox()
  await desk.mouse.click(
    (board?.x ?? 0) + (board?.width ?? 0) / 2,
    (board?.y ?? 0) + (board?.height ?? 0) * 0.95,
  )
  await desk.fill('input[name="title-en"]', 'Grid load')
  await desk.click('[data-handle="tiles-1"]')
  await desk.locator('[data-part-form="tiles-1"]').waitFor()
  await desk.locator('[data-tile="KTN-02@VN"]').getByText('41.234').waitFor()
  for (let n = 0; n < 8; n++) await desk.click('[data-add-cell]')
  await desk.locator('[data-rule="key-numbers"]').waitFor()
  await desk.keyboard.press('Escape')
  await desk.locator('[data-undo]').click({ clickCount: 1 })
  for (let n = 0; n < 7; n++) await desk.click('[data-undo]')
  await desk.locator('[data-rule="key-numbers"]').waitFor({ state: 'detached' })
  const left = async () => (await desk.locator('[data-part="tiles-1"]').boundingBox())?.x ?? 0
  const before = await left()
  await desk.locator('[data-handle="tiles-1"]').focus()
  await desk.keyboard.press('ArrowRight')
  await expect.poll(left).toBeGreaterThan(before)
  await desk.selectOption('[data-field="add"]', 'table')
  await desk.fill('[name="indicators"]', 'KTN-02, DP-07')
  await desk.locator('[name="heightMetres"]').fill('')
  await desk.locator('[name="heightMetres"]').pressSequentially('0.9')
  expect(await desk.inputValue('[name="heightMetres"]')).toBe('0.9')
  await desk.click('[data-handle="heading"]')
  const [vi, en] = [desk.locator('[name="part-title-vi"]'), desk.locator('[name="part-title-en"]')]
  const heading = desk.locator('[data-part="heading"]')
  await vi.pressSequentially('Lưới điện')
  expect(await en.inputValue()).toBe('')
  await en.pressSequentially('Grid')
  await heading.getByText('Lưới điện').waitFor()
  for (const field of [vi, en]) await field.fill('')
  await heading.getByText('Phụ tải điện').waitFor()
  await vi.pressSequentially('Lưới')
  await en.pressSequentially('Grid')
  // Saved with the cursor still behind what was typed last.
  await desk.click('[data-handle="table-1"]')
  await desk.locator('[name="units"]').fill('VN, 22')
  await desk.keyboard.press('Control+s')
  await desk.locator('[data-saved="true"]').waitFor()
  // Under its own address now, and the same drawing board: what was chosen still is.
  await desk.waitForURL('**/scenes/phu-tai')
  await desk.locator('[data-part-form="table-1"]').waitFor()
  const { body } = await duty.get<SceneDetail>('/api/scenes/phu-tai')
  const parts = body.document.pages[0]?.parts
  expect(parts?.find((p) => p.kind === 'heading')?.title).toEqual({ vi: 'Lưới', en: 'Grid' })
  expect(parts?.find((p) => p.kind === 'table')).toMatchObject({
    ...{ indicators: ['KTN-02', 'DP-07'], units: ['VN', '22'] },
  })

  // Found again in the list and opened without a mouse.
  await desk.goto(`${server.url}/scenes?tab=documents`)
  await desk.locator('[data-scene="phu-tai"] button').focus()
  await desk.keyboard.press('Enter')
  await desk.locator('[data-version="1"]').waitFor()
  await desk.goto(`${server.url}/scenes`)
  await desk.selectOption('[data-field="scene"]', 'phu-tai')
  await desk.click('[data-act="show"]')
  await shows(wall, 'phu-tai')
  await wall.locator('[data-tile="KTN-02@VN"]').getByText('41.234').waitFor()
  await desk.locator('tr[data-scene="phu-tai"] [data-answered="true"]').waitFor()
  await desk.locator('h1').click()
  await desk.keyboard.press('r')
  await shows(wall, 'sections')
})

test('what was drawn outlives the page, and a scene that another has saved meanwhile is saved over or beside', async () => {
  const page = await walls.page(server.url, '/scenes/phu-tai', duty)
  const saved = page.locator('[data-saved="true"]')
  const name = page.locator('input[name="title-vi"]')
  await name.fill('Phụ tải đêm')
  await page.reload()
  await page.locator('[data-kept]').waitFor()
  expect(await name.inputValue()).toBe('Phụ tải điện')
  await page.click('[data-take]')
  expect(await name.inputValue()).toBe('Phụ tải đêm')
  const { body } = await admin.get<SceneDetail>('/api/scenes/phu-tai')
  const by = (after: number) =>
    admin.send('PUT', '/api/scenes/phu-tai', {
      document: { ...body.document, title: { ...body.document.title, en: `Load at night, ${after}` } },
      ...{ after, note: '' },
    })
  expect((await by(1)).status).toBe(200)
  await page.keyboard.press('Control+s')
  await page.click('[data-conflict="2"] [data-save-over]')
  await saved.waitFor()
  await name.fill('Phụ tải ngày')
  expect((await by(3)).status).toBe(200)
  await page.keyboard.press('Control+s')
  await page.click('[data-conflict="4"] [data-save-copy]')
  await page.waitForURL('**/scenes/phu-tai-2')
  await saved.waitFor()
  expect(await name.inputValue()).toBe('Phụ tải ngày')
  // Saved, nothing is left to be taken up.
  await page.goto(`${server.url}/scenes/phu-tai`)
  await name.waitFor()
  expect(await page.locator('[data-kept]').count()).toBe(0)
})

test('an alarm takes the wall and gives it back when it is taken; a session comes before it, and gives back to it', async () => {
  const wall = await walls.wall(server, server.url, '')
  await shows(wall, 'sections')
  const desk = await walls.page(server.url, '/scenes', duty)
  await addRule(duty, 'TAI')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 51_000))
  const alarm = await raised(duty, 'TAI')
  const row = wall.locator(`[data-canvas="alarms"] [data-alarm="${alarm.id}"]`)
  await row.getByText('Khẩn cấp').waitFor()
  await row.getByText('Chưa ai nhận').waitFor()
  await row.getByText(alarm.title.vi).waitFor()
  await row.locator('[data-series="KTN-02@VN"]').getByText('51.000').waitFor()
  await desk.locator('[data-takeover="alarm"]', { hasText: alarm.title.vi }).waitFor()
  const made = await admin.post<{ session: { id: string } }>('/api/bridge', {
    title: 'Họp khẩn',
    units: ['22'],
  })
  const { id } = made.body.session
  const chair = await connect(server.url, { cookie: admin.cookie })
  const { point, quiet } = await takePart(chair, 'device-chair'.padEnd(43, '0'), id)
  await admin.post(`/api/bridge/${id}/spotlight`, { point })
  await wall.locator(`[data-scene="session"][data-spotlight="${point}"]`).waitFor()
  await desk.locator('[data-takeover="session"]', { hasText: 'Họp khẩn' }).waitFor()
  await admin.post(`/api/bridge/${id}/end`)
  quiet()
  chair.close()
  await wall.locator('[data-scene="session"]').waitFor({ state: 'detached' })
  await row.waitFor()
  await duty.post(`/api/alarms/${alarm.id}/acknowledge`, { note: 'đã gọi A0' })
  await shows(wall, 'sections')
  // It stands on as a line, by its rule, until its cause is over.
  await wall.locator(`[data-wall-alarm="${alarm.id}"]`).waitFor()
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_000))
  await wall.locator('[data-wall-alarm]').waitFor({ state: 'detached' })
  await desk.locator('[data-takeover]').waitFor({ state: 'detached' })
  await eventually(async () => {
    const { body } = await duty.get<{ kind: string; cause: string }[]>('/api/scene-acts')
    expect(body.filter((a) => a.cause === `session:${id}`).map((a) => a.kind)).toEqual(['return', 'takeover'])
  })
})

test('a stage has its playlist play and its name stand on the wall and on an invited point’s page, while it stands', async () => {
  const playlist = {
    ...{ key: 'khi-bao', title: { vi: 'Khi có bão', en: 'In a storm' }, enabled: false, priority: 1 },
    ...{ targets: [{ kind: 'all' }], times: [], conditions: [], items: [{ scene: 'storm', minutes: 30 }] },
  }
  expect((await duty.send('PUT', '/api/playlists/khi-bao', { playlist, after: 0 })).status).toBe(200)
  const wall = await walls.wall(server, server.url, '')
  await shows(wall, 'sections')
  const made = await admin.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22'] })
  const token = made.body.invitations[0]?.link.split('#')[1]
  const point = await walls.page(server.url, `/point#${token}`)
  await point.locator('[data-action="join"]').waitFor()
  const desk = await walls.page(server.url, '/stages', admin)
  await desk.click('[data-act="set-up"]')
  await desk.selectOption('select[name="playlist-3"]', { label: 'Khi có bão' })
  await desk.click('[role="dialog"] button[type="submit"]')
  await desk.locator('[data-no="3"]', { hasText: 'Khi có bão' }).waitFor()
  const change = (no: number, from: number) =>
    admin.post('/api/stages/change', { no, from, cause: 'Bão số 9 vào bờ' })
  expect((await change(3, 1)).status).toBe(200)
  await shows(wall, 'storm')
  for (const page of [wall, point])
    await page.locator('[data-stage-sign="3"]', { hasText: 'Sẵn sàng ứng phó' }).waitFor()
  await desk.locator('[data-stage="3"]').waitFor()
  expect((await change(1, 3)).status).toBe(200)
  await shows(wall, 'sections')
  for (const page of [wall, point]) await page.locator('[data-stage-sign]').waitFor({ state: 'detached' })
  await admin.post(`/api/bridge/${made.body.session.id}/end`)
})
