import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { saying } from '../../../server/db/saying.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('what a start waits for is said every ten seconds, and no more once it is there', async () => {
  const lines: string[] = []
  let at = '0185'
  let resolve: (text: string) => void = () => {}
  const done = saying(
    new Promise<string>((there) => {
      resolve = there
    }),
    () => `migrated: ${at}`,
    (line) => lines.push(line),
  )
  vi.advanceTimersByTime(9_999)
  expect(lines).toEqual([])
  vi.advanceTimersByTime(1)
  at = '0190'
  vi.advanceTimersByTime(10_000)
  expect(lines).toEqual(['migrated: 0185, 10 s', 'migrated: 0190, 20 s'])
  resolve('all')
  expect(await done).toBe('all')
  vi.advanceTimersByTime(60_000)
  expect(lines.length).toBe(2)
})

test('what fails says no more either', async () => {
  const lines: string[] = []
  await expect(
    saying(
      Promise.reject(new Error('full')),
      () => 'migrated',
      (line) => lines.push(line),
    ),
  ).rejects.toThrow('full')
  vi.advanceTimersByTime(60_000)
  expect(lines).toEqual([])
})
