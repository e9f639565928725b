import { expect, it } from 'vitest'
import { filterAlarms, linesOf, NO_FILTER } from '../../../client/pages/alarms/order.ts'
import { type Measured, measure } from '../../../server/alarms/measures/measure.ts'
import { alarm } from '../../fixtures/alarms/view.ts'

const HOUR = 3_600_000
const [S, T] = [
  { vi: 'S', en: 'S in English' },
  { vi: 'T', en: 'T in English' },
]
const one = (raisedAt: number, more: Partial<Measured> = {}): Measured => ({
  ...{ rule: 'R', subject: S, severity: 'high', raisedAt, acknowledgedAt: null, endedAt: null },
  ...more,
})

it('counts by the hour, what stands, how long an answer took, what chatters and what comes most', () => {
  const m = measure(
    [
      one(0, { acknowledgedAt: 60_000, endedAt: 2 * HOUR }),
      one(1_000, { subject: T, acknowledgedAt: 121_000 }),
      one(20_000, { subject: T, endedAt: 21_000 }),
      one(40_000, { subject: T, severity: 'low' }),
      one(2 * HOUR + 5, { rule: 'Q' }),
    ],
    0,
    3 * HOUR,
  )
  expect(m.perHour).toEqual([
    { at: 0, count: 4 },
    { at: HOUR, count: 0 },
    { at: 2 * HOUR, count: 1 },
  ])
  expect([m.raised, m.busiest, m.standing, m.unacknowledged]).toEqual([5, 4, 3, 2])
  expect([m.answerMedian, m.answerNinth]).toEqual([120_000, 120_000])
  expect(m.top[0]).toEqual({ rule: 'R', subject: T, count: 3, share: 0.6 })
  expect(m.chattering).toEqual([{ rule: 'R', subject: T, times: 3 }])
  expect(m.bySeverity).toEqual({ critical: 0, high: 4, medium: 0, low: 1 })
})

it('many alarms of one rule are one line that opens, where the newest stands', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => alarm(i + 1))
  const other = alarm(9_999, { rule: 'Q' })
  const closed = linesOf([...many, other], new Set())
  expect(closed.map((l) => (l.kind === 'group' ? l.group.count : l.alarm.id))).toEqual([9_999, 5_000])
  const group = closed[1]?.kind === 'group' ? closed[1].group : null
  expect(group?.newest.id).toBe(5_000)
  expect(linesOf([...many, other], new Set([group?.key ?? '']))).toHaveLength(5_002)
  expect(
    linesOf([alarm(1), alarm(2, { state: 'acknowledged' }), alarm(3)], new Set()).map(
      (l) => l.kind === 'alarm' && l.alarm.id,
    ),
  ).toEqual([3, 1, 2])
})

it('is found without its marks', () => {
  expect(
    filterAlarms([alarm(1), alarm(2)], { ...NO_FILTER, text: 'da nang 2' }, 'vi').map((a) => a.id),
  ).toEqual([2])
})
