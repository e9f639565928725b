import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { scene } from '../../integration/scenes/stage.ts'
import { cable } from '../bridge/stage.ts'
import { openBrowser } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

const SERIES = 'KTN-02@VN'
const WAIT = { timeout: 90_000 }
let server: TestServer
let browser: Browser
let walls: Walls
let key: string

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  // Promised every fifteen seconds, late after ten more, old after fifty: each state outlasts a busy machine's pauses.
  key = await agree(await server.as('administrator'), 'EVN-QUICK', 'http-push', 'KTN-02', {
    period: 'PT15S',
    graceSeconds: 10,
    expirySeconds: 50,
    hours: null,
  })
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Keeps every freshness the wall says of the series from now on, each once, so that none is missed between two looks. */
const record = (page: Page) =>
  page.evaluate((series) => {
    const said = new Set<string>()
    const look = () => {
      for (const e of document.querySelectorAll(`main [data-series="${series}"][data-freshness]`))
        said.add(e.getAttribute('data-freshness') ?? '')
    }
    look()
    const options = { subtree: true, childList: true, attributes: true, attributeFilter: ['data-freshness'] }
    new MutationObserver(look).observe(document.body, options)
    Object.assign(window, { said })
  }, SERIES)
const recorded = (page: Page) => page.evaluate(() => [...(window as unknown as { said: Set<string> }).said])

/** How late or old the row says its value is, in seconds: whole minutes after the first. */
const ageOf = (text: string | null) => {
  const [, count, unit] = /(?:Chậm|Cũ) (\d+) (giây|phút)/.exec(text ?? '') ?? []
  return Number(count) * (unit === 'phút' ? 60 : 1)
}

test('ages what it shows by the contract, also when it hears nothing any more', async () => {
  const line = await cable(server.url)
  const page = await walls.wall(server, line.url)
  await page.locator('[data-scene="section"]').waitFor()
  // From before the value comes, so that a busy machine misses no state of it.
  await record(page)
  await push(server, 'EVN-QUICK', key, bodyOf('KTN-02', 40_100))
  const number = (state: string) => page.locator(`main [data-series="${SERIES}"][data-freshness="${state}"]`)
  const holds = (text: string) => page.locator(`main [data-series="${SERIES}"]`).getByText(text).waitFor(WAIT)
  await holds('40.100')
  line.pull()
  await expect.poll(() => recorded(page), WAIT).toContain('late')
  const said = page.locator(`[data-hero="${SERIES}"] [data-state]`).first()
  const grows = async () => {
    await expect.poll(async () => ageOf(await said.textContent()), WAIT).toBeGreaterThan(0)
    const before = ageOf(await said.textContent())
    await expect.poll(async () => ageOf(await said.textContent()), WAIT).toBeGreaterThan(before)
  }
  await grows()
  await page.locator('[data-link="lost"]').waitFor(WAIT)
  await number('stale').waitFor(WAIT)
  expect((await recorded(page)).filter((state) => state !== 'never')).toEqual([
    'fresh',
    'due',
    'late',
    'stale',
  ])
  await grows()
  // The picture itself is kept; only its age tells.
  expect(await shown(page, SERIES).textContent()).toBe('40.100')
  line.plug()
  await push(server, 'EVN-QUICK', key, bodyOf('KTN-02', 40_200))
  await holds('40.200')
  await page.locator('[data-link]').waitFor({ state: 'detached' })
  line.close()
})

test('a ranking and a map grow old too while it hears nothing', async () => {
  const [admin, duty] = await Promise.all([server.as('administrator'), server.as('duty')])
  const line = await cable(server.url)
  const page = await walls.wall(server, line.url, '')
  await page.locator('[data-canvas]').waitFor()
  const screen = server.app.wall.paired().at(-1)
  const indicator = 'KTN-06'
  const place = { y: 0, w: 12, h: 24 }
  const parts = [
    { id: 'order', kind: 'ranking' as const, indicator, order: 'highest' as const, count: 5, x: 0, ...place },
    { id: 'country', kind: 'map' as const, indicator, x: 12, ...place },
  ]
  const document = scene('cac-tinh', { pages: [{ seconds: 600, parts }] })
  await duty.send('PUT', '/api/scenes/cac-tinh', { document, after: 0, note: '' })
  const target = { kind: 'screen', id: screen?.id }
  expect((await duty.post('/api/scene-acts', { act: 'show', target, scene: 'cac-tinh' })).status).toBe(200)
  await page.locator('[data-canvas="cac-tinh"]').waitFor()
  // Of the day before yesterday: the next has been due since midnight, late in half a minute, old in little more than one: a busy machine has to draw it first.
  const DAY = 86_400
  const now = Math.floor(Date.now() / 1_000) + 7 * 3_600
  const since = now % DAY
  const times = { period: 'P1D', graceSeconds: since + 30, expirySeconds: DAY + since + 75, hours: null }
  const key = await agree(admin, 'EVN-DAILY', 'http-push', indicator, times)
  const period = new Date((now - 2 * DAY) * 1_000).toISOString().slice(0, 10)
  const observations = ['01', '22', '79'].map((unit, n) => ({ indicator, unit, period, value: 10 + n }))
  await push(server, 'EVN-DAILY', key, JSON.stringify({ observations }))
  const rows = page.locator('[data-ranking] li[data-freshness]')
  const states = () => rows.evaluateAll((list) => list.map((e) => e.getAttribute('data-freshness')))
  await expect.poll(states, WAIT).toHaveLength(3)
  expect(await states()).not.toContain('stale')
  expect(await page.locator('[data-map]').getByText('số liệu cũ').count()).toBe(0)
  line.pull()
  await expect.poll(states, { timeout: 240_000 }).toEqual(['stale', 'stale', 'stale'])
  await page.locator('[data-map]').getByText('số liệu cũ').waitFor(WAIT)
  // Drawn late, the numbers were nearly old when the line was cut: the link is known as lost after a while of its own.
  await page.locator('[data-link="lost"]').waitFor(WAIT)
  line.close()
}, 480_000)
