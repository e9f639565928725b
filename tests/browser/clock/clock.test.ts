import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { cable } from '../bridge/stage.ts'
import { openBrowser } from '../desk/page.ts'
import { agree, push, shown, Walls } from '../wall/stage.ts'

const SERIES = 'KTN-02@VN'
let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client
let key: string
/** Before the second value, before the correction of the first, after both: ms. */
let [between, before, after] = [0, 0, 0]

const address = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 23)
/** A moment that lies after what was done and before what is done next. */
async function moment(): Promise<number> {
  const now = Date.now()
  while (Date.now() < now + 3) await new Promise((resolve) => setImmediate(resolve))
  return now + 1
}
const say = (at: string, value: number) =>
  push(
    server,
    'EVN-TIME',
    key,
    JSON.stringify({ observations: [{ indicator: 'KTN-02', unit: 'VN', at, value }] }),
  )
const wall = (clock: string, more = '') => walls.wall(server, server.url, `?section=2&clock=${clock}${more}`)
const value = (page: Page, text: string) => shown(page, SERIES).getByText(text, { exact: true }).waitFor()
const frame = (page: Page, mode: string) => page.locator(`[data-frame="${mode}"]`)

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  duty = await server.as('duty')
  key = await agree(await server.as('administrator'), 'EVN-TIME', 'http-push', 'KTN-02')
  const first = new Date().toISOString()
  await say(first, 41_000)
  between = await moment()
  await say(new Date().toISOString(), 42_000)
  before = await moment()
  await say(first, 41_500)
  after = await moment()
})
afterEach(async () => expect(await walls.close()).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('a wall at another time', () => {
  it('shows what was known then, framed so that no one takes it for the present; and comes back', async () => {
    const page = await wall(`fixed,${address(between)},then`)
    await value(page, '41.000')
    await frame(page, 'fixed').waitFor()
    expect(await page.locator('[data-clock="fixed"]').textContent()).toContain('KHÔNG TRỰC TIẾP')
    await page.mouse.move(400, 400)
    await page.click('[data-action="go-live"]')
    await value(page, '42.000')
    await frame(page, 'fixed').waitFor({ state: 'detached' })
    await expect.poll(() => new URL(page.url()).searchParams.has('clock')).toBe(false)
  })

  it('a late correction changes what is true for then, and not what was known then', async () => {
    const known = await wall(`fixed,${address(before - 1)},then`)
    await value(known, '42.000')
    const first = await wall(`fixed,${address(between)},now`)
    await value(first, '41.500')
  })

  it('replays from the one value to the other, and back when it is taken back', async () => {
    const page = await wall(`replay,${address(between)},${address(after)},${address(between)},1,then`)
    await value(page, '42.000')
    await page.locator('[data-ended]').waitFor({ state: 'attached' })
    await page.mouse.move(400, 400)
    await page.locator('input[type="range"]').fill(String(between))
    await value(page, '41.000')
    await frame(page, 'replay').waitFor()
  })

  it('that loses its link comes back to the time it showed', async () => {
    const line = await cable(server.url)
    const page = await walls.wall(server, line.url, `?section=2&clock=fixed,${address(between)},then`)
    await value(page, '41.000')
    line.pull()
    await page.locator('[data-link]').waitFor()
    line.plug()
    await page.locator('[data-link]').waitFor({ state: 'detached' })
    await value(page, '41.000')
    await frame(page, 'fixed').waitFor()
    await page.keyboard.press('Shift+T')
    await value(page, '42.000')
    line.close()
  })

  it('that nobody touches returns to the present by itself', async () => {
    const page = await wall(`fixed,${address(between)},then`, '&return=15')
    await value(page, '41.000')
    await value(page, '42.000')
    await frame(page, 'fixed').waitFor({ state: 'detached' })
  })
})

describe('the desk at another time', () => {
  it('says where there is data when there is none, and stays live', async () => {
    const page = await walls.page(server.url, '/desk?clock=fixed,2001-01-01T07:00:00,then', duty)
    const refused = page.locator('[data-code="NO_DATA"]')
    await refused.waitFor()
    expect(await refused.textContent()).toMatch(/Có số liệu từ .* đến/)
    expect(await frame(page, 'fixed').count()).toBe(0)
  })

  it('stays at the time it shows when another is refused', async () => {
    const page = await walls.page(server.url, `/desk?clock=fixed,${address(after)},then`, duty)
    await frame(page, 'fixed').waitFor()
    await page.keyboard.press('t')
    await page.fill('[name="at-day"]', '1/1/2001')
    await page.locator('form button[type="submit"]').click()
    await page.locator('form [data-code="NO_DATA"]').waitFor()
    await page.keyboard.press('Escape')
    expect(await frame(page, 'fixed').count()).toBe(1)
    await page.waitForSelector('[data-connection="EVN-TIME"]')
    await page.keyboard.press('Shift+T')
    await frame(page, 'fixed').waitFor({ state: 'detached' })
    await page.waitForSelector('[data-connection="EVN-TIME"]')
  })

  it('is chosen by a key and typed as times are written here; nothing of the past can be acted on', async () => {
    const page = await walls.page(server.url, '/desk', duty)
    await page.waitForSelector('[data-connection="EVN-TIME"]')
    await page.keyboard.press('t')
    const [day = '', time = ''] = address(after).split('T')
    await page.fill('[name="at-day"]', day.split('-').reverse().join('/'))
    await page.fill('[name="at-time"]', '31:00')
    expect(await page.locator('form button[type="submit"]').isDisabled()).toBe(true)
    // The second after: the field knows whole seconds.
    await page.fill('[name="at-time"]', time.slice(0, 8))
    await page.locator('form button[type="submit"]').click()
    await page.locator('[data-frame="fixed"], [data-code="NO_DATA"]').first().waitFor()
  })
})
