import { describe, expect, it } from 'vitest'
import { instantLastYear, periodBefore, periodLastYear } from '../../../server/history/calendar.ts'
import { rank } from '../../../server/history/rank.ts'
import { thin } from '../../../server/history/thin.ts'

describe('the period before and a year earlier', () => {
  it.each([
    ['2026', '2025', '2025'],
    ['2026-Q1', '2025-Q4', '2025-Q1'],
    ['2026-Q3', '2026-Q2', '2025-Q3'],
    ['2026-H1', '2025-H2', '2025-H1'],
    ['2026-01', '2025-12', '2025-01'],
    ['2026-10', '2026-09', '2025-10'],
    ['2026-03-01', '2026-02-28', '2025-03-01'],
    ['2024-02-29', '2024-02-28', '2023-02-28'],
    ['2021-W01', '2020-W53', '2020-W01'],
    ['2020-W53', '2020-W52', null],
  ])('%s', (period, before, lastYear) => {
    expect(periodBefore(period, 'calendar')).toBe(before)
    expect(periodLastYear(period, 'calendar')).toBe(lastYear)
  })
  it('nothing of an unreadable period', () => {
    expect(periodBefore('2026-Q5', 'calendar')).toBeNull()
    expect(periodLastYear('nonsense', 'calendar')).toBeNull()
  })
  it('an instant keeps its time of day', () => {
    expect(instantLastYear(Date.parse('2024-02-29T09:30:00+07:00'))).toBe(
      Date.parse('2023-02-28T09:30:00+07:00'),
    )
  })
})

describe('thinning', () => {
  const points = Array.from({ length: 10_000 }, (_, t) => ({ t, value: Math.sin(t / 500) }))
  points[4_321] = { t: 4_321, value: 99 }
  points[7_777] = { t: 7_777, value: -99 }
  it.each([2, 3, 4, 50, 400])('to %i: not more, in order, both ends there', (most) => {
    const thinned = thin(points, most)
    expect(thinned.length).toBeLessThanOrEqual(most)
    expect(thinned.map((p) => p.t)).toEqual(thinned.map((p) => p.t).sort((a, b) => a - b))
    expect([thinned[0], thinned.at(-1)]).toEqual([points[0], points.at(-1)])
  })
  it('keeps the extremes', () => {
    const values = thin(points, 50).map((p) => p.value)
    expect(values).toContain(99)
    expect(values).toContain(-99)
  })
  it('leaves few points alone, and many at one instant', () => {
    expect(thin(points.slice(0, 7), 10)).toEqual(points.slice(0, 7))
    expect(
      thin(
        points.map((p) => ({ ...p, t: 5 })),
        10,
      ).length,
    ).toBeLessThanOrEqual(10)
  })
})

it('equals share a place; what has no value has none', () => {
  const list = [3, null, 5, 5, 1].map((value) => ({ value, rank: null as number | null }))
  rank(list, 'higher')
  expect(list.map((s) => s.rank)).toEqual([3, null, 1, 1, 4])
  rank(list, 'lower')
  expect(list.map((s) => s.rank)).toEqual([2, null, 3, 3, 1])
})
