import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { periodAt } from '../../../server/trust/index.ts'
import { agree } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

describe('the coverage board', () => {
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

  test('leads from the period to the one value that is missing, its source and its last day', async () => {
    const indicator = server.app.catalogue
      .now()
      .indicators.find(
        (i) => i.level === 'province' && i.period === 'monthly' && i.cutoff === 'calendar',
      )?.code
    const source = await agree(server.app, server.url, [{ indicator: indicator ?? '', units: '*' }])
    const period = periodAt('monthly', Date.now())
    const codes = server.app.catalogue.now().provinces(new Date().toISOString().slice(0, 10))
    const sent = codes.slice(1).map((u, i) => ({ indicator, unit: u.code, period, value: i + 1 }))
    await source.push({ observations: sent })
    const left = codes[0]?.code ?? ''

    const duty = await server.as('duty')
    const { page, problems } = await openPage(browser, server.url, '/coverage?by=province', duty)
    await page.waitForSelector('[data-total="34"]')
    await page.waitForSelector('[data-period]')
    expect(await page.locator('[data-period]').count()).toBe(12)
    await page.click(`[data-group="${left}"] button`)
    await page.waitForSelector(`[data-missing="${indicator}/${left}"]`)
    expect(await page.locator('[data-missing]').count()).toBe(1)
    expect(await page.locator('[data-missing]').textContent()).toContain(source.id)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/coverage.png` })
    await page.click(`[data-period]:not([data-period="${period}"])`)
    await page.waitForSelector('[data-total="0"]')
    expect(problems).toEqual([])
  })
})
