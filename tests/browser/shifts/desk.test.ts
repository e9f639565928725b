import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import { agree } from '../../fixtures/intake/source.ts'
import { cable } from '../../harness/cable.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { officer } from '../../integration/shifts/stage.ts'
import { deskKeys, goBy, openBrowser, openPage, PATIENCE, takeSession } from '../desk/page.ts'

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

test('everything is found and ordered by the palette, and ? names the keys that work', async () => {
  const leader = await server.as('leader')
  const { page, problems, context } = await openPage(browser, server.url, '/desk', leader)
  await page.waitForSelector('[data-pane="board"]')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('[data-palette]')
  await page.keyboard.type('quang ninh')
  await page.waitForSelector('[data-found="unit:22"]')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.waitForSelector('[data-key-map] >> text=Ghi sổ trực')
  await page.keyboard.press('Escape')
  await page.waitForSelector('[data-key-map]', { state: 'detached' })
  await goBy(page, 'l')
  await page.waitForSelector('[data-page="log"]')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('giai doan')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-page="stages"]')
  expect(problems).toEqual([])
  await context.close()
})

test('an entry is written by keyboard with the server’s snapshot of the connection that is open', async () => {
  const officer = await server.as('duty')
  const indicator =
    server.app.catalogue.now().indicators.find((i) => i.level === 'province' && i.period === 'monthly')
      ?.code ?? ''
  const source = await agree(server.app, server.url, [{ indicator }], '22')
  const { page, problems, context } = await openPage(browser, server.url, '/desk', officer)
  await page.waitForSelector(`[data-connection="${source.id}"]`)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForSelector(`[data-panel="${source.id}"]`)
  // Closed again, it is opened by its name as often as it is chosen.
  for (let n = 0; n < 2; n++) {
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-panel]', { state: 'detached' })
    await page.keyboard.press('Control+k')
    await page.keyboard.type(source.id)
    await page.click(`[data-found="connection:${source.id}"]`)
    await page.waitForSelector(`[data-panel="${source.id}"]`)
  }
  await page.keyboard.press('n')
  await page.waitForSelector('[data-log-form] [data-about="connection"]')
  await page.keyboard.type('Chưa thấy gói tin nào, đã nhắn đầu mối')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('[data-pane="log"] [data-snapshot="connection"]')
  const [entry] = (await officer.get<LogEntryView[]>('/api/log?group=people')).body
  expect(entry?.snapshot).toMatchObject({ kind: 'connection', state: 'never' })
  expect(problems).toEqual([])
  await context.close()
})

test('an entry left unsent waits for its writer, and the next officer at the same desk begins with none', async () => {
  const [officer, next] = [await server.as('duty'), await server.as('duty')]
  const { page, problems, context } = await openPage(browser, server.url, '/desk', officer)
  const opens = async (text: string) => {
    await deskKeys(page)
    await page.keyboard.press('n')
    await page.waitForSelector('[data-log-form]')
    expect(await page.inputValue('[name="log-text"]')).toBe(text)
  }
  await opens('')
  await page.keyboard.type('Đang gọi')
  await takeSession(context, server.url, next)
  await page.reload()
  await opens('')
  await takeSession(context, server.url, officer)
  await page.reload()
  await opens('Đang gọi')
  expect(problems).toEqual([])
  await context.close()
})

test('the log is searched with an input method that takes letters back, and with the caret inside the words', async () => {
  const officer = await server.as('duty')
  expect((await officer.post('/api/log', { text: 'Đã kiểm tra tải điện' })).status).toBe(201)
  const { page, problems, context } = await openPage(browser, server.url, '/log', officer)
  const field = page.locator('[name="log-search"]')
  // With what is read after the page has been drawn its keys are there too.
  await page.locator('[data-entry]').first().waitFor()
  await page.keyboard.press('/')
  // As UniKey writes "điện": the letter, and then a marked one in its place.
  for (const key of ['d', 'Backspace', 'đ', 'i', 'e', 'Backspace', 'ê', 'Backspace', 'ệ', 'n'])
    await (key.length > 1 ? page.keyboard.press(key) : page.keyboard.insertText(key))
  expect(await field.inputValue()).toBe('điện')
  await page.waitForURL((url) => url.searchParams.get('text') === 'điện')
  await page.keyboard.press('Home')
  await page.keyboard.type('tải ')
  expect(await field.inputValue()).toBe('tải điện')
  await page.waitForURL((url) => url.searchParams.get('text') === 'tải điện')
  expect(problems).toEqual([])
  await context.close()
})

