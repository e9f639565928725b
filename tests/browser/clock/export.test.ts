import { readFile } from 'node:fs/promises'
import JSONstat from 'jsonstat-toolkit'
import type { Browser, Page } from 'playwright-core'
import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'
import { agree, push } from '../wall/stage.ts'

const DAY = { period: 'P1D', graceSeconds: 86_400, expirySeconds: 30 * 86_400, hours: null }
const DAY_BEFORE = new Date(Date.now() + ZONE_OFFSET_MS - 86_400_000).toISOString().slice(0, 10)
const SENT: [unit: string, value: number][] = [
  ['01', 61.5],
  ['22', 18.25],
  ['48', -0.5],
]

describe('what is on screen as a file', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  let problems: string[]
  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    const key = await agree(await server.as('administrator'), 'EVN-TINH', 'http-push', 'KTN-06', DAY)
    const observations = SENT.map(([unit, value]) => ({
      indicator: 'KTN-06',
      unit,
      period: DAY_BEFORE,
      value,
    }))
    await push(server, 'EVN-TINH', key, JSON.stringify({ observations }))
    const opened = await openPage(browser, server.url, '/data/KTN-06', await server.as('analyst'))
    page = opened.page
    problems = opened.problems
    await page.waitForSelector('[data-table="units"] tr[data-unit="22"]')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** Downloads one kind of file from the menu of a part of the page. */
  async function take(part: string, kind: string): Promise<{ name: string; bytes: Buffer }> {
    await page.locator(`${part} [data-action="export"]`).click()
    const coming = page.waitForEvent('download')
    await page.click(`[data-export-kind="${kind}"]`)
    const file = await coming
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }
  const TABLE = '[data-table="units"]'

  test('the table as CSV holds the numbers that are shown, and says what it is', async () => {
    const { name, bytes } = await take(TABLE, 'csv')
    expect(name).toMatch(/^KTN-06-.*\.csv$/)
    const lines = bytes.toString('utf8').split('\r\n')
    expect(lines.find((l) => l.startsWith('# source'))).toContain('EVN-TINH')
    expect(lines.find((l) => l.startsWith('# timeZone'))).toContain('Asia/Ho_Chi_Minh')
    expect(lines.find((l) => l.startsWith('# simulated'))).toContain('có')
    expect(lines.find((l) => l.startsWith('# address'))).toContain('/data/KTN-06')
    const header = lines.find((l) => l.startsWith('indicator,'))?.split(',') ?? []
    const rows = lines.filter((l) => l.startsWith('KTN-06,')).map((l) => l.split(','))
    const shown = await page.locator(`${TABLE} tbody tr`).count()
    expect(rows).toHaveLength(shown)
    for (const [unit, value] of SENT)
      expect(rows.find((r) => r[header.indexOf('unit')] === unit)?.[header.indexOf('value')]).toBe(
        String(value),
      )
  })

  test('the table as XLSX holds them as numbers', async () => {
    const { bytes } = await take(TABLE, 'xlsx')
    const [figures, about] = await readXlsx(bytes)
    const [header = [], ...rows] = figures?.data ?? []
    for (const [unit, value] of SENT)
      expect(rows.find((r) => r[header.indexOf('Mã đơn vị')] === unit)?.[header.indexOf('Giá trị')]).toBe(
        value,
      )
    expect(about?.data.find((r) => r[0] === 'Nguồn')?.[1]).toContain('EVN-TINH')
  })

  test('the table as JSON-stat is read by a JSON-stat reader', async () => {
    const { bytes } = await take(TABLE, 'json-stat')
    const set = JSONstat(JSON.parse(bytes.toString('utf8')))
    const [rows = [], figures = []] = [set.Dimension('row')?.id, set.Dimension('figure')?.id]
    for (const [unit, value] of SENT)
      expect(set.value[rows.indexOf(unit) * figures.length + figures.indexOf('value')]).toBe(value)
  })

  test('the table, the chart and the map as PNG are pictures at twice their size', async () => {
    await page.waitForSelector('[data-map-values="3"] canvas')
    for (const part of [TABLE, '[data-part="places"]']) {
      const { bytes } = await take(part, 'png')
      expect(bytes.subarray(1, 4).toString()).toBe('PNG')
      const box = await page.locator(part === TABLE ? TABLE : '[data-map-values]').boundingBox()
      expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(2 * Math.floor(box?.width ?? 0))
      expect(bytes.readUInt32BE(20)).toBeGreaterThan(2 * Math.floor(box?.height ?? 0))
    }
  })

  test("the server's own files of the indicator stand in the same menu", async () => {
    await page.locator(`${TABLE} [data-action="export"]`).click()
    const coming = page.waitForEvent('download')
    await page.locator('a[href*="format=xlsx"]').click()
    const [figures] = await readXlsx(await readFile(await (await coming).path()))
    expect(figures?.data.flat()).toEqual(expect.arrayContaining(SENT.map(([, value]) => value)))
    expect(problems).toEqual([])
  })
})
