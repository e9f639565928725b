import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const HOUR = 3_600_000
const PAGE = 18_000
// In the middle of a page.
const NOW = Math.floor(Date.UTC(2026, 10, 30) / PAGE) * PAGE + PAGE / 2
beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what turns by the server’s clock is on the right page again soon after a clock that was hours ahead is put right', async () => {
  vi.setSystemTime(NOW + 7 * HOUR)
  const { learnFromFrame, serverNow } = await import('../../../client/live/clock.ts')
  const { keepTurning } = await import('../../../client/live/schedule.ts')
  const drawn: number[] = []
  const stop = keepTurning(() => {
    const k = Math.floor((serverNow() + 4) / PAGE)
    drawn.push(k)
    return (k + 1) * PAGE
  }, PAGE)
  expect(drawn).toEqual([Math.floor((NOW + 7 * HOUR) / PAGE)])
  learnFromFrame(NOW)
  // The rest of the page, and a second.
  vi.advanceTimersByTime(PAGE / 2 + 1_500)
  expect(drawn.at(-1)).toBe(Math.floor(serverNow() / PAGE))
  const many = drawn.length
  vi.advanceTimersByTime(3 * PAGE)
  expect(drawn.slice(many).map((k) => k - (drawn[many - 1] ?? 0))).toEqual([1, 2, 3])
  stop()
  vi.advanceTimersByTime(3 * PAGE)
  expect(drawn).toHaveLength(many + 3)
})

test('a page that starts without its server, by a clock that is behind, is not before the picture that it kept', async () => {
  vi.setSystemTime(NOW - HOUR)
  const { learnFromFrame, notBefore, serverNow } = await import('../../../client/live/clock.ts')
  notBefore(NOW)
  expect(serverNow()).toBeCloseTo(NOW, -1)
  vi.advanceTimersByTime(5_000)
  notBefore(NOW - 2 * HOUR)
  expect(serverNow()).toBeCloseTo(NOW + 5_000, -1)
  learnFromFrame(NOW - HOUR)
  expect(serverNow()).toBeCloseTo(NOW - HOUR, -1)
})