test('what is written in the log while the line of a desk is cut stands there once it is back', async () => {
  const [officer, other] = [await server.as('duty'), await server.as('duty')]
  const line = await cable(server.url)
  const { page, context } = await openPage(browser, line.url, '/desk', officer)
  await page.waitForSelector('footer [data-link="live"]')
  await page.waitForSelector('[data-pane="log"]')
  line.pull()
  await page.waitForSelector('footer [data-link]:not([data-link="live"])')
  const text = 'Ghi khi đường truyền đứt'
  expect((await other.post('/api/log', { text })).status).toBe(201)
  line.plug()
  await page.locator('[data-pane="log"] [data-entry]', { hasText: text }).waitFor()
  await context.close()
  line.close()
})

test('a stage that is raised is seen on another’s desk and on the wall', async () => {
  const leader = await server.as('leader')
  const officer = await server.as('duty')
  const link = await server.app.wall.pairingLink(server.url)
  const wall = await openPage(browser, server.url, link.slice(server.url.length), null)
  const desk = await openPage(browser, server.url, '/desk', officer)
  await desk.page.waitForSelector('[data-stage="1"]')
  await wall.page.waitForSelector('[data-metric="coverage"]')
  const { page, context } = await openPage(browser, server.url, '/stages', leader)
  await page.click('[data-change="3"]')
  await page.fill('[name="cause"]', 'Bão số 9 vào bờ')
  await page.click('[role="dialog"] [type="submit"]')
  await page.waitForSelector('[data-stage-now="3"]')
  await desk.page.waitForSelector('header [data-stage="3"][data-raised]')
  await wall.page.waitForSelector('[data-stage-sign="3"] >> text=Sẵn sàng ứng phó')
  await page.click('[data-item] input[type="checkbox"]')
  await page.waitForSelector('[data-item][data-done]')
  expect([...desk.problems, ...wall.problems]).toEqual([])
  for (const c of [context, desk.context, wall.context]) await c.close()
})

test('two windows of one officer go together, on one machine and on two, until one is let go', async () => {
  const officer = await server.as('duty')
  const indicator =
    server.app.catalogue.now().indicators.find((i) => i.level === 'province' && i.period === 'monthly')
      ?.code ?? ''
  const ids = [
    (await agree(server.app, server.url, [{ indicator }], '48')).id,
    (await agree(server.app, server.url, [{ indicator }], '01')).id,
  ]
  const first = await openPage(browser, server.url, '/desk', officer)
  const beside = await first.context.newPage()
  await beside.goto(`${server.url}/desk?pane=panel`)
  const elsewhere = await openPage(browser, server.url, '/desk', officer)
  for (const page of [first.page, elsewhere.page]) await page.waitForSelector(`[data-connection="${ids[0]}"]`)
  await beside.waitForSelector('[data-only="panel"]')
  await first.page.click(`[data-connection="${ids[0]}"]`)
  for (const page of [first.page, beside, elsewhere.page])
    await page.waitForSelector(`[data-panel="${ids[0]}"]`)
  // A third window on the second monitor, opened last: it is told where the others are, and goes with them from there.
  const third = await first.context.newPage()
  await third.goto(`${server.url}/desk?pane=board`)
  await third.waitForSelector(`[data-connection="${ids[0]}"][data-opened]`)
  await third.fill('[name="board-search"]', 'khong co ten nay')
  for (const page of [first.page, elsewhere.page])
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name="board-search"]')?.value === 'khong co ten nay',
    )
  await third.fill('[name="board-search"]', '')
  for (const page of [first.page, elsewhere.page]) await page.waitForSelector(`[data-connection="${ids[1]}"]`)
  // On coming back to the desk, with nothing said meanwhile.
  await goBy(first.page, 'l')
  await first.page.waitForSelector('[data-page="log"]')
  await goBy(first.page, 'd')
  await first.page.waitForSelector(`[data-panel="${ids[0]}"]`)
  // A window that a link opens goes where the link leads, and the others with it.
  const linked = await first.context.newPage()
  await linked.goto(`${server.url}/desk?connection=${ids[1]}`)
  for (const page of [linked, first.page, beside]) await page.waitForSelector(`[data-panel="${ids[1]}"]`)
  await first.page.click(`[data-connection="${ids[0]}"]`)
  await linked.waitForSelector(`[data-panel="${ids[0]}"]`)
  await linked.close()
  // Language, look and the time that is shown, on every window of this browser.
  const here = [first.page, beside, third]
  await first.page.click('[data-action="theme"]')
  await first.page.click('[data-action="language"]')
  for (const page of here)
    await page.waitForFunction(
      () => document.documentElement.lang === 'en' && document.documentElement.classList.contains('light'),
    )
  await first.page.click('[data-action="language"]')
  for (const page of here) await page.waitForSelector('html[lang="vi"]')
  await elsewhere.page.click('[data-in-step="true"]')
  await elsewhere.page.waitForSelector('[data-in-step="false"]')
  await first.page.click(`[data-connection="${ids[1]}"]`)
  await beside.waitForSelector(`[data-panel="${ids[1]}"]`)
  expect(await elsewhere.page.locator(`[data-panel="${ids[0]}"]`).count()).toBe(1)
  expect([...first.problems, ...elsewhere.problems]).toEqual([])
  await first.context.close()
  await elsewhere.context.close()
})

