import { describe, expect, it } from 'vitest'
import { errorsOf, project } from '../../../server/history/projection/back-test.ts'
import {
  dampedTrend,
  drift,
  type Regular,
  seasonal,
  share,
} from '../../../server/history/projection/models.ts'
import { regular, stepsBetween, unbroken } from '../../../server/history/projection/series.ts'
import { verdict } from '../../../server/history/projection/verdict.ts'

const of = (values: number[], perYear = 4): Regular => ({
  values,
  year: values.map((_, i) => 2020 + Math.floor(i / perYear)),
  place: values.map((_, i) => i % perYear),
})

describe('models', () => {
  it('drift: the mean step goes on', () => {
    expect(drift(of([1, 4, 2, 7]), 4, 3)).toBe(7 + (3 * 6) / 3)
    expect(drift(of([1, 4, 2, 7, 100]), 4, 1)).toBe(9) // it knows the first four only
    expect(drift(of([1, 2, 3]), 3, 1)).toBeNull()
  })

  it('damped trend: a straight line goes on, a little less each step', () => {
    const line = of(Array.from({ length: 12 }, (_, i) => 10 + 2 * i))
    const next = dampedTrend(line, 12, 1) ?? 0
    expect(next).toBeGreaterThan(33)
    expect(next).toBeLessThanOrEqual(34)
    const [far, farther] = [dampedTrend(line, 12, 5) ?? 0, dampedTrend(line, 12, 6) ?? 0]
    expect(farther - far).toBeLessThan(next - 32)
    expect(dampedTrend(of([5, 5, 5, 5, 5, 5, 5, 5]), 8, 9)).toBe(5)
  })

  it('seasonal: the same quarter of the last year, moved on by the mean change of a year', () => {
    // Year on year: +1, +2, +3, +4, then +2 for the ninth value: mean 12 / 5.
    const s = of([1, 2, 3, 4, 2, 4, 6, 8, 4])
    expect(seasonal(4)(s, 9, 1)).toBeCloseTo(4 + 12 / 5)
    expect(seasonal(4)(s, 9, 4)).toBeCloseTo(4 + 12 / 5)
    expect(seasonal(4)(s, 9, 5)).toBeCloseTo(4 + 24 / 5)
    expect(seasonal(4)(s, 8, 1)).toBeNull()
  })

  it('share of the year: what there is, by the share that earlier years had by then', () => {
    // By the second quarter 50 % and 40 % of the year's end: 45 %.
    const s = of([10, 50, 70, 100, 20, 80, 150, 200, 30, 90])
    expect(share(s, 10, 2)).toBeCloseTo(90 / 0.45)
    expect(share(s, 6, 2)).toBeNull() // one earlier year is not enough
    expect(share(s, 10, 3)).toBeNull() // the next year has no share of this one
  })
})

describe('the back-test', () => {
  it('gives each origin only what was before it', () => {
    // From 0,1,2,9: drift says 9 + 3 = 12, it was 4; from the first five: 4 + 1 = 5, it was 5.
    expect(errorsOf(drift, of([0, 1, 2, 9, 4, 5]), 1)).toEqual([
      { error: 0, actual: 5 },
      { error: 8, actual: 4 },
    ])
  })

  it('chooses seasons where there are seasons, and its interval is its own error', () => {
    const wave = Array.from({ length: 24 }, (_, i) => 100 + i + [0, 30, -20, 5][i % 4]! + (i % 3))
    const found = project(of(wave), 3, { season: 4, cumulative: false })
    expect(found?.method).toBe('seasonal')
    const { value = 0, low80 = 0, high95 = 0, backTest } = found ?? {}
    expect(value - low80).toBeCloseTo(1.2816 * (backTest?.rmse ?? 0))
    expect(high95 - value).toBeCloseTo(1.96 * (backTest?.rmse ?? 0))
    expect(backTest?.origins).toBe(24 - 3 - 9 + 1)
  })

  it('chooses the share of the year for what adds up', () => {
    const sums = Array.from({ length: 6 }, (_, y) => [10, 30, 60, 100].map((v) => v * (1 + y / 2)))
    const found = project(of([...sums.flat(), 40, 120]), 2, { season: 4, cumulative: true })
    expect(found?.method).toBe('share-of-year')
    expect(found?.value).toBeCloseTo(400)
    expect(found?.backTest.mae).toBeCloseTo(0)
  })

  it('is impossible where a method cannot be tried five times', () => {
    expect(project(of([1, 2, 3, 4, 5, 6, 7]), 1, { season: 4, cumulative: false })).toBeNull()
    expect(
      project(of([1, 2, 3, 4, 5, 6, 7, 8, 9]), 1, { season: 4, cumulative: false })?.backTest.origins,
    ).toBe(5)
  })
})

describe('the verdict', () => {
  const at = (comparator: '<' | '>=' | 'range', value: number, valueHigh: number | null = null) => ({
    ...{ comparator, value, valueHigh },
  })
  it('is given only when all of the interval agrees', () => {
    expect(verdict(at('>=', 10), 10, 12)).toBe('met')
    expect(verdict(at('>=', 10), 9, 12)).toBe('uncertain')
    expect(verdict(at('<', 10), 10, 12)).toBe('missed')
    expect(verdict(at('range', 10, 20), 5, 25)).toBe('uncertain')
    expect(verdict(at('range', 10, 20), 21, 25)).toBe('missed')
  })
})

describe('a regular series', () => {
  const quarter = (n: number) => Date.UTC(2024, 3 * n, 1) - 7 * 3_600_000
  it('is what follows without a gap, each in its place of the year', () => {
    const list = [0, 1, 3, 4, 5].map((n) => ({ from: quarter(n), to: quarter(n + 1), value: n }))
    const kept = unbroken(list)
    expect(kept.map((s) => s.value)).toEqual([3, 4, 5])
    expect(regular(kept)).toEqual({ values: [3, 4, 5], year: [2024, 2025, 2025], place: [3, 0, 1] })
  })
  it('counts its steps by the calendar', () => {
    expect(stepsBetween('quarterly', quarter(3), quarter(8))).toBe(5)
    expect(stepsBetween('monthly', quarter(3), quarter(4))).toBe(3)
    expect(stepsBetween('yearly', quarter(4), quarter(8))).toBe(1)
    expect(stepsBetween('weekly', 0, 15 * 86_400_000)).toBe(2)
  })
})
