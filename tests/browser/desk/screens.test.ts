import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from '../../integration/bridge/sockets.ts'
import { arrive, pair } from '../../integration/wall/stage.ts'
import { openBrowser, openPage } from './page.ts'

describe('the duty officer', () => {
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

  test('approves a new screen by the code it shows, and renames and revokes it', async () => {
    const officer = await server.as('duty')
    const hello = await server.anonymous.post<{ code: string; deviceSecret: string }>('/api/screens/hello')
    const { page, problems } = await openPage(browser, server.url, '/desk', officer)
    await page.click('[data-action="approve-screen"]')
    await page.fill('[data-task="approve"] [name="code"]', hello.body.code)
    await page.fill('[data-task="approve"] [name="name"]', 'Sảnh tầng 2')
    await page.click('[data-task="approve"] [type="submit"]')
    await page.waitForSelector('[data-task="approve"]', { state: 'detached' })
    const polled = await server.anonymous.post<{ token?: string }>('/api/screens/poll', {
      deviceSecret: hello.body.deviceSecret,
    })
    expect(polled.body.token).toMatch(/^[\w-]{43}$/)

    // By its name from anywhere it is found with what it can be told.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('sanh tang')
    await page.locator('[data-found^="screen:"]').click()
    await page.locator('[data-page="screens"] aside', { hasText: 'Sảnh tầng 2' }).waitFor()
    await page.goBack()
    const line = page.locator('[data-screen]', { hasText: 'Sảnh tầng 2' })
    await line.waitFor()
    await line.locator('[aria-expanded]').click()
    // The menu has the keys while it is open: down to its second line and out again.
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]') !== null)
    await page.keyboard.press('ArrowDown')
    await page.waitForSelector('[role="menuitem"][data-highlighted]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[role="menu"]', { state: 'detached' })
    await page.keyboard.press('n')
    await page.waitForSelector('[data-log-form] textarea:focus')
    // No key leads out of a dialog to what lies behind it.
    await page.keyboard.press('F6')
    expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
    await page.keyboard.press('Escape')
    await page.waitForSelector('[role="dialog"]', { state: 'detached' })
    await line.locator('[aria-expanded]').click()
    await page.locator('[role="menuitem"]').first().click()
    await page.fill('[data-task="rename"] [name="name"]', 'Sảnh lớn')
    await page.click('[data-task="rename"] [type="submit"]')
    await page.locator('[data-screen]', { hasText: 'Sảnh lớn' }).waitFor()

    await page.locator('[data-screen] [aria-expanded]').click()
    await page.locator('[role="menuitem"]').last().click()
    await page.click('[data-task="revoke"] [type="submit"]')
    await page.locator('[data-screen]').waitFor({ state: 'detached' })
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('is told when a code is wrong, and nothing is approved', async () => {
    const officer = await server.as('duty')
    const { page } = await openPage(browser, server.url, '/desk', officer)
    await page.click('[data-action="approve-screen"]')
    await page.fill('[name="code"]', '000000')
    await page.fill('[name="name"]', 'Không có')
    await page.click('[data-task="approve"] [type="submit"]')
    await page.getByText('NOT_FOUND').waitFor()
    const list = await officer.get<unknown[]>('/api/screens')
    expect(list.body.filter((s) => JSON.stringify(s).includes('Không có'))).toEqual([])
    await page.context().close()
  })

  test('sees by mark and word which screen wants a look, the worst first; a page that does not answer does not count', async () => {
    const officer = await server.as('duty')
    expect(server.app.wall.paired()).toEqual([])
    const [lost, silent, copied] = [await pair(server), await pair(server), await pair(server)]
    // A page that is there, and never says how it does.
    const mute = await arrive(server, silent, 'A'.repeat(43))
    const well = await arrive(server, copied, 'B'.repeat(43))
    const beat = () =>
      well.socket.emit('screen:beat', {
        ...{ framesPerSecond: 60, heapMb: null, heapLimitMb: null, skewMs: 0, version: 'x', engine: 'x' },
        ...{ width: 1, height: 1, contextsLost: 0, upSeconds: 1, kept: true, stalledMs: 0 },
      })
    beat()
    const beats = setInterval(beat, 1_000)
    await expect(
      connect(server.url, { screenToken: copied.token, screenDevice: 'C'.repeat(43) }),
    ).rejects.toThrow('UNAUTHENTICATED')

    const { page, problems } = await openPage(browser, server.url, '/desk', officer)
    const line = (id: number, fault: string) => page.locator(`[data-screen="${id}"][data-fault="${fault}"]`)
    await line(lost.id, 'lost').getByText('Mất liên lạc').waitFor()
    await line(silent.id, 'silent').getByText('Trang không trả lời').waitFor()
    await line(copied.id, 'copied').getByText('Khóa bị dùng ở nơi khác').waitFor()
    expect(await page.locator('[data-pane="screens"] [data-screen] > svg').count()).toBe(3)
    const order = await page
      .locator('[data-pane="screens"] [data-screen]')
      .evaluateAll((all) => all.map((e) => Number(e.getAttribute('data-screen'))))
    expect(order).toEqual([lost.id, silent.id, copied.id])
    await page.locator('[data-metric="screens-connected"]', { hasText: '1/3 đang nối' }).waitFor()
    clearInterval(beats)
    for (const { socket } of [mute, well]) socket.close()
    expect(problems).toEqual([])
    await page.context().close()
  })
})