test('who leads the shift stands in the bar of every desk, and on a small screen nothing of the bar is cut', async () => {
  const [lan, minh] = [await officer(server, 'Nguyễn Thị Lan'), await officer(server, 'Trần Văn Minh')]
  await lan.client.post('/api/shifts/positions/chief/sign-in', {})
  await minh.client.post('/api/shifts/positions/analysis/sign-in', {})
  const { page, problems, context } = await openPage(browser, server.url, '/desk', minh.client)
  const chief = page.locator(`header [data-chief="${lan.username}"]`)
  await chief.waitFor()
  expect(await chief.textContent()).toContain('Lan')
  const title = await page.locator('[data-shift]').getAttribute('title')
  for (const name of [lan.name, minh.name]) expect(title).toContain(name)
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.waitForFunction(() => innerWidth === 1366)
  expect(await chief.isVisible()).toBe(true)
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('header:has([data-shift]) > *')]
      .filter((e) => e.getBoundingClientRect().right > innerWidth)
      .map((e) => e.textContent),
  )
  expect(cut).toEqual([])
  expect(problems).toEqual([])
  await context.close()
})

test('who signs in on the page of another is not led to what that one had open', async () => {
  const [before, after] = [await officer(server, 'Nguyễn Thị Lan'), await officer(server, 'Trần Văn Minh')]
  const indicator =
    server.app.catalogue.now().indicators.find((i) => i.level === 'province' && i.period === 'monthly')
      ?.code ?? ''
  const { id } = await agree(server.app, server.url, [{ indicator }], '31')
  const { page, problems, context } = await openPage(browser, server.url, '/desk', before.client)
  await page.click(`[data-connection="${id}"]`)
  await page.waitForSelector(`[data-panel="${id}"]`)
  // The session ends under the page, which asks for the next person without being loaded anew.
  await context.clearCookies()
  await goBy(page, 'l')
  await page.fill('[name="username"]', after.username)
  await page.fill('[name="password"]', after.password)
  await page.click('[data-form="sign-in"] [type="submit"]')
  await page.waitForSelector('[data-page="log"]')
  // The stream, too, is the next one's at once, not only when the server asks each socket for its right again.
  const streams = () =>
    [...server.app.live.io.sockets.sockets.values()].flatMap(({ data: { principal } }) =>
      principal.kind === 'account' ? [principal.username] : [],
    )
  await expect.poll(streams, { timeout: PATIENCE }).toContain(after.username)
  expect(streams()).not.toContain(before.username)
  // The keys of the one who has just come hold a moment after the page stands.
  await expect
    .poll(async () => {
      await goBy(page, 'd')
      return new URL(page.url()).pathname
    })
    .toBe('/desk')
  await page.waitForSelector(`[data-connection="${id}"]`)
  expect(await page.locator('[data-panel]').count()).toBe(0)
  expect(problems).toEqual([])
  await context.close()
})

test('a window that comes while a replay runs is told where it has got to, not where it was begun', async () => {
  const source = await agree(server.app, server.url)
  await source.push({
    observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date().toISOString(), value: 41_000 }],
  })
  const began = Date.now()
  const hour = 3_600_000
  const said = (ms: number) => new Date(ms + 7 * hour).toISOString().slice(0, 19)
  const clock = `replay,${said(began - 2 * hour)},${said(began + 1_000)},${said(began - 2 * hour)},60,then`
  const officer = await server.as('duty')
  const first = await openPage(browser, server.url, '/log', officer)
  await first.page.waitForSelector('[data-page="log"]')
  const past = await first.context.newPage()
  await past.goto(`${server.url}/log?clock=${clock}`)
  const shownAt = async (page: Page) =>
    Date.parse((await page.locator('[data-clock="replay"] time').getAttribute('datetime')) ?? '')
  // Opened by a link, it is what the others go with.
  expect(await shownAt(first.page)).toBeLessThan(began)
  await expect.poll(() => shownAt(past)).toBeGreaterThan(began - 1.75 * hour)
  const late = await first.context.newPage()
  await late.goto(`${server.url}/log`)
  expect(await shownAt(late)).toBeGreaterThan(began - 1.75 * hour)
  expect(first.problems).toEqual([])
  await first.context.close()
})
