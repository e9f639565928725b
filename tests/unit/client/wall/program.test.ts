import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetProgram, isKept, keepProgram } from '../../../../client/pages/wall/device/program.ts'

const asset = { name: 'http://wall.test/assets/a.js', entryType: 'resource', startTime: 0, duration: 0 }
/** What the worker was asked to keep, each time. */
let asked: unknown[] = []
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  asked = []
  const active = { postMessage: (message: unknown) => asked.push(message) }
  const registration = { active }
  const register = async () => registration
  const ready = Promise.resolve(registration)
  vi.stubGlobal('navigator', { serviceWorker: { register, ready, controller: active } })
  vi.stubGlobal('location', { origin: 'http://wall.test' })
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ ...asset, toJSON: () => asset }])
})
afterEach(() => {
  forgetProgram()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
const settle = async (keeping: Promise<void>) => {
  await vi.advanceTimersByTimeAsync(5_000)
  await keeping
}

test('a screen that was shut out says that nothing is kept, and keeps the page anew when it is paired again', async () => {
  const all = { keep: ['/wall', '/assets/a.js'] }
  await settle(keepProgram())
  expect(isKept()).toBe(true)
  forgetProgram()
  expect(isKept()).toBe(false)
  await settle(keepProgram())
  expect(isKept()).toBe(true)
  expect(asked).toEqual([all, all])
})

test('what was being kept when the screen was shut out is not taken for kept', async () => {
  const keeping = keepProgram()
  await vi.advanceTimersByTimeAsync(1_000)
  forgetProgram()
  await settle(keeping)
  expect(isKept()).toBe(false)
  expect(asked).toEqual([])
})
