import { expect, test } from 'vitest'
import { follow } from '../../../../../client/pages/alarms/cursor.ts'
import { linesOf } from '../../../../../client/pages/alarms/order.ts'
import type { AlarmView } from '../../../../../shared/api/alarms.ts'
import { alarm } from '../../../../fixtures/alarms/view.ts'

const taken = (id: number) => alarm(id, { state: 'acknowledged' })
const from = (before: AlarmView[], current: string, after: AlarmView[], opened: string[] = []) =>
  follow(linesOf(before, new Set(opened)), current, linesOf(after, new Set(opened)))

test('an alarm that is answered gives the cursor to the one beneath it, and goes to its own place without it', () => {
  const three = [alarm(3), alarm(2), alarm(1)]
  expect(from(three, '3', [taken(3), alarm(2), alarm(1)])).toBe('2')
  expect(from(three, '2', [alarm(3), alarm(1)])).toBe('1')
  expect(from(three, '1', [alarm(3), alarm(2)])).toBe('2')
})

test('what comes in above does not move it, also in the moment of an answer', () => {
  const before = [alarm(2), alarm(1)]
  expect(from(before, '2', [alarm(9), alarm(8), ...before])).toBe('2')
  expect(from(before, '2', [alarm(9), alarm(8), taken(2), alarm(1)])).toBe('1')
})

test('five thousand of one rule are answered one after the other from above to below', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => alarm(i + 1))
  let current = '5000'
  let before = many
  for (const id of [5_000, 4_999, 4_998]) {
    const after = before.map((a) => (a.id === id ? taken(id) : a))
    current = from(before, current, after, ['0/R']) ?? ''
    before = after
  }
  expect(current).toBe('4997')
})

test('alarms that come together under one line take it to that line', () => {
  const seven = Array.from({ length: 7 }, (_, i) => alarm(i + 1))
  expect(from(seven, '4', [...seven, alarm(8)])).toBe('0/R')
})

test('it is nowhere when nothing is left', () => {
  expect(from([alarm(1)], '1', [])).toBeNull()
})
