import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify, classifyAround, classOf } from '../../../../client/map/scale.ts'

describe('classes of the map', () => {
  it('are at most five, ascending, one colour each, for any values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 63 }), (values) => {
        const { breaks, colors } = classify(values)
        expect(colors.length).toBe(breaks.length + 1)
        expect(colors.length).toBeLessThanOrEqual(5)
        for (let i = 1; i < breaks.length; i++) expect(breaks[i]!).toBeGreaterThan(breaks[i - 1]!)
      }),
    )
  })
  it('end for values that differ beyond the precision of numbers', () => {
    const { breaks, colors } = classify([1e9, 1e9 + 1.2e-7, 1e9 + 2.4e-7, 5e-324, 0])
    expect(colors.length).toBe(breaks.length + 1)
  })
  it('use round breaks', () => {
    const { breaks } = classify(Array.from({ length: 34 }, (_, i) => 61.3 + i))
    for (const b of breaks) expect(Number((b / 2.5).toFixed(9)) % 1 === 0 || b % 1 === 0).toBe(true)
  })
  it('give one class for one value and leave out what is not finite', () => {
    expect(classify([7, 7, Number.NaN]).colors).toHaveLength(1)
  })
  it('put a target into the middle class', () => {
    const { breaks } = classifyAround([80, 90, 95, 99], 95)
    expect(classOf(95, breaks)).toBe(2)
  })
})
