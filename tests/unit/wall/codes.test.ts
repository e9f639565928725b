import { expect, test } from 'vitest'
import { CODE_MS, Codes } from '../../../server/wall/codes.ts'
import { Rate } from '../../../server/wall/rate.ts'

test('a code has six digits, pairs once, and its page alone gets the token', () => {
  const codes = new Codes()
  const { code, expiresAt } = codes.open('device', 0)
  expect(code).toMatch(/^\d{6}$/)
  expect(expiresAt).toBe(CODE_MS)
  expect(codes.poll('device', 1)).toEqual({ waiting: true })
  expect(codes.poll('other', 1)).toBeNull()
  const taken = codes.take(code, 2)
  expect(codes.take(code, 2)).toBeNull()
  taken?.approve('token')
  expect(codes.poll('device', 3)).toEqual({ token: 'token' })
  expect(codes.take(code, 3)).toBeNull()
})

test('a code ends after ten minutes', () => {
  const codes = new Codes()
  const { code } = codes.open('device', 0)
  expect(codes.poll('device', CODE_MS)).toBeNull()
  expect(codes.take(code, CODE_MS)).toBeNull()
  codes.open('next', CODE_MS)
  expect(codes.size).toBe(1)
})

test('an approval that failed leaves the code usable', () => {
  const codes = new Codes()
  const { code } = codes.open('device', 0)
  codes.take(code, 1)?.release()
  expect(codes.take(code, 2)).not.toBeNull()
})

test('waiting pages are bounded: the oldest give way', () => {
  const codes = new Codes(3)
  for (const device of ['a', 'b', 'c', 'd']) codes.open(device, 0)
  expect(codes.size).toBe(3)
  expect(codes.poll('a', 1)).toBeNull()
  expect(codes.poll('d', 1)).toEqual({ waiting: true })
})

test('a rate holds within its window, and its memory is bounded', () => {
  const rate = new Rate(2, 1_000, 3)
  expect([rate.take('a', 0), rate.take('a', 0), rate.take('a', 0)]).toEqual([0, 0, 1])
  expect(rate.take('a', 1_000)).toBe(0)
  for (const key of ['b', 'c', 'd']) rate.take(key, 1_000)
  rate.take('a', 1_000)
  expect(rate.take('a', 1_000)).toBe(0)
})
