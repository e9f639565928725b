import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HandoverView } from '../../../shared/api/handover.ts'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { officer } from '../../integration/shifts/stage.ts'
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

test('two people in two browsers hand a shift over: walked through, signed by each, the log closed', async () => {
  const lan = await officer(server, 'Nguyễn Thị Lan')
  const minh = await officer(server, 'Trần Văn Minh')
  const first = await openPage(browser, server.url, '/desk', lan.client)
  const { page: hers } = first
  // From the bar of the desk to a position.
  await hers.click('[data-shift]')
  await hers.click('[data-position="chief"] [data-act="sign-in"]')
  await hers.waitForSelector('[data-position="chief"] [data-holder]')
  await hers.keyboard.press('Escape')
  await hers.waitForSelector('[data-mine="chief"]')
  // N on the desk writes in the log, by keyboard alone.
  await hers.keyboard.press('n')
  await hers.waitForSelector('[data-log-form]')
  await hers.keyboard.type('Đã gọi trực thủy văn, hẹn 8 giờ')
  await hers.keyboard.press('Control+Enter')
  await hers.waitForSelector('[data-pane="log"] [data-entry] >> text=hẹn 8 giờ')

  await hers.goto(`${server.url}/handover`)
  await hers.click('[data-act="draft"][data-of="chief"]')
  await hers.waitForSelector('[data-card][data-state="open"]')
  await hers.selectOption('[name="incoming"]', String(minh.id))
  await hers.waitForFunction(
    (id) => document.querySelector<HTMLSelectElement>('[name="incoming"]')?.value === String(id),
    minh.id,
  )

  const second = await openPage(browser, server.url, '/handover', minh.client)
  const { page: his } = second
  await his.waitForSelector('[data-card][data-state="open"]')
  for (;;) {
    const next = his.locator('[data-item]:not([data-checked]) form').first()
    if (!(await next.count())) break
    const key = await his.locator('[data-item]:not([data-checked])').first().getAttribute('data-item')
    await next.locator('input').fill('Đã rõ')
    await next.locator('[data-act="check"]').click()
    await his.waitForSelector(`[data-item="${key}"][data-checked]`)
  }
  expect(await his.locator('[data-act="sign"]').count()).toBe(0)
  // Her own page shows who has seen each of them.
  await hers.waitForFunction(() => !document.querySelector('[data-item]:not([data-checked])'))
  for (const words of await hers.locator('[data-item]').allTextContents()) expect(words).toContain(minh.name)
  const sign = async (page: typeof his, password: string) => {
    await page.click('[data-act="sign"]')
    await page.fill('[name="password"]', password)
    await page.click('[role="dialog"] [type="submit"]')
  }
  await sign(hers, lan.password)
  await hers.waitForSelector('[data-card][data-state="waiting"]')
  expect(server.app.shifts.holders('chief').map((h) => h.displayName)).toEqual([lan.name])
  await his.waitForSelector('[data-act="sign"]')
  await sign(his, minh.password)
  for (const page of [his, hers])
    await page.waitForSelector('[data-card][data-state="done"] [data-log-holds="true"]')
  expect(server.app.shifts.holders('chief').map((h) => h.displayName)).toEqual([minh.name])
  const log = await lan.client.get<LogEntryView[]>('/api/log?text=thuy van')
  expect(log.body[0]).toMatchObject({ locked: true, by: lan.name })
  expect([...first.problems, ...second.problems]).toEqual([])
  await first.context.close()
  await second.context.close()
})

test('the handover that is looked at stays, though another is drafted meanwhile', async () => {
  const [hoa, nam, looks] = await Promise.all(
    ['Lê Thị Hoa', 'Phạm Văn Nam', 'Đỗ Thị Mai'].map((name) => officer(server, name)),
  )
  if (!hoa || !nam || !looks) throw new Error('no officers')
  const drafted = async ({ client }: typeof hoa, position: string) => {
    expect((await client.post(`/api/shifts/positions/${position}/sign-in`, {})).status).toBeLessThan(300)
    const { body, status } = await client.post<HandoverView>('/api/handovers', { position })
    expect(status).toBeLessThan(300)
    return body.id
  }
  const first = await drafted(hoa, 'analysis')
  const { page, problems, context } = await openPage(browser, server.url, '/handover', looks.client)
  await page.waitForSelector(`[data-card="${first}"]`)
  const second = await drafted(nam, 'bridge')
  await page.waitForSelector(`[data-handover="${second}"]`)
  expect(await page.locator(`[data-card="${first}"]`).count()).toBe(1)
  await page.click(`[data-handover="${second}"]`)
  await page.waitForSelector(`[data-card="${second}"]`)
  expect(problems).toEqual([])
  await context.close()
})
