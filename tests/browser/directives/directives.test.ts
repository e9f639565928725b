import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

let server: TestServer
let browser: Browser
let source: Source
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  source = await agree(server.app, server.url)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

let second = 0
const load = (value: number) => {
  const at = new Date(Date.now() - 3_600_000 + 1_000 * ++second).toISOString()
  return source.push({ observations: [{ indicator: 'KTN-02', unit: 'VN', at, value }] })
}
const act = async (page: Page, what: string, note?: string) => {
  await page.click(`[data-act="${what}"]`)
  if (note === undefined) return
  await page.fill('[name="note"]', note)
  await page.click('form button[type="submit"]')
}

test('a task is given by keyboard, taken and reported by its agency, followed by its number, and closed', async () => {
  await load(40_000)
  const leader = await openPage(browser, server.url, '/directives', await server.as('leader'))
  const agency = await openPage(browser, server.url, '/directives', await server.as('agency', '22'))
  const { page } = leader
  await page.getByText('Chưa giao nhiệm vụ nào.').waitFor()

  await page.keyboard.press('n')
  await page.waitForSelector('[data-form="directive"] [name="addressee"]:focus')
  await page.keyboard.type('quang nin')
  await page.waitForSelector('[data-suggested="22"]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-chip="22"]')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Bảo đảm điện cho sản xuất dịp Tết')
  await page.fill('[name="indicator"]', 'KTN-02')
  await page.fill('[name="value"]', '45.000')
  // One separator alone has two meanings: it is asked, and nothing is sent.
  await page.getByText('Số này có hai nghĩa').waitFor()
  await page.fill('[name="value"]', '45000')
  await page.fill('[name="hold"]', '0')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('[data-form="directive"]', { state: 'detached' })
  await page.waitForSelector('[data-card][data-state="issued"] [data-watch="onCourse"]')

  // It comes to the agency without a reload; that it was seen comes back the same way.
  await agency.page.waitForSelector('[data-card][data-state="issued"]')
  await page.waitForSelector('[data-step="read"]')
  await act(page, 'change')
  await page.fill('[data-form="change"] [name="text"]', 'Bảo đảm điện cho sản xuất và sinh hoạt dịp Tết')
  await page.click('[data-form="change"] button[type="submit"]')
  await agency.page.getByRole('article').getByText('sản xuất và sinh hoạt').waitFor()
  await act(agency.page, 'accept')
  await page.waitForSelector('[data-card][data-state="accepted"]')
  await act(agency.page, 'report', 'Đã huy động hai tổ máy')
  await page.getByText('Đã huy động hai tổ máy').waitFor()

  // The number crosses the target: both pages say so by themselves.
  await load(45_200)
  for (const p of [page, agency.page]) await p.waitForSelector('[data-card] [data-watch="met"]')
  await page.waitForSelector('[data-step="proposed"]')

  await act(agency.page, 'complete', 'Đủ điện, không phải tiết giảm')
  await page.waitForSelector('[data-card][data-state="completed"]')
  await act(page, 'close')
  await page.waitForSelector('[data-card][data-state="closed"]')
  await page.waitForSelector('[data-metric="directives.doneOnTime"]:has-text("1/1")')
  await agency.page.waitForSelector('[data-metric="directives.doneOnTime"]:has-text("1/1")')
  for (const { problems } of [leader, agency]) expect(problems).toEqual([])
})
