import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { takeSession } from '../desk/page.ts'
import { cable, framesOf, person } from './stage.ts'

const QUANG_NINH = '22'
const HUE = '46'
const WAIT = { timeout: 60_000, interval: 250 }

/** The hour itself: what stands in the room, the same numbers at both ends, a message. */
describe('the room during a session', () => {
  let server: TestServer
  let leader: Client
  let made: CreatedSession
  let indicator = ''
  let chair: Page
  let point: Page
  let other: Page
  let pointId = ''
  let otherId = ''
  const browsers: Browser[] = []
  const problems: string[] = []
  const grows = async (page: Page, id: string) => {
    const before = await framesOf(page, id)
    await expect.poll(() => framesOf(page, id), WAIT).toBeGreaterThan(before + 5)
  }

  beforeAll(async () => {
    server = await startServer()
    leader = await server.as('leader')
    const { indicators } = server.app.catalogue.now()
    indicator =
      indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
        ?.code ?? ''
    const source = await agree(server.app, server.url, [{ indicator }], QUANG_NINH)
    await source.push({ observations: [{ indicator, unit: QUANG_NINH, period: '2026-08', value: 5 }] })
    made = (
      await leader.post<CreatedSession>('/api/bridge', {
        title: 'Giao ban với Quảng Ninh',
        units: [QUANG_NINH, HUE],
        driver: 'peer',
      })
    ).body
    const opened = await Promise.all([person(problems), person(problems), person(problems)])
    browsers.push(...opened.map((o) => o.browser))
    ;[chair, point, other] = opened.map((o) => o.page) as [Page, Page, Page]
    await chair.setViewportSize({ width: 1600, height: 900 })
    const [name = '', value = ''] = leader.cookie.split(/=(.*)/s)
    await chair.context().addCookies([{ name, value, url: server.url }])
    const enter = async (page: Page, unit: string) => {
      const invited = made.invitations.find((i) => i.unit === unit)
      await page.goto(`${server.url}/point?picture=drawn#${invited?.link.split('#')[1]}`)
      await page.click('[data-action="join"]')
      await page.waitForSelector('section[data-phase="in"]')
      return invited?.point ?? ''
    }
    pointId = await enter(point, QUANG_NINH)
    otherId = await enter(other, HUE)
    await chair.goto(`${server.url}/session/${made.session.id}`)
    await chair.click('[data-action="join"]')
    await chair.waitForSelector('[data-page="session"][data-phase="in"]')
    await chair.click(`[data-point-row="${pointId}"] button:not([data-action])`)
    await chair.waitForSelector(`[data-stage="${pointId}"]`)
  })
  afterAll(async () => {
    await Promise.all(browsers.map((b) => b.close()))
    await server?.stop()
  })

  it('has one layout for everybody, changed by whoever runs it', async () => {
    await grows(chair, pointId)
    await chair.click('[data-view-choice="operator"]')
    expect(await chair.isDisabled('[data-wall-layout="grid"]')).toBe(true)
    await chair.click('[data-room-layout="grid"]')
    await point.waitForSelector('[data-phase="in"][data-layout="grid"]')
    await other.waitForSelector('[data-phase="in"][data-layout="grid"]')
    await grows(chair, otherId)
    await grows(point, otherId)
    await chair.click('[data-room-layout="data"]')
    await point.waitForSelector('[data-phase="in"][data-layout="data"]')
    await chair.click('[data-wall-layout="tour"]')
    await chair.waitForSelector(
      `[data-preview="tour"]:is([data-wall="${pointId}"], [data-wall="${otherId}"])`,
    )
    await chair.click('[data-action="clear-spotlight"]')
    await chair.waitForSelector('[data-wall=""]')
  })

  it('shows the province the very frame that the chair sees, and rings what the chair touches', async () => {
    await chair.click('[data-view-choice="leader"]')
    await chair.waitForSelector(`[data-row="${indicator}"]`)
    await chair.keyboard.press('F8')
    await point.waitForSelector(`[data-shared="${QUANG_NINH}"] [data-row="${indicator}"]`)
    expect(await other.locator('[data-shared]').count()).toBe(0)
    const frame = (page: Page, of = 'data-frame') => page.getAttribute('[data-frame]', of)
    await expect
      .poll(async () => {
        const [here, there, known] = [
          await frame(chair),
          await frame(point),
          await frame(chair, 'data-there'),
        ]
        return here !== '' && here === there && here === known
      }, WAIT)
      .toBe(true)
    await chair.keyboard.press('F9')
    await chair.hover(`[data-numbers] [data-row="${indicator}"] th`)
    await point.waitForSelector(`[data-ring="${indicator}"]`)
    await chair.waitForSelector(`[data-ring="${indicator}"]`)
    await chair.keyboard.press('F9')
    await point.waitForSelector('[data-ring]', { state: 'detached' })
  })

  it('carries a message to one point, which sees that it is unread, and to no other', async () => {
    await chair.click('[data-action="messages"]')
    await chair.selectOption('[data-pane="messages"] select', pointId)
    await chair.fill('[data-field="message"]', 'Xin chuẩn bị báo cáo giải ngân')
    await chair.keyboard.press('Enter')
    await point.waitForSelector('[data-action="messages"] b')
    await point.click('[data-action="messages"]')
    await point.waitForSelector('[data-message] >> text=Xin chuẩn bị báo cáo giải ngân')
    await other.click('[data-action="messages"]')
    await other.waitForSelector('[data-pane="messages"]')
    expect(await other.locator('[data-message]').count()).toBe(0)
  })

  it('shows whoever only looks on what was written while their line was cut', async () => {
    const duty = await server.as('duty')
    const line = await cable(server.url)
    const { browser, page } = await person(problems)
    browsers.push(browser)
    await takeSession(page.context(), line.url, duty)
    await page.goto(`${line.url}/session/${made.session.id}`)
    await page.waitForSelector('[data-page="session"][data-phase="testing"]')
    await page.waitForSelector('[data-pane="messages"]')
    const sockets = () => server.app.live.io.sockets.sockets.size
    const before = sockets()
    line.pull()
    await expect.poll(sockets, WAIT).toBe(before - 1)
    await chair.selectOption('[data-pane="messages"] select', 'all')
    await chair.fill('[data-field="message"]', 'Mời các điểm cầu phát biểu')
    await chair.keyboard.press('Enter')
    await chair.waitForSelector('[data-message] >> text=Mời các điểm cầu phát biểu')
    expect(await page.locator('[data-message] >> text=Mời các điểm cầu phát biểu').count()).toBe(0)
    line.plug()
    await page.waitForSelector('[data-message] >> text=Mời các điểm cầu phát biểu')
    await browser.close()
    line.close()
  })

  it('broke no content policy and threw nothing on any page', () => expect(problems).toEqual([]))
})
