import { describe, expect, it } from 'vitest'
import { type Placed, placeAmong } from '../../../shared/standing.ts'

const month = (value: number, m = 9): Placed => ({
  value,
  validFrom: Date.UTC(2026, m, 1),
  validTo: Date.UTC(2026, m + 1, 1),
  freshness: 'fresh',
})
const instant = (value: number, freshness: Placed['freshness'] = 'fresh', at = 5): Placed => ({
  value,
  validFrom: at,
  validTo: at,
  freshness,
})

describe('a place among provinces', () => {
  it('is counted from the best, whichever way is better', () => {
    const others = [month(10), month(30), month(40)]
    expect(placeAmong(month(20), others, 'higher')).toEqual({ rank: 3, of: 4 })
    expect(placeAmong(month(20), others, 'lower')).toEqual({ rank: 2, of: 4 })
  })
  it('is shared by equals', () => {
    expect(placeAmong(month(30), [month(30), month(10)], 'higher')).toEqual({ rank: 1, of: 3 })
  })
  it('is only among values of the same period: what is not there is not counted', () => {
    const others = [month(99, 8), month(10), month(Number.NaN)]
    expect(placeAmong(month(20), others, 'higher')).toEqual({ rank: 1, of: 2 })
  })
  it('of the moment is only among those that are still in force', () => {
    const others = [instant(9, 'late', 4), instant(90, 'stale', 1), month(100)]
    expect(placeAmong(instant(5), others, 'higher')).toEqual({ rank: 2, of: 2 })
    expect(placeAmong(instant(5, 'stale'), others, 'higher')).toBeNull()
  })
  it('is none where nothing is best, and none alone', () => {
    expect(placeAmong(month(1), [month(2)], 'band')).toBeNull()
    expect(placeAmong(month(1), [month(2, 8)], 'higher')).toBeNull()
  })
})
