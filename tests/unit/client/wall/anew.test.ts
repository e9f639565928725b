import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let answers: () => Promise<Response>
let reloads = 0
beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
  reloads = 0
  vi.stubGlobal('fetch', () => answers())
  vi.stubGlobal('location', { reload: () => reloads++ })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const away = () => Promise.reject(new TypeError('no network'))
const says = (ready: boolean) => () => Promise.resolve(Response.json({ ready }))

test('a wall that wants to load itself again stands on while its server is away, and does so once the server is ready', async () => {
  const { reloadOnceReady } = await import('../../../../client/pages/wall/device/anew.ts')
  answers = away
  void reloadOnceReady()
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  answers = says(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(reloads).toBe(0)
  // Wanted for another reason meanwhile: it is still one.
  void reloadOnceReady()
  answers = says(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(reloads).toBe(1)
})

test('it loads itself again without a pause where the server answers', async () => {
  const { reloadOnceReady } = await import('../../../../client/pages/wall/device/anew.ts')
  answers = says(true)
  await reloadOnceReady()
  expect(reloads).toBe(1)
})
