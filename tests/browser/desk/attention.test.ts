import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from './page.ts'

describe('needs attention', () => {
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

  test('a refusing connection appears, is opened with its reasons, and is acknowledged with a note', async () => {
    const administrator = await server.as('administrator')
    const officer = await server.as('duty')
    const made = await administrator.post<{ id: string; key: string }>('/api/connections', {
      id: 'GSO-THU',
      agencyCode: 'GSO',
      name: { vi: 'Kết nối thử', en: 'Trial connection' },
      connector: 'http-push',
      simulated: false,
      contract: {
        times: { period: 'P1D', graceSeconds: 3600, expirySeconds: 259_200, hours: null },
        series: [],
      },
    })
    expect(made.status).toBe(201)
    const { page, problems } = await openPage(browser, server.url, '/desk', officer)
    await page.waitForSelector('[data-connection="GSO-THU"][data-state="never"]')

    const rows = [{ indicator: 'NO-SUCH', unit: 'VN', period: '2025', value: 1 }]
    await server.anonymous.post(
      '/api/connections/GSO-THU/observations',
      { observations: rows },
      { authorization: `Bearer ${made.body.key}` },
    )
    await page.waitForSelector('[data-connection="GSO-THU"][data-state="refusing"]')
    await page.click('[data-connection="GSO-THU"]')
    await page.waitForSelector('[data-panel="GSO-THU"] [data-code="UNKNOWN_INDICATOR"]')

    const alert = page.locator('[data-attention][data-state="refusing"]')
    await alert.locator('[data-acknowledge]').click()
    await page.fill('[name="note"]', 'Đã gọi cơ quan gửi')
    await page.click('[role="dialog"] [type="submit"]')
    await page.waitForSelector('[data-attention][data-acknowledged]')
    const list = await officer.get<{ acknowledged: { note: string } | null }[]>('/api/attention')
    expect(list.body[0]?.acknowledged?.note).toBe('Đã gọi cơ quan gửi')
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('is worked by keys alone: down to a row, open, close', async () => {
    const officer = await server.as('duty')
    const { page } = await openPage(browser, server.url, '/desk', officer)
    await page.waitForSelector('[data-connection="GSO-THU"]')
    await page.keyboard.press('j')
    await page.waitForSelector('[data-connection][data-current]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-panel]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-panel]', { state: 'detached' })
    await page.context().close()
  })
})
