import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser } from '../desk/page.ts'
import { Walls } from './stage.ts'

const INDICATOR = 'KTN-14'
const HA_NOI = { unit: '01', value: 71_357.5 }
const QUANG_NINH = { unit: '22', value: 82_468.5 }
const WAYS = ['http', 'socket'] as const
let server: TestServer
let browser: Browser
let walls: Walls
let leader: Client
let quangNinh: Client

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  leader = await server.as('leader')
  quangNinh = await server.as('agency', '22')
  const admin = await server.as('administrator')
  const made = await admin.post<{ key: string }>('/api/connections', {
    id: 'EVN-PROVINCES',
    agencyCode: 'EVN',
    name: { vi: 'Điện các tỉnh', en: 'Power of the provinces' },
    connector: 'http-push',
    simulated: true,
    contract: {
      times: { period: 'P1M', graceSeconds: 86_400, expirySeconds: 86_400 * 90, hours: null },
      series: [{ indicator: INDICATOR }],
    },
  })
  expect(made.status).toBe(201)
  const { status, body } = await server.anonymous.post<{ accepted: number }>(
    '/api/connections/EVN-PROVINCES/observations',
    { observations: [HA_NOI, QUANG_NINH].map((o) => ({ indicator: INDICATOR, period: '2026-09', ...o })) },
    { authorization: `Bearer ${made.body.key}` },
  )
  expect([status, body.accepted]).toEqual([200, 2])
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** The forms a number takes on the way: text, and a double in either order of its bytes. */
function formsOf(value: number): Buffer[] {
  const little = Buffer.alloc(8)
  little.writeDoubleLE(value)
  const big = Buffer.alloc(8)
  big.writeDoubleBE(value)
  return [little, big, Buffer.from(`${value}`)]
}

/** The values of every frame inside a message: a frame is a run of bytes with its length before it. */
function framed(bytes: Buffer): number[] {
  const found: number[] = []
  for (let i = 0; i < bytes.length - 3; i++) {
    const width = [1, 2, 4][(bytes[i] ?? 0) - 0xc4]
    if (width === undefined || i + 1 + width > bytes.length) continue
    const from = i + 1 + width
    const length = bytes.readUIntBE(i + 1, width)
    if (length === 0 || from + length > bytes.length) continue
    try {
      found.push(...decodeFrame(bytes.subarray(from, from + length)).cells.map((c) => c.value))
    } catch {} // No frame begins here.
  }
  return found
}

/** Everything a page receives, over HTTP and over its socket, as bytes. */
function received(page: Page) {
  const ways = { http: [] as Promise<Buffer>[], socket: [] as Promise<Buffer>[] }
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => ways.socket.push(Promise.resolve(Buffer.from(payload)))),
  )
  page.on('response', (response) => {
    if (response.url().includes('/api/')) ways.http.push(response.body().catch(() => Buffer.alloc(0)))
  })
  return {
    holds: async (way: keyof typeof ways, value: number) => {
      const all = await Promise.all(ways[way])
      return all.some(
        (bytes) => formsOf(value).some((form) => bytes.includes(form)) || framed(bytes).includes(value),
      )
    },
  }
}

async function openIndicator(who: Client) {
  const page = await walls.page(server.url, '/data', who)
  const got = received(page)
  await page.goto(`${server.url}/data/${INDICATOR}`)
  await page.locator(`[data-series="${INDICATOR}@22"]`).first().waitFor()
  for (const way of WAYS) await expect.poll(() => got.holds(way, QUANG_NINH.value)).toBe(true)
  await page.waitForLoadState('networkidle')
  return { page, got }
}

test('a province sees its own value, and of another not a byte, over HTTP and over the socket', async () => {
  const { page, got } = await openIndicator(quangNinh)
  for (const way of WAYS) expect([way, await got.holds(way, HA_NOI.value)]).toEqual([way, false])
  expect(await page.locator(`[data-series="${INDICATOR}@01"]`).count()).toBe(0)
  const asked = await page.evaluate(async (indicator) => {
    const paths = [
      `/api/series/${indicator}/01/lineage`,
      `/api/history?indicator=${indicator}&unit=01`,
      `/api/observations?indicator=${indicator}&unit=01`,
    ]
    return Promise.all(paths.map(async (p) => fetch(p).then((r) => r.text())))
  }, INDICATOR)
  for (const text of asked) expect(text).not.toContain(`${HA_NOI.value}`)
})

test('the leadership sees both, so that what a province lacks is kept from it and not just missing', async () => {
  const { page, got } = await openIndicator(leader)
  await page.locator(`[data-series="${INDICATOR}@01"]`).first().waitFor()
  for (const way of WAYS) await expect.poll(() => got.holds(way, HA_NOI.value)).toBe(true)
})
