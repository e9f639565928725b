import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
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

async function open(as: Client, path: string): Promise<Page> {
  const { browser, page } = await person(problems)
  browsers.push(browser)
  const [name = '', value = ''] = as.cookie.split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: server.url }])
  await page.goto(`${server.url}${path}`)
  return page
}

test('a session that ended is seen again: picture, numbers as known then, floor and directives move together', async () => {
  const { app, url } = server
  const leader = await server.as('leader')
  const agency = await server.as('agency', '22')
  const indicator =
    app.catalogue
      .now()
      .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
      ?.code ?? ''
  const source = await agree(app, url, [{ indicator }], '22')
  const load = async (value: number) => {
    const { answer } = await source.push({
      observations: [{ indicator, unit: '22', period: '2026-08', value }],
    })
    expect(answer).toMatchObject({ accepted: 1 })
  }
  await load(111)

  const made = await leader.post<CreatedSession>('/api/bridge', { title: 'Ứng phó bão', units: ['22'] })
  const { id, points } = made.body.session
  const province = points.find((p) => p.unit === '22')?.id ?? ''
  const chair = await open(leader, `/session/${id}`)
  const point = await open(agency, `/point?session=${id}&picture=drawn`)
  await chair.click('[data-action="join"]')
  await point.click('[data-action="join"]')
  await point.waitForSelector('section[data-phase="in"]')
  await chair.click('[data-action="record"]')
  await chair.waitForSelector('[data-recording]')
  await leader.post(`/api/bridge/${id}/floor`, { point: province })
  await chair.click('[data-action="messages"]')
  await chair.selectOption('[data-pane="messages"] select', province)
  await chair.fill('[data-field="message"]', 'Xin báo số tàu đã vào bờ')
  await chair.keyboard.press('Enter')
  await point.waitForSelector('[data-action="messages"] b')
  await leader.post('/api/directives', {
    ...{ text: 'Kêu gọi tàu thuyền vào bờ', due: Date.now() + 9e7, priority: 'immediate', aim: null },
    ...{ addressees: ['22'], document: null, session: id, shown: null, issue: true },
  })
  // At least one chunk is on the disk before the number is corrected and the floor taken back.
  await expect
    .poll(
      async () => (await leader.get<{ bytes: number }[]>(`/api/bridge/${id}/recordings`)).body[0]?.bytes,
      {
        timeout: 60_000,
      },
    )
    .toBeGreaterThan(0)
  await load(222)
  await leader.post(`/api/bridge/${id}/floor`, { point: null })
  await leader.post(`/api/bridge/${id}/end`)
  await expect
    .poll(
      async () =>
        (await leader.get<{ stoppedAt: number | null }[]>(`/api/bridge/${id}/recordings`)).body[0]?.stoppedAt,
      { timeout: 60_000 },
    )
    .not.toBeNull()
  // What is corrected after the session was not known in it.
  await load(333)

  const page = await open(leader, `/sessions?session=${id}`)
  await page.click(`a[href="/sessions/${id}/replay"]`)
  await page.waitForSelector('[data-frame="replay"]')
  await page.getByText('Đã qua, không phải trực tiếp').first().waitFor()
  const number = `[data-series="${indicator}@22"]`
  await page.waitForSelector(`${number}:has-text("111")`)
  await page.waitForSelector('[data-track="film"] [data-part="gap"]')

  // To the moment the floor was given: the floor, the directive before it not yet, the picture at that time.
  await page.click('[data-track="floor"] [data-part="span"]')
  await page.waitForSelector('[data-then="floor"]:has-text("Quảng Ninh")')
  await page.waitForSelector('[data-said]:not([data-given])')
  await page.click('[data-track="message"] [data-part="mark"]')
  await page.waitForSelector('[data-said][data-given]:has-text("Xin báo số tàu đã vào bờ")')
  await page.click('[data-track="directive"] [data-part="mark"]')
  await page.waitForSelector('[data-replayed][data-given]')
  await page.waitForFunction(() => {
    const video = document.querySelector<HTMLVideoElement>('video[data-player]')
    return video !== null && video.readyState >= 2 && video.videoWidth > 0 && video.paused
  })
  await page.waitForSelector(`${number}:has-text("111")`)
  // To the end: nobody has the floor, the correction of the session's own time is there, the later one is not.
  await page.locator('[name="time"]').focus()
  await page.keyboard.press('End')
  await page.waitForSelector('[data-then="floor"]:has-text("–")')
  await page.waitForSelector(`${number}:has-text("222")`)
  // Back to the present by the page's own key.
  await page.goto(`${url}/data/${indicator}`)
  await page.waitForSelector('[data-frame]', { state: 'detached' })
  expect(problems).toEqual([])
}, 240_000)
