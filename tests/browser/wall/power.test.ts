import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { scene } from '../../integration/scenes/stage.ts'
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

/** What is not on the device: of the page and its lists, and of these words in what is kept of its picture. */
const missing = (page: Page, words: readonly string[]) =>
  page.evaluate(
    async ([words, lists]) => {
      const cache = await caches.open('td-wall')
      const paths = (await cache.keys()).map((r) => new URL(r.url).pathname)
      const wanted = performance
        .getEntriesByType('resource')
        .map((r) => new URL(r.name))
        .filter((u) => u.origin === location.origin && /^\/(assets|geo)\//.test(u.pathname))
      const absent = [...lists, ...wanted.map((u) => u.pathname)].filter((path) => !paths.includes(path))
      return new Promise<string[]>((done) => {
        const opening = indexedDB.open('td-wall', 1)
        // Asked before the page made its store: nothing of it may stay.
        opening.onupgradeneeded = () => opening.transaction?.abort()
        opening.onerror = () => done(['database'])
        opening.onsuccess = () => {
          const db = opening.result
          const asked = db.transaction('picture').objectStore('picture').getAll()
          asked.onerror = () => done(['records'])
          asked.onsuccess = () => {
            db.close()
            const text = JSON.stringify(asked.result)
            done([...absent, ...words.filter((word) => !text.includes(word))])
          }
        }
      })
    },
    [words, ['/wall', '/api/sections', '/api/indicators']] as const,
  )
const kept = (page: Page, ...words: string[]) =>
  eventually(async () => expect(await missing(page, words)).toEqual([]), {
    timeout: 3 * PATIENCE,
    interval: 1_000,
  })

test('after a loss of power with the server away a wall comes back with its last numbers and says up to when', async () => {
  server = await startServer({ DATABASE_URL: database.url })
  const key = await agree(await server.as('administrator'), 'EVN-HTTP', 'http-push', 'KTN-02')
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_100))
  const page = await walls.wall(server)
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  await kept(page, '"value":41100,')
  // The sections turn: what stood before the last one is kept too.
  await page.keyboard.press('3')
  await page.locator('h1[data-section="3"]').waitFor(WAIT)
  await kept(page, '"value":41100,', '{"kind":"section","section":3}')
  const { port } = new URL(server.url)
  await server.stop()
  server = undefined

  await page.reload()
  await shown(page, SERIES).getByText('41.100').waitFor(WAIT)
  await page.getByText(/số liệu đến \d\d:\d\d/).waitFor(WAIT)
  // That the numbers are simulated is not forgotten either.
  await page.locator('[data-simulated]').waitFor(WAIT)

  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await page.locator('[data-kept]').waitFor({ ...WAIT, state: 'detached' })
  await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 42_200))
  await shown(page, SERIES).getByText('42.200').waitFor(WAIT)

  // Another scene, on a screen that is the right half of a wall, and dark.
  const duty = await server.as('duty')
  const [screen] = server.app.wall.paired()
  const target = { kind: 'screen', id: screen?.id }
  const part = { id: 'load', kind: 'hero', indicator: 'KTN-02', unit: 'VN' } as const
  const pages = [{ seconds: 600, parts: [{ ...part, x: 12, y: 0, w: 12, h: 24 }] }]
  await duty.send('PUT', '/api/scenes/tai', { document: scene('tai', { pages }), after: 0, note: '' })
  expect((await duty.post('/api/scene-acts', { act: 'show', target, scene: 'tai' })).status).toBe(200)
  const cells = [{ row: 0, column: 1, screen: screen?.id }]
  const bezel = { left: 0, right: 0, top: 0, bottom: 0, unit: 'px' }
  const size = { resolution: { width: 1920, height: 1080 }, panel: { width: 1210, height: 680 } }
  const geometry = { ...{ rows: 1, columns: 2, bezel, cells }, ...size }
  expect((await duty.post('/api/walls', { name: 'Tường hai', geometry })).status).toBe(201)
  const canvas = page.locator('[data-canvas="tai"]')
  await canvas.locator(`[data-series="${SERIES}"]`).getByText('42.200').waitFor(WAIT)
  await duty.post(`/api/screens/${screen?.id}/command`, { command: { do: 'blank', on: true } })
  await page.locator('[data-blank]').waitFor(WAIT)
  await kept(page, '"blank":true', '"scene":"tai"', '"name":"Tường hai"', '"value":42200,')
  await server.stop()
  server = undefined

  await page.reload()
  await canvas.locator(`[data-series="${SERIES}"]`).getByText('42.200').waitFor(WAIT)
  expect(await page.locator('[data-blank]').count()).toBe(1)
  const box = await canvas.evaluate((e) => (e instanceof HTMLElement ? [e.offsetLeft, e.offsetWidth] : []))
  expect(box).toEqual([-1920, 3840])

  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await page.locator('[data-kept]').waitFor({ ...WAIT, state: 'detached' })
  await duty.post(`/api/screens/${screen?.id}/command`, { command: { do: 'blank', on: false } })
  await page.locator('[data-blank]').waitFor({ ...WAIT, state: 'detached' })
  await walls.close()
}, 600_000)
