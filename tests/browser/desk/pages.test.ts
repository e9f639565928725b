import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES } from '../../../shared/vocabulary.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from './page.ts'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const BAR = 'header nav a'
const MENU = 'header [data-menu="pages"]'
const TABS = 'main nav a[href^="/"]:not([download]):not([href^="/api"]), main [role="tab"]'

/** The addresses that the bar and its menu offer. */
async function offered(page: Page): Promise<string[]> {
  await page.locator(BAR).first().waitFor()
  const shown = await page.locator(BAR).evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
  if (!(await page.locator(MENU).count())) return shown
  await page.click(MENU)
  const links = page.locator('[data-page-link]')
  await links.first().waitFor()
  const rest = await links.evaluateAll((all) => all.map((a) => a.getAttribute('data-page-link') ?? ''))
  await page.keyboard.press('Escape')
  return [...shown, ...rest]
}

// Side by side: most of it is waiting for pages to come to rest.
test.concurrent.each(ROLES)(
  'every page and tab that a %s of one province is offered opens for that person',
  async (role) => {
    const who = await server.as(role, '22')
    const { page, context, problems } = await openPage(browser, server.url, '/data', who)
    const refused: string[] = []
    page.on('response', (r) => {
      if (r.status() >= 400)
        refused.push(`${r.status()} ${new URL(r.url()).pathname} on ${new URL(page.url()).pathname}`)
    })
    const pages = await offered(page)
    expect(pages).toContain('/data')
    for (const to of pages) {
      await page.goto(server.url + to, { waitUntil: 'networkidle' })
      expect([to, new URL(page.url()).pathname]).toEqual([to, to])
      const tabs = page.locator(TABS)
      for (let n = 1; n < (await tabs.count()); n++) {
        await tabs.nth(n).click()
        await page.waitForLoadState('networkidle')
      }
    }
    expect(refused).toEqual([])
    expect(problems).toEqual([])
    await context.close()
  },
)
