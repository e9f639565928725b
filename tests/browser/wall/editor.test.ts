import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Scene, ScenePart } from '../../../shared/scene.ts'
import { partOf, type WallGeometry } from '../../../shared/wall.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { scene } from '../../integration/scenes/stage.ts'
import { openBrowser } from '../desk/page.ts'
import { Walls } from './stage.ts'

let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  duty = await server.as('duty')
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const THREE: WallGeometry = {
  ...{ rows: 1, columns: 3, cells: [] },
  resolution: { width: 1920, height: 1080 },
  panel: { width: 1600, height: 900 },
  bezel: { left: 2, right: 2, top: 2, bottom: 2, unit: 'mm' },
}

test('the drawing board is the wall that stands, with its edges and its height; a shape of one’s own is remembered', async () => {
  const made = await duty.post<{ id: number }>('/api/walls', { name: 'Tường lớn', geometry: THREE })
  expect(made.status).toBe(201)
  const own = `wall-${made.body.id}`
  const page = await walls.page(server.url, '/scenes/new', duty)
  const shape = page.locator('[data-field="shape"]')
  const board = page.locator('[data-board]')
  await expect.poll(() => shape.inputValue()).toBe(own)
  await expect.poll(() => page.locator('[data-seam]').count()).toBe(2)
  expect(await page.inputValue('[name="heightMetres"]')).toBe('0.9')
  const { totalWidth, totalHeight } = partOf(THREE, 0, 0)
  await expect
    .poll(async () => {
      const box = await board.boundingBox()
      return box ? box.width / box.height : 0
    })
    .toBeCloseTo(totalWidth / totalHeight, 1)
  await shape.selectOption('one')
  await page.locator('[data-board="one"]').waitFor()
  await page.reload()
  await page.locator(`[data-field="shape"] option[value="${own}"]`).waitFor({ state: 'attached' })
  expect(await shape.inputValue()).toBe('one')
  // What cannot be read is as if nothing had been chosen.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('td.scene-room.')) localStorage.setItem(key, '{')
  })
  await page.reload()
  await expect.poll(() => shape.inputValue()).toBe(own)
  expect((await duty.send('DELETE', `/api/walls/${made.body.id}`)).status).toBe(204)
  await expect.poll(() => shape.inputValue()).toBe('one')
})

const LONG = 'Phụ tải hệ thống điện quốc gia và khả năng cung ứng trong đợt nắng nóng kéo dài trên diện rộng'
/** Nine numbers that ask to be read from afar: one too many. */
const nine = Array.from(
  { length: 9 },
  (_, i): ScenePart => ({
    ...{ id: `so-${i + 1}`, kind: 'hero', indicator: 'KTN-02', unit: 'VN' },
    ...{ x: (i % 3) * 8, y: Math.floor(i / 3) * 8, w: 8, h: 8 },
  }),
)
const DRAWN: Scene = scene('phu-tai', {
  title: { vi: [LONG, LONG, LONG].join('; '), en: 'Grid load' },
  pages: [
    {
      seconds: 20,
      parts: [
        { id: 'heading', kind: 'heading', x: 0, y: 0, w: 24, h: 3 },
        { id: 'load', kind: 'hero', indicator: 'KTN-02', unit: 'VN', x: 0, y: 3, w: 24, h: 21 },
      ],
    },
    { seconds: 20, parts: nine },
  ],
})

test('a name too long in Vietnamese is found while the editor speaks English, and a breach on a page that is not shown is listed', async () => {
  const kept = await duty.send('PUT', '/api/scenes/phu-tai', { document: DRAWN, after: 0, note: '' })
  expect(kept.status).toBe(200)
  const page = await walls.page(server.url, '/scenes/phu-tai?lang=en', duty)
  const heading = page.locator('li[data-of="heading"][data-on-page="1"]')
  await heading.and(page.locator('[data-rule="outside"][data-in="vi"]')).getByText('in Vietnamese').waitFor()
  // Once all of it is measured it stands that the English one fits.
  await page.locator('[data-unmeasured]').waitFor({ state: 'detached' })
  expect(await heading.and(page.locator('[data-in="en"]')).count()).toBe(0)
  await page.locator('button[data-page="1"][aria-pressed="true"]').waitFor()
  await page.locator('li[data-rule="key-numbers"][data-on-page="2"] button').click()
  await page.locator('button[data-page="2"][aria-pressed="true"]').waitFor()
  await page.locator('[data-board] [data-part="so-9"]').waitFor()
})
