import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, PATIENCE } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

const SERIES = 'KTN-02@VN'
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
  await browser?.close()
  await server?.stop()
  await database?.drop()
})

/** Whether the whole page, its lists and this number are on the device. */
const isKept = (page: Page, value: number) =>
  page.evaluate(
    async ([value, lists]) => {
      const cache = await caches.open('td-wall')
      const paths = (await cache.keys()).map((r) => new URL(r.url).pathname)
      const wanted = performance
        .getEntriesByType('resource')
        .map((r) => new URL(r.name))
        .filter((u) => u.origin === location.origin && /^\/(assets|geo)\//.test(u.pathname))
      if (![...lists, ...wanted.map((u) => u.pathname)].every((path) => paths.includes(path))) return false
      return new Promise<boolean>((done) => {
        const opening = indexedDB.open('td-wall', 1)
        // Asked before the page made its store: nothing of it may stay.
        opening.onupgradeneeded = () => opening.transaction?.abort()
        opening.onerror = () => done(false)
        opening.onsuccess = () => {
          const db = opening.result
          const asked = db.transaction('picture').objectStore('picture').get('last')
          asked.onerror = () => done(false)
          asked.onsuccess = () => {
            db.close()
            done(JSON.stringify(asked.result ?? null).includes(`"value":${value},`))
          }
        }
      })
    },
    [value, ['/wall', '/api/sections', '/api/indicators', '/api/coverage']] as const,
  )

test('after a loss of power with the server away a wall comes back with its last numbers and says up to when', async () => {
  server = await startServer({ DATABASE_URL: database.url })
  const key = await agree(await server.as('administrator'), 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_100))
  const page = await walls.wall(server)
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  await eventually(async () => expect(await isKept(page, 41_100)).toBe(true), { ...WAIT, interval: 1_000 })
  const { port } = new URL(server.url)
  await server.stop()
  server = undefined

  await page.reload()
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  await page.getByText(/số liệu đến \d\d:\d\d/).waitFor(WAIT)

  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await page.locator('[data-kept]').waitFor({ ...WAIT, state: 'detached' })
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 42_200))
  await shown(page, SERIES).getByText('42.200').waitFor(WAIT)
  await walls.close()
})
