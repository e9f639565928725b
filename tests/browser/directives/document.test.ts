import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { COLUMNS } from '../../../server/directives/import/sheet.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

let server: TestServer
let browser: Browser
let folder: string
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  folder = await mkdtemp(join(tmpdir(), 'td-document-'))
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a document’s tasks come from a workbook, and an agency reports its own with evidence', async () => {
  const leader = await openPage(browser, server.url, '/directives', await server.as('leader'))
  const { page } = leader
  const path = join(folder, 'nghi-quyet.xlsx')
  const text = (value: string) => ({ type: String, value })
  const sheet = await writeXlsxFile([
    Object.values(COLUMNS).map(([name]) => text(name)),
    [text('1'), text('Quảng Ninh'), text('Đẩy nhanh giải ngân vốn đầu tư công'), text('31/12/2030')],
    [text('2'), text('Thừa Thiên - Huế; Hà Nội'), text('Rà soát hồ chứa, đê điều'), text('15/6/2030 11:30')],
  ]).toBuffer()
  await writeFile(path, sheet)
  await page.click('[data-action="import"]')
  await page.fill('[data-form="import"] [name="document"]', '01/NQ-CP')
  await page.setInputFiles('[name="workbook"]', path)
  await page.click('[data-form="import"] button[type="submit"]')
  // The name of before the reorganisation is told, and what takes its place is one press away.
  await page.waitForSelector('[data-import]')
  const offer = page.locator('[data-row="3"] [data-fault="UNIT_ENDED"] [data-offer]')
  if (await offer.count()) await offer.first().click()
  await page.waitForSelector('[data-import="2/0/0"]')
  await page.click('[data-action="take"]')
  await page.waitForSelector('[data-form="import"]', { state: 'detached' })
  await page.waitForSelector('[data-filter]:has-text("01/NQ-CP")')
  await page.waitForFunction(() => document.querySelectorAll('li[data-directive]').length === 3)
  await page.click('[data-group="document"]')
  await page.waitForSelector('[data-ranked="01/NQ-CP"]:has-text("0 quá hạn / 3")')

  const agency = await openPage(browser, server.url, '/directives', await server.as('agency', '22'))
  const own = agency.page
  await own.click('[data-act="accept"]')
  await own.click('[data-act="report"]')
  await own.fill('[name="note"]', 'Đã nghiệm thu ba dự án')
  const evidence = join(folder, 'Biên bản nghiệm thu.pdf')
  await writeFile(evidence, '%PDF-1.7\n%%EOF\n')
  await own.setInputFiles('[name="evidence"]', evidence)
  await own.waitForSelector('[data-evidence]:has-text("Biên bản nghiệm thu.pdf")')
  await own.click('form button[type="submit"]')
  const download = '[data-step="report"] [data-evidence] a:has-text("Biên bản nghiệm thu.pdf")'
  await own.waitForSelector(download)
  await page.click('li[data-directive]:has-text("Quảng Ninh") button')
  await page.waitForSelector(download)
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(download)])
  expect(file.suggestedFilename()).toBe('Biên bản nghiệm thu.pdf')
  for (const { problems } of [leader, agency]) expect(problems).toEqual([])
})
