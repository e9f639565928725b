import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CommandAnswer } from '../../../shared/wall.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, PATIENCE } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

const SERIES = 'KTN-02@VN'
const WAIT = { timeout: PATIENCE }
let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client
let key = ''
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  duty = await server.as('duty')
  key = await agree(await server.as('administrator'), 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_100))
}, 120_000)
afterEach(async () => expect(await walls.close()).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function wall(): Promise<{ page: Page; id: number }> {
  const before = new Set(server.app.wall.paired().map((s) => s.id))
  const page = await walls.wall(server)
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  return { page, id: server.app.wall.paired().find((s) => !before.has(s.id))?.id ?? 0 }
}
const health = (id: number) => server.app.wall.states.list().find((s) => s.id === id)?.health

test('a part that cannot be drawn says so in its place, the rest stands, the desk is told, and it comes back by itself', async () => {
  const { page, id } = await wall()
  // A number that changes lights up: here that throws, while the number is drawn.
  await page.evaluate(() => {
    Element.prototype.animate = () => {
      throw new Error('no light')
    }
  })
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_200))
  await page.locator('[data-failed="hero"]').getByText('Phần này chưa hiện được').waitFor(WAIT)
  expect(await page.locator('h1[data-section="2"]').count()).toBe(1)
  expect(await page.locator('section[data-map]').count()).toBe(1)
  await eventually(() => expect(health(id)?.failed).toBe('hero: no light'), WAIT)
  await shown(page, SERIES).getByText('41.200').waitFor(WAIT)
  await eventually(() => expect(health(id)?.failed).toBeNull(), WAIT)
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_100))
})

test('a wall whose whole picture breaks goes on obeying the desk, and loads itself again', async () => {
  const { page, id } = await wall()
  const isBefore = () => page.evaluate(() => Reflect.has(window, 'before'))
  // It loads itself again only once the server answers: until then it is the broken page that obeys, however slow it is.
  const ready = '**/api/screens/ready'
  await page.route(ready, (route) => route.abort())
  await page.evaluate(() => {
    Reflect.set(window, 'before', true)
    const { floor } = Math
    // The wall itself works out the minute of its time at each second.
    Math.floor = (x) => {
      if (Math.abs(x - Date.now() / 60_000) < 60) throw new Error('no minute')
      return floor(x)
    }
  })
  await page.locator('[data-broken]').waitFor(WAIT)
  await eventually(
    async () => {
      const command = { do: 'blank', on: true }
      const { body } = await duty.post<CommandAnswer>(`/api/screens/${id}/command`, { command })
      expect(body.end).toBe('done')
    },
    { ...WAIT, interval: 500 },
  )
  await page.locator('[data-blank]').waitFor(WAIT)
  expect(await isBefore()).toBe(true)
  await page.unroute(ready)
  await eventually(async () => expect(await isBefore()).toBe(false), WAIT)
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  expect(await page.locator('[data-blank]').count()).toBe(1)
})

test('a list that could not be read while the server was away is read once it is back, in the same page', async () => {
  const { page } = await wall()
  await page.addInitScript(() => {
    const real = window.fetch
    Reflect.set(window, 'refused', 0)
    Reflect.set(window, 'away', true)
    window.fetch = (...words: Parameters<typeof fetch>) => {
      if (!Reflect.get(window, 'away') || !String(words[0]).startsWith('/api/sections')) return real(...words)
      Reflect.set(window, 'refused', Number(Reflect.get(window, 'refused')) + 1)
      return Promise.reject(new TypeError('away'))
    }
  })
  await page.reload()
  // Asked for, and three times more: from here on nobody would ask by hand.
  await page.waitForFunction(() => Number(Reflect.get(window, 'refused')) >= 4, undefined, WAIT)
  expect(await page.locator(`main [data-series="${SERIES}"]`).count()).toBe(0)
  await page.evaluate(() => {
    Reflect.set(window, 'away', false)
    Reflect.set(window, 'before', true)
  })
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  expect(await page.evaluate(() => Reflect.has(window, 'before'))).toBe(true)
})

test('a wall whose program does not come asks for it again by itself', async () => {
  const { page } = await wall()
  const program = '**/assets/WallPage-*.js'
  await page.route(program, (route) => route.abort())
  // What the device keeps of the page would come instead; its worker may only just be coming.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister()
  })
  await page.reload()
  await page.locator('[data-broken]').waitFor(WAIT)
  await page.unroute(program)
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
})

test('a page of the desk whose program does not come says so, other pages are there, and loading again brings it', async () => {
  const page = await walls.page(server.url, '/data', duty)
  await page.locator('nav a[href="/data"]').waitFor(WAIT)
  const program = '**/assets/ScreensPage-*.js'
  await page.route(program, (route) => route.abort())
  await page.click('[data-menu="pages"]')
  await page.click('[data-page-link="/screens"]')
  const failed = page.locator('[data-page-failed="missing"]')
  await failed.getByText('Trang này chưa hiện được').waitFor(WAIT)
  await page.click('nav a[href="/data"]')
  await failed.waitFor({ ...WAIT, state: 'detached' })
  await page.goBack()
  await failed.waitFor(WAIT)
  await page.unroute(program)
  await failed.getByRole('button', { name: 'Tải lại trang' }).click()
  await page.locator('[data-page="screens"]').waitFor(WAIT)
})
