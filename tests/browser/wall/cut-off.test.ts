import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { scene } from '../../integration/scenes/stage.ts'
import { openBrowser, PATIENCE } from '../desk/page.ts'
import { Walls } from './stage.ts'

const WAIT = { timeout: PATIENCE }
let browser: Browser
let walls: Walls
let server: TestServer | undefined
let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  browser = await openBrowser()
  walls = new Walls(browser)
})
afterAll(async () => {
  await walls?.close()
  await browser?.close()
  await server?.stop()
  await database?.drop()
})

test('that there is no alarm and no warning is said only while the server is heard; cut off, since when nothing is known', async () => {
  server = await startServer({ DATABASE_URL: database.url })
  const { port } = new URL(server.url)
  const duty = await server.as('duty')
  const half = { y: 0, w: 12, h: 24, count: 6 }
  const parts = [
    { id: 'alarms', kind: 'alarms', x: 0, ...half } as const,
    { id: 'alerts', kind: 'alerts', x: 12, ...half } as const,
  ]
  const document = scene('tin', { pages: [{ seconds: 600, parts }] })
  expect((await duty.send('PUT', '/api/scenes/tin', { document, after: 0, note: '' })).status).toBe(200)
  const page = await walls.wall(server, server.url, '')
  await page.locator('[data-canvas]').waitFor(WAIT)
  const target = { kind: 'all' }
  expect((await duty.post('/api/scene-acts', { act: 'show', target, scene: 'tin' })).status).toBe(200)
  const said = (part: string, known: boolean) => page.locator(`[data-${part}="0"] [data-known="${known}"]`)
  const both = (known: boolean) =>
    Promise.all(['alarms', 'alerts'].map((part) => said(part, known).waitFor(WAIT)))
  await both(true)
  await page.getByText('Không có báo động nào trên màn hình.').waitFor(WAIT)
  await server.stop()
  server = undefined
  await both(false)
  expect(await said('alerts', false).textContent()).toMatch(/^Không nhận được tin từ .*\d\d:\d\d/)
  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await both(true)
}, 300_000)
