import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { EMPTY_MS } from '../../../client/pages/wall/plan.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser } from '../desk/page.ts'
import { Walls } from './stage.ts'

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
