import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, PATIENCE } from '../desk/page.ts'

let browser: Browser
let server: TestServer | undefined
let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: string
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'td-loader-'))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

test('a page kept on the machine waits for a server that is away, says why, and goes on by itself', async () => {
  server = await startServer({ DATABASE_URL: database.url })
  const { port } = new URL(server.url)
  const given = await server.anonymous.fetch('/loader.html')
  expect(given.headers.get('content-disposition')).toContain('attachment')
  const file = join(folder, 'man-hinh.html')
  await writeFile(file, await given.text())
  await server.stop()
  server = undefined

  const page = await browser.newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(pathToFileURL(file).href)
  await page.locator('body[data-why="silent"]').waitFor()
  await page.getByText('Không liên lạc được với máy chủ').waitFor()
  await page.context().setOffline(true)
  await page.locator('body[data-why="offline"]').waitFor()
  await page.context().setOffline(false)

  server = await startServer({ DATABASE_URL: database.url, PORT: port })
  await page.locator('[data-code]').waitFor()
  expect(new URL(page.url()).pathname).toBe('/wall')
})
