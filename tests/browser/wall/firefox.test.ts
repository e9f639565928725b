import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommandAnswer } from '../../../shared/wall.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { PATIENCE } from '../desk/page.ts'
import { agree, bodyOf, push } from './stage.ts'

const FIREFOX = process.env.FIREFOX
let server: TestServer
let browser: Browser
beforeAll(async () => {
  if (!FIREFOX) return
  server = await startServer()
  browser = await puppeteer.launch({ browser: 'firefox', executablePath: FIREFOX, headless: true })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

// Skipped where there is no Firefox (the set-up of `npm test` finds or installs one).
test.skipIf(!FIREFOX)(
  'a wall in Firefox shows its numbers, says how it does, and gives a picture of itself',
  async () => {
    const key = await agree(await server.as('administrator'), 'EVN-HTTP', 'http-push', 'KTN-02')
    await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 41_100))
    const link = await server.app.wall.pairingLink(server.url)
    const page = await browser.newPage()
    await page.setViewport({ width: 1920, height: 1080 })
    await page.goto(link.replace('/wall#', '/wall?section=2#'))
    await page.waitForFunction(
      () => document.querySelector('main [data-series="KTN-02@VN"]')?.textContent === '41.100',
      { timeout: 2 * PATIENCE },
    )
    await push(server, 'EVN-HTTP', key, bodyOf('KTN-02', 42_200))
    await page.waitForFunction(
      () => document.querySelector('main [data-series="KTN-02@VN"]')?.textContent === '42.200',
      { timeout: PATIENCE },
    )
    const id = server.app.wall.paired()[0]?.id ?? 0
    const state = () => server.app.wall.states.list().find((s) => s.id === id)
    await eventually(() => expect(state()?.health?.engine).toMatch(/^Firefox \d+$/), { timeout: PATIENCE })
    const duty = await server.as('duty')
    await eventually(
      async () => {
        const { body } = await duty.post<CommandAnswer>(`/api/screens/${id}/command`, {
          command: { do: 'screenshot' },
        })
        expect(body.end).toBe('done')
      },
      { timeout: PATIENCE, interval: 500 },
    )
  },
)
