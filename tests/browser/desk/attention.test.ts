import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from './page.ts'

/** What a narrow window has squeezed: an alarm's words in less than half of its row, a press that its pane cuts. */
const cramped = (page: Page) =>
  page.evaluate(() => {
    const of = (e: Element | null) => e?.getBoundingClientRect() ?? new DOMRect()
    const words = [...document.querySelectorAll('article[data-alarm]')].filter(
      (row) => of(row.querySelector('button')).width < of(row).width / 2,
    )
    const cut = [...document.querySelectorAll('[data-pane] h2 button')].filter(
      (press) => of(press).right > of(press.closest('[data-pane]')).right,
    )
    return [...words, ...cut].map((e) => e.textContent)
  })

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
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.waitForFunction(() => innerWidth === 1366)
    expect(await cramped(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('a silent source: its ladder is seen, a call and a letter are proposed; heard again, it goes once it is answered', async () => {
    const administrator = await server.as('administrator')
    const officer = await server.as('duty')
    const made = await administrator.post<{ id: string; key: string }>('/api/connections', {
      ...{ id: 'QN-IM', agencyCode: '22', connector: 'http-push', simulated: false },
      name: { vi: 'Nguồn im lặng', en: 'Silent source' },
      contract: {
        // So long that its being heard again is seen before it is late once more.
        times: { period: 'PT15S', graceSeconds: 0, expirySeconds: 3_600, hours: null },
        series: [],
        contact: { name: 'Nguyễn Thị Minh', phone: '0203 3835 000' },
        escalation: { owner: 0, duty: 0, propose: 1 },
      },
    })
    // A message without a row is a sign of life, and then nothing more.
    let said = 0
    const speak = () =>
      server.anonymous.post(
        '/api/connections/QN-IM/observations',
        { observations: [{ indicator: 'NO-SUCH', unit: '22', period: '2025', value: ++said }] },
        { authorization: `Bearer ${made.body.key}` },
      )
    await speak()
    const { page, problems } = await openPage(browser, server.url, '/desk', officer)
    const alert = page.locator('[data-attention][data-state="late"]')
    await alert.locator('[data-rung="propose"][data-done]').waitFor()
    await alert.locator('[data-propose="QN-IM"]').click()
    const proposal = page.locator('[data-proposal="QN-IM"]')
    await expect.poll(() => proposal.locator('[name="letter"]').inputValue()).toContain('Kính gửi:')
    expect(await proposal.locator('[data-fact="contact"]').textContent()).toContain('0203 3835 000')
    await proposal.locator('[data-action="call"]').click()
    await page.waitForSelector('[data-unit="22"] input:checked')
    await page.keyboard.press('Escape')
    await speak()
    await page.locator('[data-attention][data-state="late"][data-alarm-state="returned"]').waitFor()
    const id = await alert.getAttribute('data-alarm')
    expect((await officer.post(`/api/alarms/${id}/acknowledge`, { note: 'đã gọi' })).status).toBe(200)
    // A slow machine may have found it late once more.
    await expect
      .poll(async () => {
        await speak()
        return alert.count()
      })
      .toBe(0)
    await page.click('[data-connection="QN-IM"]')
    await page.waitForSelector('[data-panel="QN-IM"] [data-silences]')
    expect(problems).toEqual([])
    await page.context().close()

    const { page: own } = await openPage(browser, server.url, '/desk', await server.as('agency', '22'))
    await own.locator('[data-attention] [data-rung="owner"][data-done]').waitFor()
    // A call is due, and is the duty officer's to make.
    await own.locator('[data-attention] [data-rung="propose"][data-done]').waitFor()
    expect(await own.locator('[data-propose]').count()).toBe(0)
    await own.context().close()
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
