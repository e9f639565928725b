import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from './page.ts'

describe('the duty officer', () => {
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

  test('approves a new screen by the code it shows, and renames and revokes it', async () => {
    const officer = await server.as('duty')
    const hello = await server.anonymous.post<{ code: string; deviceSecret: string }>('/api/screens/hello')
    const { page, problems } = await openPage(browser, server.url, '/desk', officer)
    await page.click('[data-action="approve-screen"]')
    await page.fill('[data-task="approve"] [name="code"]', hello.body.code)
    await page.fill('[data-task="approve"] [name="name"]', 'Sảnh tầng 2')
    await page.click('[data-task="approve"] [type="submit"]')
    await page.waitForSelector('[data-task="approve"]', { state: 'detached' })
    const polled = await server.anonymous.post<{ token?: string }>('/api/screens/poll', {
      deviceSecret: hello.body.deviceSecret,
    })
    expect(polled.body.token).toMatch(/^[\w-]{43}$/)

    // By its name from anywhere it is found with what it can be told.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('sanh tang')
    await page.locator('[data-found^="screen:"]').click()
    await page.locator('[data-page="screens"] aside', { hasText: 'Sảnh tầng 2' }).waitFor()
    await page.goBack()
    const line = page.locator('[data-screen]', { hasText: 'Sảnh tầng 2' })
    await line.waitFor()
    await line.locator('[aria-expanded]').click()
    // The menu has the keys while it is open: down to its second line and out again.
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]') !== null)
    await page.keyboard.press('ArrowDown')
    await page.waitForSelector('[role="menuitem"][data-highlighted]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[role="menu"]', { state: 'detached' })
    await page.keyboard.press('n')
    await page.waitForSelector('[data-log-form] textarea:focus')
    // No key leads out of a dialog to what lies behind it.
    await page.keyboard.press('F6')
    expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
    await page.keyboard.press('Escape')
    await page.waitForSelector('[role="dialog"]', { state: 'detached' })
    await line.locator('[aria-expanded]').click()
    await page.locator('[role="menuitem"]').first().click()
    await page.fill('[data-task="rename"] [name="name"]', 'Sảnh lớn')
    await page.click('[data-task="rename"] [type="submit"]')
    await page.locator('[data-screen]', { hasText: 'Sảnh lớn' }).waitFor()

    await page.locator('[data-screen] [aria-expanded]').click()
    await page.locator('[role="menuitem"]').last().click()
    await page.click('[data-task="revoke"] [type="submit"]')
    await page.locator('[data-screen]').waitFor({ state: 'detached' })
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('is told when a code is wrong, and nothing is approved', async () => {
    const officer = await server.as('duty')
    const { page } = await openPage(browser, server.url, '/desk', officer)
    await page.click('[data-action="approve-screen"]')
    await page.fill('[name="code"]', '000000')
    await page.fill('[name="name"]', 'Không có')
    await page.click('[data-task="approve"] [type="submit"]')
    await page.getByText('NOT_FOUND').waitFor()
    const list = await officer.get<unknown[]>('/api/screens')
    expect(list.body.filter((s) => JSON.stringify(s).includes('Không có'))).toEqual([])
    await page.context().close()
  })
})
