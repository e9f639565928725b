import { createHash } from 'node:crypto'
import mqtt from 'mqtt'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { cable } from '../bridge/stage.ts'
import { openBrowser, openPage } from '../desk/page.ts'

let server: TestServer
let browser: Browser
let admin: Client
const keys = new Map<string, string>()
const open: BrowserContext[] = []
const problems: string[] = []

async function agree(id: string, connector: string, indicator: string): Promise<void> {
  const made = await admin.post<{ key: string }>('/api/connections', {
    id,
    agencyCode: 'EVN',
    name: { vi: `Nguồn ${id}`, en: `Source ${id}` },
    connector,
    simulated: true,
    contract: {
      times: { period: 'PT1M', graceSeconds: 60, expirySeconds: 3600, hours: null },
      series: [{ indicator }],
    },
  })
  expect(made.status).toBe(201)
  keys.set(id, made.body.key)
}

const body = (indicator: string, value: number) =>
  JSON.stringify({ observations: [{ indicator, unit: 'VN', at: new Date().toISOString(), value }] })

async function push(id: string, text: string): Promise<void> {
  const { status } = await server.anonymous.fetch(`/api/connections/${id}/observations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.get(id)}`, 'content-type': 'application/json' },
    body: text,
  })
  expect(status).toBe(200)
}

/** A wall of its own, let in by a one-time link. `base` may be the near end of a cable. */
async function openWall(base = server.url, query = '?section=2'): Promise<Page> {
  const link = await server.app.wall.pairingLink(base)
  const {
    page,
    context,
    problems: own,
  } = await openPage(browser, '', link.replace('/wall#', `/wall${query}#`), null)
  open.push(context)
  page.on('close', () => problems.push(...own))
  return page
}
const shown = (page: Page, series: string) => page.locator(`main [data-series="${series}"]`).first()

beforeAll(async () => {
  server = await startServer({ MQTT_PORT: '0' })
  browser = await openBrowser()
  admin = await server.as('administrator')
  await agree('EVN-HTTP', 'http-push', 'KTN-02')
  await agree('EVN-MQTT', 'mqtt', 'KTN-03')
})
afterEach(async () => {
  for (const context of open.splice(0)) await context.close()
  expect(problems.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('the wall', () => {
  test('shows what HTTP and MQTT bring, as fresh as it is, and says that it is simulated', async () => {
    await push('EVN-HTTP', body('KTN-02', 41_234))
    const page = await openWall()
    await shown(page, 'KTN-02@VN').getByText('41.234').waitFor()
    expect(await shown(page, 'KTN-02@VN').getAttribute('data-freshness')).toBe('fresh')
    expect(await shown(page, 'KTN-02@VN').getAttribute('data-unit-from')).toBe('1945-09-02')
    await push('EVN-HTTP', body('KTN-02', 42_345))
    await shown(page, 'KTN-02@VN').getByText('42.345').waitFor()

    const client = mqtt.connect({
      host: '127.0.0.1',
      port: server.app.intake.mqttPort ?? 0,
      username: 'EVN-MQTT',
      password: keys.get('EVN-MQTT') ?? '',
    })
    await client.publishAsync('td/EVN-MQTT/observations', body('KTN-03', 50.02), { qos: 1 })
    await shown(page, 'KTN-03@VN').getByText('50,02').waitFor()
    expect(await shown(page, 'KTN-03@VN').getAttribute('data-freshness')).toBe('fresh')
    await client.endAsync()
    await page.locator('[data-simulated]').waitFor()
    expect(await page.locator('[data-metric="coverage"]').textContent()).toMatch(/2\s*\/\s*200/)
  })

  test('leads from a number to the message that brought it, whose hash matches', async () => {
    const text = body('KTN-02', 43_210)
    await push('EVN-HTTP', text)
    const page = await openWall()
    await shown(page, 'KTN-02@VN').getByText('43.210').click()
    const sha256 = createHash('sha256').update(text).digest('hex')
    await page.locator(`[data-lineage="KTN-02@VN"] [data-hash="${sha256}"]`).waitFor()
    await page.locator(`[data-recomputed="${sha256}"][data-intact="true"]`).waitFor()
  })

  test('keeps its picture when the link is cut, says since when, and comes back alone', async () => {
    const line = await cable(server.url)
    const page = await openWall(line.url)
    await push('EVN-HTTP', body('KTN-02', 44_100))
    await shown(page, 'KTN-02@VN').getByText('44.100').waitFor()
    line.pull()
    await page.locator('[data-link="lost"]').waitFor({ timeout: 40_000 })
    expect(await page.locator('[data-link="lost"]').textContent()).toMatch(/Mất kết nối từ \d\d:\d\d:\d\d/)
    expect(await shown(page, 'KTN-02@VN').textContent()).toBe('44.100')
    await push('EVN-HTTP', body('KTN-02', 44_200))
    line.plug()
    await shown(page, 'KTN-02@VN').getByText('44.200').waitFor({ timeout: 40_000 })
    await page.locator('[data-link]').waitFor({ state: 'detached' })
    line.close()
  })

  test('is let in by the six figures on its face, and asks again when it is shut out', async () => {
    const { page, context } = await openPage(browser, server.url, '/wall', null)
    open.push(context)
    const code = await page.locator('[data-code]').getAttribute('data-code')
    expect(code).toMatch(/^\d{6}$/)
    const officer = await server.as('duty')
    const approved = await officer.post<{ id: number }>('/api/screens/approve', { code, name: 'Tường A' })
    expect(approved.status).toBe(200)
    await page.locator('[data-scene="section"]').waitFor()
    await officer.post(`/api/screens/${approved.body.id}/revoke`)
    await page.locator('[data-pairing]').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('td.screen'))).toBeNull()
  })

  test('takes the token of its link out of the address, and a link lets in one screen only', async () => {
    const link = await server.app.wall.pairingLink(server.url)
    const first = await openPage(browser, '', link, null)
    open.push(first.context)
    await first.page.locator('[data-scene="section"]').waitFor()
    expect(first.page.url()).not.toContain('pair=')
    const second = await openPage(browser, '', link, null)
    open.push(second.context)
    await second.page.locator('[data-code]').waitFor()
  })
})

describe('no page', () => {
  test.each(['/wall', '/sign-in', '/desk', '/data', '/data/KTN-02', '/import', '/admin', '/point'])(
    '%s breaks the content policy or throws',
    async (path) => {
      const { page, context, problems: own } = await openPage(browser, server.url, path, admin)
      open.push(context)
      await page.locator('main, [data-code], form, h1, .swagger-ui').first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(own).toEqual([])
    },
  )
})
