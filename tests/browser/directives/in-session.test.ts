import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { person } from '../bridge/stage.ts'

let server: TestServer
const browsers: Browser[] = []
const problems: string[] = []
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await Promise.all(browsers.map((b) => b.close()))
  await server?.stop()
})

async function open(as: Client, path: string): Promise<Page> {
  const { browser, page } = await person(problems)
  browsers.push(browser)
  const [name = '', value = ''] = as.cookie.split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: server.url }])
  await page.goto(`${server.url}${path}`)
  return page
}

test('what is given in a session is read back on the province’s page, accepted there, and seen by the chair', async () => {
  const [leader, agency] = [await server.as('leader'), await server.as('agency', '22')]
  const made = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22'] })
  const { id } = made.body.session
  const chair = await open(leader, `/session/${id}`)
  const point = await open(agency, `/point?session=${id}&picture=drawn`)
  await point.click('[data-action="join"]')
  await point.waitForSelector('section[data-phase="in"]')
  await chair.waitForSelector('[data-numbers="22"] [data-owes="0"]')

  await chair.keyboard.press('d')
  await chair.waitForSelector('[data-chip="22"]')
  await chair.fill('[name="text"]', 'Kêu gọi tàu thuyền vào nơi tránh trú trước 18 giờ')
  await chair.keyboard.press('Control+Enter')
  await chair.waitForSelector('[data-owes="1"]')

  await point.waitForSelector('[data-given="1"] [data-card][data-state="issued"]')
  expect(await point.locator('[data-given]').textContent()).toContain('Kêu gọi tàu thuyền')
  await point.click('[data-given] [data-act="accept"]')
  await chair.waitForSelector('[data-owes="1"] [data-directive]:has-text("Đã nhận")')
  expect(problems).toEqual([])
}, 120_000)
