import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

let server: TestServer
let browser: Browser
let indicator = ''
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  const administrator = await server.as('administrator')
  const monthly = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.cutoff === 'calendar')
  indicator = monthly?.code ?? ''
  const made = await administrator.post('/api/connections', {
    ...{ id: 'TAY-22', agencyCode: '22', connector: 'hand', simulated: false },
    name: { vi: 'Báo cáo tháng nhập tay', en: 'Monthly report by hand' },
    contract: {
      times: { period: 'P1M', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null },
      series: [{ indicator, units: ['22'], min: 0, max: 1_000 }],
      twoPersons: true,
    },
  })
  expect(made.status).toBe(201)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const lineOf = (page: Page) => page.locator(`[data-row="${indicator} 22"]`)

test('one person types, the page keeps it over a reload, another sends it back, then confirms it', async () => {
  const typist = await openPage(browser, server.url, '/entry', await server.as('agency', '22'))
  const checker = await openPage(browser, server.url, '/entry', await server.as('agency', '22'))
  const value = lineOf(typist.page).locator('input[data-value]')
  const state = () => lineOf(typist.page).getAttribute('data-state')
  const send = typist.page.locator('[data-action="send"]')

  // What is unclear or out of range is asked and told, and cannot be sent.
  await value.fill('5000')
  await expect.poll(state).toBe('range')
  expect(await send.isDisabled()).toBe(true)
  await value.fill('1.234')
  await expect.poll(state).toBe('ask')
  await lineOf(typist.page).locator('[data-reading="1"]').click()
  await expect.poll(state).toBe('ready')
  expect(await lineOf(typist.page).textContent()).toContain('1,234')

  await value.fill('12,5')
  await lineOf(typist.page).locator('[name="note"]').fill('Theo báo cáo tháng')
  await typist.page.reload()
  await expect.poll(() => value.inputValue()).toBe('12,5')
  await value.press('Control+Enter')
  await typist.page.waitForSelector('[data-sent="pending"]')
  // Who typed it can take it back, not confirm it.
  await typist.page.waitForSelector('[data-decision="withdraw"]')
  expect(await typist.page.locator('[data-decision="confirm"]').count()).toBe(0)
  const observed = async () => (await server.app.db.pool.query('select value, entry from observation')).rows
  expect(await observed()).toEqual([])

  const row = checker.page.locator('[data-entry]').first()
  await row.locator('[data-decision="refuse"]').click()
  await row.locator('[name="reason"]').fill('Thiếu số của hai xã')
  await row.locator('[type="submit"]').click()
  await expect.poll(() => row.getAttribute('data-state')).toBe('refused')
  await expect
    .poll(() => typist.page.locator('[data-entry]').first().textContent())
    .toContain('Thiếu số của hai xã')

  await value.fill('13,5')
  await value.press('Control+Enter')
  await row.locator('[data-decision="confirm"]').click()
  await expect.poll(() => row.getAttribute('data-state')).toBe('submitted')
  await expect.poll(() => lineOf(checker.page).textContent()).toContain('13,5')
  expect(await observed()).toEqual([{ value: 13.5, entry: 'hand' }])
  expect([...typist.problems, ...checker.problems]).toEqual([])
  await typist.page.context().close()
  await checker.page.context().close()
})
