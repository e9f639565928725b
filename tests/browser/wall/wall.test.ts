import { createHash } from 'node:crypto'
import mqtt from 'mqtt'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { cable } from '../bridge/stage.ts'
import { openBrowser } from '../desk/page.ts'
import { agree, bodyOf, push, shown, Walls } from './stage.ts'

let server: TestServer
let browser: Browser
let walls: Walls
let admin: Client
let http: string
let overMqtt: string
const load = (text: string) => push(server, 'EVN-HTTP', http, text)

beforeAll(async () => {
  server = await startServer({ MQTT_PORT: '0' })
  browser = await openBrowser()
  walls = new Walls(browser)
  admin = await server.as('administrator')
  http = await agree(admin, 'EVN-HTTP', 'http-push', 'KTN-02')
  overMqtt = await agree(admin, 'EVN-MQTT', 'mqtt', 'KTN-03')
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('the wall', () => {
  test('shows what HTTP and MQTT bring, as fresh as it is, and says that it is simulated', async () => {
    await load(bodyOf('KTN-02', 41_234))
    const page = await walls.wall(server)
    await shown(page, 'KTN-02@VN').getByText('41.234').waitFor()
    expect(await shown(page, 'KTN-02@VN').getAttribute('data-unit-from')).toBe('1945-09-02')
    // What came before the wall had opened may be a minute old by now.
    await load(bodyOf('KTN-02', 42_345))
    await shown(page, 'KTN-02@VN').getByText('42.345').waitFor()
    expect(await shown(page, 'KTN-02@VN').getAttribute('data-freshness')).toBe('fresh')

    const client = mqtt.connect({
      host: '127.0.0.1',
      port: server.app.intake.mqttPort ?? 0,
      username: 'EVN-MQTT',
      password: overMqtt,
    })
    await client.publishAsync('td/EVN-MQTT/observations', bodyOf('KTN-03', 50.02), { qos: 1 })
    await shown(page, 'KTN-03@VN').getByText('50,02').waitFor()
    expect(await shown(page, 'KTN-03@VN').getAttribute('data-freshness')).toBe('fresh')
    await client.endAsync()
    await page.locator('[data-simulated]').waitFor()
    await page.locator('[data-metric="coverage"]', { hasText: /^2\s*\/\s*200/ }).waitFor()
  })

  test('leads from a number to the message that brought it, whose hash matches', async () => {
    const text = bodyOf('KTN-02', 43_210)
    await load(text)
    const page = await walls.wall(server)
    await shown(page, 'KTN-02@VN').getByText('43.210').click()
    const sha256 = createHash('sha256').update(text).digest('hex')
    await page.locator(`[data-lineage="KTN-02@VN"] [data-hash="${sha256}"]`).waitFor()
    await page.locator(`[data-recomputed="${sha256}"][data-intact="true"]`).waitFor()
  })

  test('keeps its picture when the link is cut, says since when, and comes back alone', async () => {
    const line = await cable(server.url)
    const page = await walls.wall(server, line.url)
    await load(bodyOf('KTN-02', 44_100))
    await shown(page, 'KTN-02@VN').getByText('44.100').waitFor()
    line.pull()
    await page.locator('[data-link="lost"]').waitFor()
    expect(await page.locator('[data-link="lost"]').textContent()).toMatch(/Mất kết nối từ \d\d:\d\d:\d\d/)
    expect(await shown(page, 'KTN-02@VN').textContent()).toBe('44.100')
    await load(bodyOf('KTN-02', 44_200))
    line.plug()
    await shown(page, 'KTN-02@VN').getByText('44.200').waitFor()
    await page.locator('[data-link]').waitFor({ state: 'detached' })
    line.close()
  })

  test('is let in by the six figures on its face, and asks again when it is shut out', async () => {
    const page = await walls.page(server.url, '/wall')
    const code = await page.locator('[data-code]').getAttribute('data-code')
    expect(code).toMatch(/^\d{6}$/)
    const officer = await server.as('duty')
    const approved = await officer.post<{ id: number }>('/api/screens/approve', { code, name: 'Tường A' })
    expect(approved.status).toBe(200)
    await page.locator('[data-scene="section"]').waitFor()
    await officer.post(`/api/screens/${approved.body.id}/revoke`)
    await page.locator('[data-code]').waitFor()
    expect(await page.locator('[data-code]').getAttribute('data-code')).not.toBe(code)
    expect(await page.evaluate(() => localStorage.getItem('td.screen'))).toBeNull()
  })

  test('takes the token of its link out of the address, and a link lets in one screen only', async () => {
    const link = await server.app.wall.pairingLink(server.url)
    const first = await walls.page('', link)
    await first.locator('[data-scene="section"]').waitFor()
    expect(first.url()).not.toContain('pair=')
    const second = await walls.page('', link)
    await second.locator('[data-code]').waitFor()
  })
})

describe('no page', () => {
  const open = async (path: string, who: Client | null) => {
    const page = await walls.page(server.url, path, who)
    await page.locator('main, [data-code], form, h1, .swagger-ui').first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(await walls.close()).toEqual([])
  }
  test.each([
    '/wall',
    '/sign-in',
    '/desk',
    '/data',
    '/data/KTN-02',
    '/checks',
    '/coverage',
    '/quarantine',
    '/checks?tab=rules',
    '/lineage/KTN-02/VN?from=1945-09-02',
    '/import',
    '/admin',
    '/point',
  ])('%s breaks the content policy or throws', (path) => open(path, admin))
  test('/session/:id breaks the content policy or throws', async () => {
    const made = await admin.post<{ session: { id: string } }>('/api/bridge', {
      title: 'Giao ban',
      units: ['22'],
    })
    expect(made.status).toBe(201)
    await open(`/session/${made.body.session.id}`, admin)
    await admin.post(`/api/bridge/${made.body.session.id}/end`)
  })
  test('breaks it before anybody has signed in', () => open('/desk', null))
})
