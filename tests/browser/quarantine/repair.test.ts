import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agree, load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

describe('the page of refused rows', () => {
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

  test('maps a name once after a look at what would happen, and repairs a single row by hand', async () => {
    const indicator = server.app.catalogue
      .now()
      .indicators.find(
        (i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum',
      )?.code
    const provinces = await agree(server.app, server.url, [{ indicator: indicator ?? '' }])
    const row = (unit: string, period: string) => ({ indicator, unit, period, value: 12_345.5 })
    await provinces.push({ observations: [row('ha nam', '2026-07'), row('ha nam', '2026-08')] })
    const grid = await agree(server.app, server.url)
    await grid.push({ observations: [load(1, 'bốn mươi'), load(2, -7)] })

    const duty = await server.as('duty')
    const { page, problems } = await openPage(browser, server.url, '/quarantine', duty)
    await page.waitForSelector('[data-cause="UNKNOWN_UNIT"][data-value="ha nam"] [data-rows="2"]')
    await page.click('[data-cause="UNKNOWN_UNIT"]')
    await expect.poll(() => page.locator('[data-refused]').count()).toBe(2)
    // Nothing is chosen for the person, and nothing is written before it was looked at.
    expect(await page.locator('[data-candidate][aria-pressed="true"]').count()).toBe(0)
    expect(await page.isDisabled('[data-action="preview"]')).toBe(true)
    await page.locator('[data-candidate]', { hasText: 'Ninh Bình' }).last().click()
    expect(await page.isDisabled('[data-action="repair"]')).toBe(true)
    await page.click('[data-action="preview"]')
    await page.waitForSelector('[data-outcome="preview"] [data-row-outcome="accepted"]')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/quarantine.png` })
    await page.click('[data-action="repair"]')
    await page.waitForSelector('[data-cause="UNKNOWN_UNIT"]', { state: 'detached' })
    expect((await provinces.push({ observations: [row('ha nam', '2026-06')] })).answer.accepted).toBe(1)

    await page.click('[data-cause="NOT_A_NUMBER"]')
    await page.fill('[name="value"]', '41000')
    await page.click('[data-action="preview"]')
    await page.click('[data-action="repair"]:not([disabled])')
    await page.waitForSelector('[data-cause="NOT_A_NUMBER"]', { state: 'detached' })
    await expect.poll(() => page.locator('[data-cause]').count()).toBe(1)
    expect(problems).toEqual([])
  })

  test('the cause that is being put right stays, with the row that was chosen of it, though another has more by now', async () => {
    const indicator =
      server.app.catalogue.now().indicators.find((i) => i.level === 'province' && i.period === 'monthly')
        ?.code ?? ''
    const source = await agree(server.app, server.url, [{ indicator }])
    const send = (unit: string, periods: string[]) =>
      source.push({ observations: periods.map((period) => ({ indicator, unit, period, value: 1 })) })
    await send('xứ lạ', ['2026-07', '2026-08'])
    const { page, problems, context } = await openPage(
      browser,
      server.url,
      '/quarantine',
      await server.as('duty'),
    )
    const named = page.locator('[data-repair="UNKNOWN_UNIT"] h2 em')
    await named.getByText('xứ lạ').waitFor()
    await page.locator('[data-refused] input').first().check()
    await send('xứ khác', ['2026-04', '2026-05', '2026-06'])
    await page.waitForSelector('[data-cause="UNKNOWN_UNIT"][data-value="xứ khác"] [data-rows="3"]')
    expect(await named.textContent()).toBe('xứ lạ')
    expect(await page.locator('[data-refused] input:checked').count()).toBe(1)
    // Of another cause none is chosen.
    await page.click('[data-cause="UNKNOWN_UNIT"][data-value="xứ khác"]')
    await named.getByText('xứ khác').waitFor()
    expect(await page.locator('[data-refused] input:checked').count()).toBe(0)
    expect(problems).toEqual([])
    await context.close()
  })
})
