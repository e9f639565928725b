import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

const PASSWORD = 'mật khẩu bàn trực 2026'
let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  for (const username of ['lan', 'minh'])
    await server.app.access.createAccount({
      ...{ username, displayName: username, role: 'duty', unitCode: 'VN', password: PASSWORD },
    })
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** A push service is nobody's here: what a browser keeps of one is kept in its own storage. */
function keepSubscriptions(): void {
  const endpoint = 'https://push.example/ban-truc'
  const made = {
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) } }),
    unsubscribe: async () => {
      localStorage.removeItem('push')
      return true
    },
  }
  Object.assign(PushManager.prototype, {
    getSubscription: async () => (localStorage.getItem('push') ? made : null),
    subscribe: async () => {
      localStorage.setItem('push', endpoint)
      return made
    },
  })
}
async function enter(page: Page, username: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`)
  await page.fill('[data-form="sign-in"] [name="username"]', username)
  await page.fill('[data-form="sign-in"] [name="password"]', PASSWORD)
  await page.click('[data-form="sign-in"] button[type="submit"]')
  await page.waitForURL('**/desk')
}
async function ask(page: Page): Promise<void> {
  await page.goto(`${server.url}/alarms/ladders`)
  await page.click('[data-push="off"]')
  await page.waitForSelector('[data-push="on"]')
}
const kept = (page: Page) => page.evaluate(() => localStorage.getItem('push'))
const subscribed = async () =>
  (await server.app.db.pool.query('select username from alarm_push p join account a on a.id = p.account_id'))
    .rows

test('push to a shared desk ends with whoever asked for it, and is not on for the next', async () => {
  const { page, context, problems } = await openPage(browser, server.url, '/sign-in', null)
  await context.addInitScript(keepSubscriptions)
  await enter(page, 'lan')
  await ask(page)
  expect(await subscribed()).toEqual([{ username: 'lan' }])
  await page.click('header button:has-text("Đăng xuất")')
  await page.waitForURL('**/sign-in')
  expect([await subscribed(), await kept(page)]).toEqual([[], null])

  // A session that ended without a word leaves it on; the next to sign in ends it.
  await enter(page, 'lan')
  await ask(page)
  await context.clearCookies()
  await enter(page, 'minh')
  await expect.poll(() => kept(page)).toBeNull()
  await ask(page)
  expect(await subscribed()).toEqual([{ username: 'minh' }])
  expect(problems).toEqual([])
}, 240_000)
