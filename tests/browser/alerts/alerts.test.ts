import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { area, capTime, capXml, infoXml, referenceOf } from '../../fixtures/alerts.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

let server: TestServer
let browser: Browser
let key = ''
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  ;({ key } = await server.app.intake.connections.create(
    {
      ...{ id: 'KTTV', agencyCode: 'G10', connector: 'cap', simulated: false },
      name: { vi: 'Dự báo khí tượng thủy văn', en: 'Weather forecast' },
      contract: {
        times: { period: 'P1D', graceSeconds: 0, expirySeconds: 86_400, hours: null, deadlines: null },
        series: [],
      },
    },
    'test',
  ))
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function send(xml: string): Promise<number> {
  const response = await fetch(`${server.url}/api/connections/KTTV/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/cap+xml', authorization: `Bearer ${key}` },
    body: xml,
  })
  const body = (await response.json()) as { alert: number }
  expect(response.status).toBe(200)
  return body.alert
}

test('an alert stands on the wall and on the page, is updated, and is called off', async () => {
  const link = new URL((await server.app.wall.pairingLink(server.url)) ?? '')
  const wall = await openPage(browser, server.url, `${link.pathname}${link.search}${link.hash}`, null)
  const { page, problems } = await openPage(browser, server.url, '/alerts', await server.as('leader'))
  await page.waitForSelector('[data-group="inForce"] p')
  const line = wall.page.locator('[data-alert]')

  const first = { identifier: 'BAO-1', sent: capTime(Date.now() - 60_000) }
  const areas = area('Quảng Ninh; Hải Phòng; Vịnh Bắc Bộ')
  const one = await send(
    capXml({ ...first, infos: [infoXml({ instruction: 'Gọi tàu thuyền vào bờ' }, areas)] }),
  )
  await expect.poll(() => line.getAttribute('data-alert')).toBe(String(one))
  const text = (await line.textContent()) ?? ''
  for (const word of ['Nghiêm trọng', 'Bão số 9 gần bờ', 'Quảng Ninh, Hải Phòng, Vịnh Bắc Bộ', 'đến'])
    expect(text).toContain(word)
  await page.waitForSelector(`[data-card="${one}"][data-state="inForce"]`)
  expect(await page.locator('[data-card]').textContent()).toContain('Gọi tàu thuyền vào bờ')

  const second = { identifier: 'BAO-2', sent: capTime(Date.now() - 30_000) }
  const two = await send(
    capXml({
      ...{ ...second, msgType: 'Update', references: referenceOf(first), status: 'Actual' },
      infos: [infoXml({ severity: 'Extreme', headline: 'Bão số 9 mạnh lên' }, areas)],
    }),
  )
  await expect.poll(() => line.getAttribute('data-alert')).toBe(String(two))
  await expect.poll(() => line.textContent()).toContain('Đặc biệt nghiêm trọng')
  await page.waitForSelector(`[data-group="past"] [data-alert="${one}"][data-state="replaced"]`)

  const references = `${referenceOf(first)} ${referenceOf(second)}`
  await send(capXml({ identifier: 'BAO-3', msgType: 'Cancel', references, note: 'Bão đã tan', infos: [] }))
  await expect.poll(() => line.count()).toBe(0)
  await expect.poll(() => wall.page.locator('[data-happening]').textContent()).toContain('Bão đã tan')
  await page.click(`[data-group="past"] [data-alert="${two}"] button`)
  await page.waitForSelector(`[data-card="${two}"][data-state="cancelled"]`)
  await expect.poll(() => page.locator('[data-link]').count()).toBe(3)
  await page.locator('[data-link]').first().locator('a').click()
  await page.waitForSelector(`[data-card="${one}"]`)
  expect([...problems, ...wall.problems]).toEqual([])
  await page.context().close()
  await wall.page.context().close()
})
