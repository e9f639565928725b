import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { scene } from '../../integration/scenes/stage.ts'
import { openBrowser } from '../desk/page.ts'
import { Walls } from './stage.ts'

let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client
let second: Client

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  ;[duty, second] = await Promise.all([server.as('duty'), server.as('duty')])
  const document = scene('mat', { restricted: true })
  const made = await duty.send('PUT', '/api/scenes/mat', { document, after: 0, note: '' })
  expect(made.status).toBe(200)
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('what one officer asks for, another is told of on whichever page they are, and confirms it there', async () => {
  const wall = await walls.wall(server, server.url, '')
  await wall.locator('[data-canvas="sections"]').waitFor()
  const asker = await walls.page(server.url, '/scenes', duty)
  const other = await walls.page(server.url, '/data', second)
  await asker.selectOption('[data-field="scene"]', 'mat')
  await asker.click('[data-act="show"]')
  const bar = other.locator('[data-second]')
  await bar.getByText('duty1').waitFor()
  await bar.getByText('Cảnh mat').waitFor()
  expect(await bar.locator('a').getAttribute('href')).toBe('/scenes?tab=showing')
  // Who asked sees it among what waits, and is not asked to confirm it.
  await asker.locator('[data-request]').waitFor()
  expect(await asker.locator('[data-second]').count()).toBe(0)
  await bar.locator('[data-second-confirm]').click()
  await wall.locator('[data-canvas="mat"]').waitFor()
  await bar.waitFor({ state: 'detached' })
  await asker.locator('[data-request]').waitFor({ state: 'detached' })
})
