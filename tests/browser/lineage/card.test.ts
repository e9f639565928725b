import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'
import { agree, push } from '../wall/stage.ts'

describe('the card of a number', () => {
  let server: TestServer
  let browser: Browser
  let analyst: Client
  let key: string
  const at = new Date().toISOString()
  const say = (value: number, note?: string) =>
    push(
      server,
      'EVN-CARD',
      key,
      JSON.stringify({ observations: [{ indicator: 'KTN-02', unit: 'VN', at, value, note }] }),
    )
  const card = '[data-lineage="KTN-02@VN"]'

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    key = await agree(await server.as('administrator'), 'EVN-CARD', 'http-push', 'KTN-02')
    await say(40_000)
    analyst = await server.as('analyst')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('shows the row as sent with its value marked, and leads to a page of its own', async () => {
    const { page, context, problems } = await openPage(browser, server.url, '/data/KTN-02', analyst)
    await page.click('[data-series="KTN-02@VN"]')
    await page.locator(`${card} [data-own] mark`, { hasText: /^40000$/ }).waitFor()
    expect(await page.locator(`${card} [data-step]`).count()).toBe(5)
    const address = await page.locator(`${card} [data-qr]`).getAttribute('data-qr')
    expect(address?.startsWith(`${server.url}/lineage/KTN-02/VN?`)).toBe(true)
    const opened = context.waitForEvent('page')
    await page.keyboard.press('p')
    const printed = await opened
    await printed.locator(card).waitFor()
    expect(printed.url()).toBe(`${address}&print=1`)
    expect(problems).toEqual([])
    await context.close()
  })

  test('is one page of paper', async () => {
    const { page, context } = await openPage(
      browser,
      server.url,
      '/lineage/KTN-02/VN?from=1945-09-02',
      analyst,
    )
    await page.locator(card).waitFor()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    await context.close()
  })

  test('marks what is new since one last looked', async () => {
    const path = '/lineage/KTN-02/VN?from=1945-09-02'
    const { page, context } = await openPage(browser, server.url, path, analyst)
    await page.locator(`${card} [data-revision="0"]`).waitFor()
    expect(await page.locator(`${card} [data-fresh]`).count()).toBe(0)
    // That it was looked at is kept a moment after it is seen.
    await page.waitForFunction(() => localStorage.getItem('td.lineage.seen')?.includes('KTN-02@VN'))
    await say(41_000, 'Điều chỉnh chứng từ')
    await page.reload()
    const fresh = page.locator(`${card} [data-fresh]`)
    await fresh.waitFor()
    expect(await fresh.getAttribute('data-revision')).toBe('1')
    expect(await fresh.textContent()).toContain('Điều chỉnh chứng từ')
    await page.reload()
    await page.locator(`${card} [data-revision="1"]`).waitFor()
    await page.locator(`${card} [data-fresh]`).waitFor({ state: 'detached' })
    await context.close()
  })

  test('says what is not there', async () => {
    const path = '/lineage/KTN-02/99?from=1945-09-02'
    const { page, context } = await openPage(browser, server.url, path, analyst)
    await page.locator('[role="alert"]').waitFor()
    await context.close()
  })
})
