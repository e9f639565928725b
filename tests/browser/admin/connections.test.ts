import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

describe('the administrator', () => {
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

  test('creates a connection, and its key, shown once, sends a value', async () => {
    const administrator = await server.as('administrator')
    const { page, problems } = await openPage(browser, server.url, '/admin', administrator)
    await page.click('[data-action="new-connection"]')
    const form = page.locator('[data-form="new-connection"]')
    await form.locator('[name="id"]').fill('GSO-CPI')
    await form.locator('[name="agency"] option[value="GSO"]').waitFor({ state: 'attached' })
    await form.locator('[name="agency"]').selectOption('GSO')
    await form.locator('[name="name.vi"]').fill('Chỉ số giá tiêu dùng')
    await form.locator('[name="name.en"]').fill('Consumer price index')
    await form.locator('[name="period"]').fill('P1M')
    await form.locator('[name="expiry"]').fill('5184000')
    await form.locator('[name="deadline.central.days"]').fill('6')
    await form.locator('[name="deadline.central.at"]').fill('17:30')
    await form.locator('[data-action="add-series"]').click()
    await form.locator('[name="series.0.indicator"]').fill('KTTH-06')
    await form.locator('[type="submit"]').click()

    const key = (await page.locator('[data-secret="key"]').textContent()) ?? ''
    expect(key).toMatch(/^[\w-]{43}$/)
    await expect.poll(() => page.locator('[data-secret="curl"]').textContent()).toContain('"KTTH-06"')
    const sent = await server.anonymous.post<{ accepted: number }>(
      '/api/connections/GSO-CPI/observations',
      { observations: [{ indicator: 'KTTH-06', unit: 'VN', period: '2026-01', value: 3.2 }] },
      { authorization: `Bearer ${key}` },
    )
    expect([sent.status, sent.body.accepted]).toEqual([200, 1])

    await page.locator('[data-key-of] button').last().click()
    await page.waitForSelector('[data-connection="GSO-CPI"][data-enabled="true"]')
    expect(server.app.intake.connections.get('GSO-CPI')?.contract.times.deadlines).toEqual({
      central: { days: 6, working: true, at: '17:30' },
    })
    expect(await page.content()).not.toContain(key)
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('enters a day that the Government moved, and takes it back', async () => {
    const administrator = await server.as('administrator')
    const { page, problems } = await openPage(browser, server.url, '/admin?tab=calendar', administrator)
    await page.waitForSelector('[data-day][data-kind="statutory"]')
    // A Wednesday in March: no public holiday ever.
    const year = (await page.locator('[data-metric="calendar-year"]').textContent()) ?? ''
    const day =
      [1, 2, 3, 4, 5, 6, 7].map((d) => `${year}-03-0${d}`).find((d) => new Date(d).getUTCDay() === 3) ?? ''
    await page.click('[data-action="decide-day"]')
    const form = page.locator('form')
    await form.locator('[name="day"]').fill(day)
    await form.locator('[name="name.vi"]').fill('Hoán đổi Quốc khánh')
    await form.locator('[name="name.en"]').fill('Swapped for National Day')
    await form.locator('[name="basis"]').fill('Thông báo về việc nghỉ lễ Quốc khánh ')
    await form.locator('[type="submit"]').click()
    const row = page.locator(`[data-day="${day}"]`)
    await expect.poll(() => row.getAttribute('data-kind')).toBe('holiday')
    expect(await row.textContent()).toContain('Hoán đổi Quốc khánh')
    await row.locator('button').click()
    await form.locator('[name="basis"]').fill('Bãi bỏ')
    await form.locator('[type="submit"]').click()
    await expect.poll(() => row.count()).toBe(0)
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('decides how far an indicator is seen, which stands in the audit log', async () => {
    const administrator = await server.as('administrator')
    const { page, problems } = await openPage(
      browser,
      server.url,
      '/admin?tab=classifications',
      administrator,
    )
    await page.fill('[name="classified"]', 'tang truong gdp')
    const row = page.locator('[data-classified="KTTH-01"]')
    await row.locator('select').selectOption('restricted')
    await row.locator('[data-action="classify"]').click()
    await page.waitForSelector('[data-classified="KTTH-01"][data-level="restricted"]')
    const { body } = await administrator.get<{ classification: string }>('/api/indicators/KTTH-01')
    expect(body.classification).toBe('restricted')
    await page.click('[data-tab="audit"]')
    await page.getByText('indicator.classified').first().waitFor()
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('is the only one who sees the connections here; an agency sees its own account', async () => {
    const agency = await server.as('agency', '22')
    const { page } = await openPage(browser, server.url, '/admin', agency)
    await page.waitForSelector('[data-tab="own"]')
    expect(await page.locator('[data-tab]').count()).toBe(1)
    await page.context().close()
  })
})
