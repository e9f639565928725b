import { describe, expect, it } from 'vitest'
import { aggregate, type PartNow, timeOfWhole } from '../../../server/live/aggregate.ts'
import { FLAG } from '../../../shared/vocabulary.ts'

const part = (key: number, value: number, weight: number | null, more: Partial<PartNow> = {}): PartNow => ({
  key,
  value,
  weight,
  validFrom: 1_000,
  validTo: 2_000,
  period: '2026-10',
  recordedAt: 3_000 + key,
  flags: 0,
  freshness: 'fresh',
  since: 2_000,
  ...more,
})

describe('a whole from its parts', () => {
  it('is their sum, marked computed, with how many there were of how many', () => {
    const whole = aggregate('sum', [part(1, 10, null), part(2, 5, null)], 3)
    expect(whole).toMatchObject({ value: 15, parts: 2, partsOf: 3, period: '2026-10', recordedAt: 3_002 })
    expect(whole?.flags).toBe(FLAG.computed | FLAG.partial)
  })

  it('is weighted by the weights, and whole when every part is there', () => {
    const whole = aggregate('wmean', [part(1, 10, 1), part(2, 20, 3)], 2)
    expect(whole).toMatchObject({ value: 17.5, parts: 2, partsOf: 2, flags: FLAG.computed })
  })

  it('never becomes a plain mean: without any weight it has no value and says why', () => {
    const whole = aggregate('wmean', [part(1, 10, null), part(2, 20, null)], 2)
    expect(whole?.value).toBeNaN()
    expect(whole).toMatchObject({ weightMissing: true, parts: 0 })
    expect((whole?.flags ?? 0) & FLAG.weightMissing).toBeTruthy()
  })

  it('leaves out a part that lacks its weight, and says so', () => {
    const whole = aggregate('wmean', [part(1, 10, 2), part(2, 99, null)], 2)
    expect(whole).toMatchObject({ value: 10, parts: 1, partsOf: 2, used: [1] })
  })

  it('is as old as its oldest part and simulated when any part is', () => {
    const whole = aggregate(
      'sum',
      [part(1, 1, null), part(2, 1, null, { freshness: 'late', since: 7, flags: FLAG.simulated })],
      2,
    )
    expect(whole).toMatchObject({ freshness: 'late', since: 7 })
    expect((whole?.flags ?? 0) & FLAG.simulated).toBeTruthy()
  })

  it('is nothing without parts', () => expect(aggregate('sum', [], 34)).toBeNull())

  it('stays on the last whole period until nearly all parts of the next are there', () => {
    const ten = (withNext: number) =>
      Array.from({ length: 10 }, (_, n) => (n < withNext ? [200, 100] : [100]))
    expect(timeOfWhole(ten(8), () => 10)).toBe(100)
    expect(timeOfWhole(ten(9), () => 10)).toBe(200)
    expect(timeOfWhole([[100], [100], [200]], () => 10)).toBe(100)
    expect(timeOfWhole([], () => 10)).toBeNull()
  })
})
