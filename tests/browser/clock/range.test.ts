import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'
import { agree, push } from '../wall/stage.ts'

const MINUTE = 60_000
const address = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 23)

describe('the chart of a real-time number', () => {
  let server: TestServer
  let browser: Browser
  let analyst: Client
  let key: string
  const say = (at: number, value: number) =>
    push(
      server,
      'EVN-DO',
      key,
      JSON.stringify({
        observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date(at).toISOString(), value }],
      }),
    )
  const chart = (page: Page, count: number, last: number) =>
    page.locator(`[data-trend] svg[data-buckets="${count}"][data-last="${last}"]`).waitFor()
  const begin = Date.now()

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    key = await agree(await server.as('administrator'), 'EVN-DO', 'http-push', 'KTN-02')
    for (const ago of [50, 40, 30, 20]) await say(begin - ago * MINUTE, 40_000 + ago)
    analyst = await server.as('analyst')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('goes on with the stream: each value once, a correction in its own place', async () => {
    const { page, context, problems } = await openPage(browser, server.url, '/data/KTN-02?range=h1', analyst)
    await chart(page, 4, 40_020)
    await say(begin - MINUTE, 41_000)
    await chart(page, 5, 41_000)
    await say(begin, 42_000)
    await chart(page, 6, 42_000)
    await say(begin, 42_500)
    await chart(page, 6, 42_500)
    // What a reader is told who comes only now is the same.
    await page.reload()
    await chart(page, 6, 42_500)
    expect(problems).toEqual([])
    await context.close()
  })

  test('shows the range that is chosen, and keeps it in the address', async () => {
    const { page, context } = await openPage(browser, server.url, '/data/KTN-02?range=h1', analyst)
    await chart(page, 6, 42_500)
    await page.click('[data-range="d7"]')
    await page.waitForSelector('[data-trend="d7"] svg')
    expect(new URL(page.url()).searchParams.get('range')).toBe('d7')
    await context.close()
  })

  test('of another time ends there: no later number stands in it', async () => {
    const at = address(begin - 25 * MINUTE)
    const path = `/data/KTN-02?range=h1&clock=fixed,${at},now`
    const { page, context } = await openPage(browser, server.url, path, analyst)
    await chart(page, 3, 40_030)
    await context.close()
  })

  test('begins where the page was told to', async () => {
    const [from, at] = [begin - 45 * MINUTE, begin - 25 * MINUTE].map(address)
    const path = `/data/KTN-02?range=h1&clock=fixed,${at},now,${from}`
    const { page, context } = await openPage(browser, server.url, path, analyst)
    await chart(page, 2, 40_030)
    expect(await page.locator('[data-range="own"]').count()).toBe(1)
    // The clock keeps its range: the address still says it.
    expect(new URL(page.url()).searchParams.get('clock')?.split(',')).toHaveLength(4)
    await context.close()
  })

  test('that no target leads anywhere has no projection, and says why', async () => {
    const { page, context } = await openPage(browser, server.url, '/data/KTN-02', analyst)
    await page.waitForSelector('[data-projection="NO_VALUES"], [data-projection="NO_TARGET"]')
    expect(await page.locator('[data-projection]').textContent()).toContain('Không thể dự báo')
    await context.close()
  })
})
