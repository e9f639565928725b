import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { push } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, loadNow } from '../../integration/alarms/stage.ts'
import { openBrowser, openPage } from '../desk/page.ts'

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

test('an alarm from its cause to its acknowledgement by keyboard alone, heard, and seen on a second desk', async () => {
  // A source that is not late while the test runs: only the value is news.
  const { id, key } = await server.app.intake.connections.create(
    {
      ...{ id: 'TAI-DIEN', agencyCode: 'VN', connector: 'http-push', simulated: false },
      name: { vi: 'Phụ tải', en: 'Load' },
      contract: {
        times: { period: 'P1D', graceSeconds: 3_600, expirySeconds: 259_200, hours: null },
        series: [{ indicator: 'KTN-02', units: ['VN'], min: 0, max: 100_000 }],
      },
    },
    'system',
  )
  const [officer, other] = [await server.as('duty'), await server.as('duty')]
  await addRule(officer, 'TAI')
  const { page, problems } = await openPage(browser, server.url, '/desk', officer)
  const second = await openPage(browser, server.url, '/desk', other)
  await second.page.waitForSelector('[data-pane="attention"]')
  await page.waitForSelector('[data-pane="attention"]')
  // Not yet heard, and the page says so until it is.
  await page.waitForSelector('[data-alarm-sound="off"] [data-action="sound"]')
  await push(server.url, id, key, loadNow(60_000))
  const row = page.locator('[data-alarm][data-rule="TAI"]')
  await row.waitFor()
  expect(await row.getAttribute('data-severity')).toBe('critical')
  await page.keyboard.press('F6')
  await page.waitForSelector('[data-alarm-sound="on"][data-sounding="critical"]', { state: 'attached' })
  await expect
    .poll(async () => Number(await page.locator('[data-alarm-sound]').getAttribute('data-played')), {
      timeout: 60_000,
    })
    .toBeGreaterThan(0)
  for (let i = 0; i < 10; i++) {
    if (await page.evaluate(() => document.activeElement?.closest('[data-pane="attention"]') !== null)) break
    await page.keyboard.press('F6')
  }
  await page.keyboard.press('j')
  await page.waitForSelector('[data-alarm][data-rule="TAI"][data-current]')
  await page.keyboard.press('a')
  await page.waitForSelector('[role="dialog"] [name="note"]')
  await page.keyboard.type('Đã gọi A0, đang giảm tải')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('[data-alarm][data-rule="TAI"][data-alarm-state="acknowledged"]')
  // Answered, it is silent.
  await page.waitForSelector('[data-alarm-sound]:not([data-sounding])', { state: 'attached' })
  const there = second.page.locator('[data-alarm][data-rule="TAI"][data-alarm-state="acknowledged"]')
  await there.waitFor()
  expect(await there.textContent()).toContain('Đã gọi A0, đang giảm tải')
  expect([...problems, ...second.problems]).toEqual([])
  await second.context.close()

  await page.goto(`${server.url}/alarms`)
  await page.waitForSelector('[data-alarm][data-rule="TAI"]')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-alarm-panel] [data-step="acknowledged"]')
  await page.context().close()
})

test('a rule is tried on the past before it is put in place', async () => {
  const officer = await server.as('duty')
  const { page, problems } = await openPage(browser, server.url, '/alarms/rules', officer)
  await page.click('[data-rule="TAI"]')
  await page.click('[data-editor="TAI"] [data-action="back-test"]')
  await page.waitForSelector('[data-back-test="1"]')
  expect(problems).toEqual([])
  await page.context().close()
})
