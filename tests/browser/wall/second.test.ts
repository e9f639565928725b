import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ActAnswer, Showing } from '../../../shared/api/scenes.ts'
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
let admin: Client

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  const people = [server.as('duty'), server.as('duty'), server.as('administrator')] as const
  ;[duty, second, admin] = await Promise.all(people)
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

test('the second person reads where, which version and how long, and which rule would hold no more', async () => {
  const wall = await walls.wall(server, server.url, '')
  await wall.locator('[data-canvas]').waitFor()
  const screen = (await duty.get<Showing>('/api/scenes-showing')).body.screens.at(-1)
  const act = {
    act: 'show',
    target: { kind: 'screen', id: screen?.screen },
    scene: 'mat',
    version: 1,
    minutes: 7,
  }
  const { body } = await duty.post<ActAnswer>('/api/scene-acts', act)
  const other = await walls.page(server.url, '/scenes', second)
  const ofAct = [`[data-second="${body.request?.id}"]`, `[data-request="${body.request?.id}"]`]
  for (const place of ofAct)
    for (const text of [`trên ${screen?.name}`, 'bản 1', 'trong 7 phút'])
      await other.locator(place).locator('[data-asked="show"] li', { hasText: text }).waitFor()
  const { settings } = (await admin.get<Showing>('/api/scenes-showing')).body
  const less = { ...settings, twoPerson: ['override'] }
  const refused = await admin.send<{ code: string }>('PUT', '/api/scene-settings', less)
  expect(refused.body.code).toBe('SECOND_PERSON')
  for (const place of ['[data-second]', '[data-request]'])
    await other
      .locator(`${place} [data-asked="settings"] li`, {
        hasText: 'Màn cảnh hạn chế cần hai người: có → không',
      })
      .waitFor()
})
