import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { published } from '../../fixtures/intake/published.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

const TABLE = 'pxweb-E02.01-area-population-density.json'

describe('the import of table E02.01', () => {
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

  test('shows what will happen, creates the missing indicator, and puts 63 provinces on the map of their day', async () => {
    const administrator = await server.as('administrator')
    const { page, problems } = await openPage(browser, server.url, '/import', administrator)
    await page.locator('[name="connection"] option[value="agency:GSO"]').waitFor({ state: 'attached' })
    await page.selectOption('[name="connection"]', 'agency:GSO')
    await page.setInputFiles('[name="file"]', {
      name: TABLE,
      mimeType: 'application/json',
      buffer: published(TABLE),
    })
    const items = page.locator('[data-item]')
    await items.first().waitFor()
    expect(await items.count()).toBe(3)
    // Nothing was written by looking.
    expect((await administrator.get<unknown[]>('/api/connections')).body).toEqual([])

    for (const item of await items.all()) {
      const name = (await item.getAttribute('data-item')) ?? ''
      if (!name.startsWith('Average population')) await item.locator('select').selectOption('')
    }
    await page.locator('[data-create^="Average population"]').click()
    const form = page.locator('[data-form="create-indicator"]')
    await form.locator('[name="code"]').fill('GSO-DSTB')
    await form.locator('[name="nameVi"]').fill('Dân số trung bình')
    await form.locator('[name="nameEn"]').fill('Average population')
    await form.locator('[name="measure"]').fill('nghìn người')
    await form.locator('[name="aggregation"]').selectOption('sum')
    await form.locator('[type="submit"]').click()
    await page.waitForSelector('[data-item^="Average population"][data-matched="GSO-DSTB"]')

    await page.click('[data-action="import"]:not([disabled])')
    const accepted = await page.locator('[data-metric="import-accepted"]').getAttribute('data-count')
    expect(Number(accepted)).toBeGreaterThanOrEqual(63 * 13)
    await page.click('a[href="/data/GSO-DSTB"]')
    await page.waitForSelector('[data-indicator="GSO-DSTB"]')
    await page.locator('[name="period"] option', { hasText: '2020' }).waitFor({ state: 'attached' })
    await page.selectOption('[name="period"]', '2020-12-31')
    await page.waitForSelector('[data-era="63"][data-map-values="63"]')
    expect(await page.locator('[data-rank]').count()).toBe(63)
    expect(problems).toEqual([])
    await page.context().close()
  })
})
