// A session as it is held: the chair and the points in browsers of their own, their pictures drawn, one on the wall.
import type { Browser, Page } from 'playwright-core'
import type { CreatedSession } from '../../shared/api/bridge.ts'
import type { Person } from '../person.ts'

/** Whom the Prime Minister spoke with on the opening day; Bình Phước is Đồng Nai now. Two of them have not come in yet. */
const UNITS = ['22', '46', '75', 'TKCN']
const HERE = ['22', '46', '75']
const PATIENCE_MS = 120_000

/** Returns how to end it. */
export async function holdSession(
  browser: Browser,
  url: string,
  leader: Person,
): Promise<() => Promise<void>> {
  const made = await leader.ask<CreatedSession>('POST', '/api/bridge', {
    ...{ title: 'Họp trực tuyến với các địa phương', units: UNITS, driver: 'peer' },
  })
  const pages: Page[] = []
  const open = async (path: string, cookie: string | null) => {
    const context = await browser.newContext({ viewport: { width: 640, height: 400 }, locale: 'vi-VN' })
    context.setDefaultTimeout(PATIENCE_MS)
    if (cookie) {
      const [name = '', value = ''] = cookie.split(/=(.*)/s)
      await context.addCookies([{ name, value, url }])
    }
    const page = await context.newPage()
    pages.push(page)
    await page.goto(url + path)
    await page.click('[data-action="join"]')
    return page
  }
  for (const unit of HERE) {
    const token = made.invitations.find((i) => i.unit === unit)?.link.split('#')[1]
    const page = await open(`/point?picture=drawn#${token}`, null)
    await page.waitForSelector('section[data-phase="in"]')
  }
  const chair = await open(`/session/${made.session.id}`, leader.cookie)
  await chair.waitForSelector('[data-page="session"][data-phase="in"]')
  const point = made.invitations.find((i) => i.unit === HERE[0])?.point
  await leader.ask('POST', `/api/bridge/${made.session.id}/spotlight`, { point })
  return async () => {
    await leader.ask('POST', `/api/bridge/${made.session.id}/end`)
    for (const page of pages) await page.context().close()
  }
}
