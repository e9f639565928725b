import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { PlaylistView } from '../../../shared/api/scenes.ts'
import type { Playlist } from '../../../shared/playlist.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser } from '../desk/page.ts'
import { Walls } from './stage.ts'

let server: TestServer
let browser: Browser
let walls: Walls
let duty: Client
let second: Client
const listOf = (key: string, more: Partial<Playlist> = {}): Playlist => ({
  ...{ key, title: { vi: `Lịch ${key}`, en: `List ${key}` }, enabled: false, priority: 5 },
  ...{ targets: [{ kind: 'all' }], times: [], items: [{ scene: 'storm', minutes: 5 }] },
  conditions: [{ kind: 'value', indicator: 'KTN-02', unit: 'VN', comparator: '<', value: 0 }],
  ...more,
})
const put = async (playlist: Playlist, after: number) =>
  expect((await second.send('PUT', `/api/playlists/${playlist.key}`, { playlist, after })).status).toBe(200)
const stored = async (key: string) =>
  (await second.get<PlaylistView[]>('/api/playlists')).body.find((v) => v.playlist.key === key)

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  walls = new Walls(browser)
  ;[duty, second] = await Promise.all([server.as('duty'), server.as('duty')])
  await put(listOf('mot'), 0)
  await put(listOf('hai'), 0)
})
afterEach(async () => {
  expect(await walls.close()).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a condition’s number is taken as it is typed, also below nought', async () => {
  const page = await walls.page(server.url, '/scenes?tab=playlists', duty)
  await page.click('[data-playlist="mot"]')
  const value = page.locator('[data-condition="value"] input[name="value"]')
  await value.click()
  await value.press('ControlOrMeta+a')
  await value.pressSequentially('-5')
  await page.click('aside button[type="submit"]')
  await page.locator('aside').waitFor({ state: 'detached' })
  expect((await stored('mot'))?.playlist.conditions).toMatchObject([{ value: -5 }])
})

test('a changed playlist is not left for another without a word', async () => {
  const page = await walls.page(server.url, '/scenes?tab=playlists', duty)
  await page.click('[data-playlist="hai"]')
  const name = page.locator('aside input[name="title-vi"]')
  await name.fill('Tên đang sửa')
  for (const press of ['[data-playlist="mot"]', '[data-new]', '[data-close]']) {
    await page.click(press)
    await page.click('[data-leaving] [data-stay]')
    await page.locator('[data-leaving]').waitFor({ state: 'detached' })
    expect(await name.inputValue()).toBe('Tên đang sửa')
  }
  await page.click('[data-playlist="mot"]')
  await page.click('[data-leaving] [data-leave]')
  await expect.poll(() => name.inputValue()).toBe('Lịch mot')
  // What was not changed is left at once.
  await page.click('[data-playlist="hai"]')
  await expect.poll(() => name.inputValue()).toBe('Lịch hai')
})

test('where another has saved meanwhile one’s own changes are saved over it, or the newer one is loaded', async () => {
  const page = await walls.page(server.url, '/scenes?tab=playlists', duty)
  const name = page.locator('aside input[name="title-vi"]')
  const begin = async (title: string) => {
    await page.click('[data-playlist="hai"]')
    await name.fill(title)
  }
  const version = (await stored('hai'))?.version ?? 0
  await begin('Của tôi')
  await put(listOf('hai', { priority: 6 }), version)
  await page.click('aside button[type="submit"]')
  await page.click(`[data-conflict="${version + 1}"] [data-save-over]`)
  await page.locator('aside').waitFor({ state: 'detached' })
  expect(await stored('hai')).toMatchObject({ version: version + 2, playlist: { title: { vi: 'Của tôi' } } })

  await page.locator('[data-playlist="hai"]', { hasText: `v${version + 2}` }).waitFor()
  await begin('Cũ rồi')
  await put(listOf('hai', { title: { vi: 'Của người khác', en: 'Theirs' } }), version + 2)
  await page.click('aside button[type="submit"]')
  await page.click(`[data-conflict="${version + 3}"] [data-load-newer]`)
  await expect.poll(() => name.inputValue()).toBe('Của người khác')
  await page.click('aside button[type="submit"]')
  await page.locator('aside').waitFor({ state: 'detached' })
  expect((await stored('hai'))?.version).toBe(version + 4)
})
