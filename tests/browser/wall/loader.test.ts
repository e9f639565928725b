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

test('it does not leave for a wall that is not kept on the machine: with the server away nothing of ours would stand there', async () => {
  server = await startServer({ DATABASE_URL: database.url })
  const file = join(folder, 'chua-giu.html')
  await writeFile(file, await (await server.anonymous.fetch('/loader.html')).text())
  const page = await browser.newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(pathToFileURL(file).href)
  // It has seen a server that is ready; nobody let the screen in, so that nothing is kept.
  await page.locator('[data-code]').waitFor()
  expect(new URL(page.url()).hash).toBe('')
  await server.stop()
  server = undefined
  await page.clock.install()
  await page.goto(pathToFileURL(file).href)
  const silent = page.locator('body[data-why="silent"]')
  await silent.waitFor()
  // So long that it would go, and until it has asked once more.
  await page.clock.fastForward(60_000)
  await page.evaluate(() => document.body.removeAttribute('data-why'))
  await silent.waitFor()
  expect(new URL(page.url()).protocol).toBe('file:')
  await page.close()
})
