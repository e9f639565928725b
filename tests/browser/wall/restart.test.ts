import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

const SERIES = 'KTN-02@VN'
const WAIT = { timeout: 60_000 }
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
  await browser?.close()
  await server?.stop()
  await database?.drop()
})

test('a wall outlives its server: it says what is missing, comes back alone, and renews itself', async () => {
  server = await startServer({ DATABASE_URL: database.url })
  const key = await agree(await server.as('administrator'), 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_100))
  const page = await walls.wall(server)
  await shown(page, SERIES).getByText('41.100').waitFor()
  await page.evaluate(() => document.body.setAttribute('data-before', ''))
  const { port } = new URL(server.url)

  await server.stop()
  server = undefined
  await page.locator('[data-link="lost"]').waitFor(WAIT)
  expect(await shown(page, SERIES).textContent()).toBe('41.100')

  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await page.locator('[data-link]').waitFor({ ...WAIT, state: 'detached' })
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 42_200))
  await shown(page, SERIES).getByText('42.200').waitFor(WAIT)
  // The same program: nothing was loaded again.
  expect(await page.locator('[data-before]').count()).toBe(1)

  await server.stop()
  server = undefined
  await page.locator('[data-link]').waitFor(WAIT)
  // The server that comes back announces another program, as after an upgrade.
  await page.route('**/wall', async (route) => {
    const answer = await route.fetch()
    const text = await answer.text()
    await route.fulfill({ response: answer, body: text.replace(/index-[\w-]+\.js/, 'index-newer.js') })
    await page.unroute('**/wall')
  })
  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await page.locator('[data-before]').waitFor({ ...WAIT, state: 'detached' })
  await shown(page, SERIES).getByText('42.200').waitFor(WAIT)
  expect(await walls.close()).toEqual([])
})
