import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { EMPTY_MS } from '../../../client/pages/wall/plan.ts'
import type { ActAnswer } from '../../../shared/api/scenes.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { scene } from '../../integration/scenes/stage.ts'
import { openBrowser, PATIENCE } from '../desk/page.ts'
import { agree, bodyOf, push, Walls } from './stage.ts'

let server: TestServer
let browser: Browser
let walls: Walls

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const section = async (page: Page) => Number(await page.locator('h1').getAttribute('data-section'))
const at = (page: Page, no: number) => page.locator(`h1[data-section="${no}"]`).waitFor()
const clock = async (page: Page) =>
  Date.parse((await page.locator('header time').getAttribute('datetime')) ?? '')

test('turns by itself, holds when asked and says so, and steps by keys', async () => {
  const page = await walls.wall(server, server.url, '')
  await at(page, 1)
  await at(page, 2)
  await page.keyboard.press('Space')
  await page.locator('[data-held]').waitFor()
  const held = await section(page)
  const since = await clock(page)
  // Well beyond the time after which a page turns by itself.
  await expect.poll(() => clock(page)).toBeGreaterThan(since + EMPTY_MS + 3_000)
  expect(await section(page)).toBe(held)
  await page.keyboard.press('ArrowRight')
  await at(page, held + 1)
  await page.keyboard.press('ArrowLeft')
  await at(page, held)
  await page.keyboard.press('7')
  await at(page, 7)
  await page.keyboard.press('ArrowRight')
  await at(page, 1)
  await page.keyboard.press('Space')
  await page.locator('[data-held]').waitFor({ state: 'detached' })
  await at(page, 2)
})

test('stands where its address pins it', async () => {
  const page = await walls.wall(server, server.url, '?section=5')
  await at(page, 5)
  await page.locator('[data-held]').waitFor()
})

test('held from the desk, a section stands on after the page has loaded itself again, and goes on when it is released', async () => {
  const duty = await server.as('duty')
  const page = await walls.wall(server, server.url, '')
  await at(page, 2)
  const act = (act: string) => duty.post<ActAnswer>('/api/scene-acts', { act, target: { kind: 'all' } })
  // A busy machine may answer later than a wall's own; held already, it is held where it stands.
  const answer = await eventually(
    async () => {
      const answer = await act('pin')
      expect(answer.body.screens.filter((s) => s.answered)).toHaveLength(1)
      return answer
    },
    { timeout: PATIENCE, interval: 500 },
  )
  await page.locator('[data-held]').waitFor()
  const held = await section(page)
  expect(held).toBeGreaterThan(1)
  await page.reload()
  await page.locator('[data-held]').waitFor()
  await at(page, held)
  await act('next')
  await at(page, held + 1)
  await eventually(() =>
    expect(server.app.scenes.shown(screenOf(answer.body))?.turn).toMatchObject({ section: held + 1 }),
  )
  await page.reload()
  await page.locator('[data-held]').waitFor()
  await at(page, held + 1)
  await act('release')
  await page.locator('[data-held]').waitFor({ state: 'detached' })
})

const screenOf = (answer: ActAnswer) => answer.screens.find((s) => s.answered)?.id ?? 0

/** Four screens, two by two, as one wall with bezels of 10 px. */
async function fourAsOne(duty: Client): Promise<{ pages: Page[]; wall: number }> {
  const pages: Page[] = []
  const cells: { row: number; column: number; screen: number }[] = []
  for (let n = 0; n < 4; n++) {
    const before = new Set(server.app.wall.paired().map((s) => s.id))
    const page = await walls.wall(server, server.url, '')
    await page.locator('[data-canvas]').waitFor()
    const screen = server.app.wall.paired().find((s) => !before.has(s.id))?.id ?? 0
    pages.push(page)
    cells.push({ row: Math.floor(n / 2), column: n % 2, screen })
  }
  const bezel = { left: 10, right: 10, top: 10, bottom: 10, unit: 'px' }
  const geometry = {
    ...{ rows: 2, columns: 2, resolution: { width: 1920, height: 1080 } },
    ...{ panel: { width: 1210, height: 680 }, bezel, cells },
  }
  const made = await duty.post<{ id: number }>('/api/walls', { name: 'Tường bốn', geometry })
  expect(made.status).toBe(201)
  return { pages, wall: made.body.id }
}

test('a scene spans four pages: one picture behind the bezels, its pages turn on all of them at one instant', async () => {
  const [duty, admin] = await Promise.all([server.as('duty'), server.as('administrator')])
  const key = await agree(admin, 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_234))
  const { pages, wall } = await fourAsOne(duty)
  const part = { indicator: 'KTN-02', unit: 'VN' }
  const document = scene('trai', {
    pages: [
      {
        seconds: 6,
        parts: [
          { id: 'load', kind: 'hero', ...part, x: 12, y: 12, w: 12, h: 12 },
          {
            id: 'words',
            kind: 'text',
            look: 'title',
            text: { vi: 'Một', en: 'One' },
            x: 0,
            y: 0,
            w: 24,
            h: 3,
          },
        ],
      },
      { seconds: 6, parts: [{ id: 'again', kind: 'hero', ...part, x: 0, y: 0, w: 12, h: 12 }] },
    ],
  })
  await duty.send('PUT', '/api/scenes/trai', { document, after: 0, note: '' })
  const desk = await walls.page(server.url, '/scenes', duty)
  await desk.selectOption('[data-field="target"]', { label: 'Tường bốn' })
  await desk.selectOption('[data-field="scene"]', 'trai')
  await desk.click('[data-act="show"]')
  await Promise.all(pages.map((p) => p.locator('[data-canvas="trai"]').waitFor()))
  // As it is laid out: against burn-in the whole picture moves a pixel to and fro.
  const canvas = (page: Page) =>
    page
      .locator('[data-canvas="trai"]')
      .evaluate((e) =>
        e instanceof HTMLElement ? [e.offsetLeft, e.offsetTop, e.offsetWidth, e.offsetHeight] : [],
      )
  expect(await Promise.all(pages.map(canvas))).toEqual([
    [0, 0, 3860, 2180],
    [-1940, 0, 3860, 2180],
    [0, -1100, 3860, 2180],
    [-1940, -1100, 3860, 2180],
  ])
  // The number stands where the picture has it: lower right on the first page, upper left on the second.
  const number = (n: number, id: string) =>
    pages[n]?.locator(`[data-part="${id}"] [data-series]`).getByText('41.234').waitFor()
  await number(3, 'load')
  await number(0, 'again')
  // Four software-drawn pages on one busy machine stumble now and then: a turn that all took part in is looked for.
  const spread = await eventually(
    () => {
      const turns = server.app.wall.states
        .turns()
        .filter((t) => t.what.startsWith('page:trai/') && t.turned.length === 4)
      const closest = Math.min(...turns.map((t) => t.spreadMs ?? Number.POSITIVE_INFINITY))
      expect(closest).toBeLessThanOrEqual(50)
      return closest
    },
    { timeout: 3 * PATIENCE, interval: 200 },
  )
  console.info(`the pages of a scene turned on four screens within ${Math.round(spread)} ms`)
  const released = await duty.post<ActAnswer>('/api/scene-acts', {
    ...{ act: 'release', target: { kind: 'wall', id: wall } },
  })
  expect(released.status).toBe(200)
  await Promise.all(pages.map((p) => p.locator('[data-canvas="sections"]').waitFor()))
})
