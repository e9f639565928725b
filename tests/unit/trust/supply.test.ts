import { describe, expect, it } from 'vitest'
import { type Agreed, countOf, lastPeriods, periodAt } from '../../../server/trust/supply.ts'
import { REPORTED } from '../../../shared/api/supply.ts'
import { parsePeriod } from '../../../shared/period.ts'

const at = Date.parse('2026-11-23T01:00:00+07:00')
const value = (series: number | undefined, lateAt: number, unit = '22') =>
  ({ series, lateAt, indicator: { code: 'KTN-14' }, unit: { code: unit } }) as Agreed

describe('the periods of the board', () => {
  it.each(REPORTED)('%s follow each other without a gap, the newest holds now', (kind) => {
    const list = lastPeriods(kind, at)
    expect(new Set(list).size).toBe(12)
    const spans = list.map((p) => parsePeriod(p) ?? { from: 0, to: 0 })
    expect(spans[0]?.from).toBeLessThanOrEqual(at)
    expect(spans[0]?.to).toBeGreaterThan(at)
    for (const [i, span] of spans.slice(1).entries()) expect(span.to).toBe(spans[i]?.from)
  })

  it('of a week belong to the year of its Thursday', () => {
    expect(periodAt('weekly', Date.parse('2027-01-01T12:00:00+07:00'))).toBe('2026-W53')
    expect(periodAt('weekly', Date.parse('2024-12-30T12:00:00+07:00'))).toBe('2025-W01')
  })
})

it('a value is on time up to its last instant, late after it, missing only when that is over', () => {
  const list = [value(1, 100), value(2, 100), value(3, 100), value(undefined, 100, '01'), value(4, 900)]
  // What was supplied after all is refused no more.
  const refused = new Map([['KTN-14/22', 'RANGE']])
  const arrived = new Map([
    [1, { first: 100, hand: false }],
    [2, { first: 101, hand: true }],
  ])
  expect(countOf(list, arrived, refused, 500)).toEqual({
    ...{ agreed: 5, supplied: 2, onTime: 1, late: 1 },
    ...{ missing: 2, pending: 1, refused: 2, hand: 1 },
  })
})
