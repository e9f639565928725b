import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { cable } from '../bridge/stage.ts'
import { openBrowser } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

const SERIES = 'KTN-02@VN'
const WAIT = { timeout: 60_000 }
let server: TestServer
let browser: Browser
let walls: Walls
let key: string

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  // Promised every ten seconds, late after eight more, old after forty.
  key = await agree(await server.as('administrator'), 'EVN-QUICK', 'http-push', 'KTN-02', {
    period: 'PT10S',
    graceSeconds: 8,
    expirySeconds: 40,
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

/** Seconds that the row says its value is late or old. */
const ageOf = (text: string | null) => Number(/(?:Chậm|Cũ) (\d+) giây/.exec(text ?? '')?.[1] ?? Number.NaN)

test('ages what it shows by the contract, also when it hears nothing any more', async () => {
  const line = await cable(server.url)
  const page = await walls.wall(server, line.url)
  await page.locator('[data-scene="section"]').waitFor()
  await push(server, 'EVN-QUICK', key, bodyOf('KTN-02', 40_100))
  const number = (state: string) => page.locator(`main [data-series="${SERIES}"][data-freshness="${state}"]`)
  await number('fresh').getByText('40.100').waitFor(WAIT)
  line.pull()
  await number('due').waitFor(WAIT)
  await number('late').waitFor(WAIT)
  const said = page.locator(`[data-hero="${SERIES}"] [data-state]`).first()
  const grows = async () => {
    await expect.poll(async () => ageOf(await said.textContent()), WAIT).toBeGreaterThan(0)
    const before = ageOf(await said.textContent())
    await expect.poll(async () => ageOf(await said.textContent()), WAIT).toBeGreaterThan(before)
  }
  await grows()
  await page.locator('[data-link="lost"]').waitFor(WAIT)
  await number('stale').waitFor(WAIT)
  await grows()
  // The picture itself is kept; only its age tells.
  expect(await shown(page, SERIES).textContent()).toBe('40.100')
  line.plug()
  await push(server, 'EVN-QUICK', key, bodyOf('KTN-02', 40_200))
  await number('fresh').getByText('40.200').waitFor(WAIT)
  await page.locator('[data-link]').waitFor({ state: 'detached' })
  line.close()
})
