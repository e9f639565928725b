import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { agree } from '../../fixtures/intake/source.ts'
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

async function open(as: Client | null, path: string): Promise<Page> {
  const { browser, page } = await person(problems)
  browsers.push(browser)
  const [name = '', value = ''] = (as?.cookie ?? '').split(/=(.*)/s)
  if (name) await page.context().addCookies([{ name, value, url: server.url }])
  await page.goto(`${server.url}${path}`)
  return page
}

test('what is given in a session by keys alone is read back by a point that came by a link, accepted there, and seen by the chair', async () => {
  const leader = await server.as('leader')
  const indicator =
    server.app.catalogue
      .now()
      .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.measure === '%')?.code ??
    ''
  const source = await agree(server.app, server.url, [{ indicator }], '22')
  await source.push({ observations: [{ indicator, unit: '22', period: '2026-08', value: 61.5 }] })
  const made = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22'] })
  const { id } = made.body.session
  const chair = await open(leader, `/session/${id}`)
  const point = await open(null, `/point?picture=drawn#${made.body.invitations[0]?.link.split('#')[1]}`)
  await point.click('[data-action="join"]')
  await point.waitForSelector('section[data-phase="in"]')
  await chair.waitForSelector('[data-numbers="22"] [data-owes="0"]')
  await chair.waitForSelector(`[data-row="${indicator}"]`)
  await chair.evaluate(() => {
    for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
      document.addEventListener(kind, () => document.body.setAttribute('data-mouse', kind), true)
  })

  // One key opens it with the province, the number that is looked at and the cursor in place; two give it.
  await chair.keyboard.press('F4')
  await chair.waitForSelector('[data-chip="22"]')
  await chair.waitForFunction(() => document.activeElement?.matches('[data-form="directive"] [name="text"]'))
  await chair.keyboard.insertText('Khẩn: đưa tỷ lệ lên trên 95% trước 16 giờ thứ sáu')
  await chair.waitForSelector('[data-form="directive"] [name="value"][value="95"]')
  await chair.keyboard.press('Control+Enter')
  await chair.waitForSelector('[data-owes="1"]')
  const [given] = (await leader.get<DirectiveView[]>(`/api/directives?which=all&session=${id}`)).body
  expect(given).toMatchObject({ priority: 'urgent', addressee: { code: '22' } })
  expect(new Date((given?.due ?? 0) + 7 * 3_600_000).toISOString()).toContain('T16:00')
  expect(new Date((given?.due ?? 0) + 7 * 3_600_000).getUTCDay()).toBe(5)
  expect(given?.watch).toMatchObject({ indicator, comparator: '>=', value: 95 })
  expect(await chair.getAttribute('body', 'data-mouse')).toBeNull()

  await point.waitForSelector('[data-given="1"] [data-card][data-state="issued"]')
  expect(await point.locator('[data-given]').textContent()).toContain('đưa tỷ lệ lên trên 95%')
  await point.click('[data-given] [data-act="readback"]')
  await chair.waitForSelector('[data-owes="1"] [data-directive][data-readback]')
  await point.click('[data-given] [data-act="accept"]')
  await chair.waitForSelector('[data-owes="1"] [data-directive]:has-text("Đã nhận")')

  // From the operator's view too, and the session is ended from the palette, by keys alone.
  await chair.click('[data-view-choice="operator"]')
  await chair.keyboard.press('F4')
  await chair.waitForSelector('[data-form="directive"] [data-chip="22"]')
  await chair.keyboard.press('Escape')
  await chair.waitForSelector('[data-form="directive"]', { state: 'detached' })
  await chair.keyboard.press('Control+k')
  await chair.waitForSelector('[data-palette] input:focus')
  await chair.keyboard.type('ket thuc phien')
  await chair.waitForSelector('[role="option"][aria-selected="true"]:has-text("Kết thúc phiên")')
  await chair.keyboard.press('Enter')
  await chair.waitForSelector('[data-action="confirm-end"]')
  expect((await leader.get<BridgeView>(`/api/bridge/${id}`)).body.endedAt).toBeNull()
  expect(problems).toEqual([])
})
