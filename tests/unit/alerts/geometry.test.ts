import { describe, expect, it } from 'vitest'
import { inside, type Polygon, ringOf, touches } from '../../../server/alerts/areas/geometry.ts'
import { provinceShapes } from '../../../server/alerts/areas/shapes.ts'

const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const ring: Polygon = [square(0, 0, 10), square(4, 4, 2)]

describe('a point', () => {
  it('is inside a ring, not in its hole, not outside', () => {
    expect([inside([1, 1], ring), inside([5, 5], ring), inside([11, 5], ring)]).toEqual([true, false, false])
  })
})

describe('a drawn area', () => {
  it.each([
    ['within', square(1, 1, 1), true],
    ['around', square(-1, -1, 20), true],
    ['across an edge', square(9, 9, 5), true],
    [
      'through, with no corner in either',
      [
        [-1, 1],
        [11, 1],
        [11, 2],
        [-1, 2],
        [-1, 1],
      ] as [number, number][],
      true,
    ],
    ['in the hole', square(4.5, 4.5, 1), false],
    ['beside', square(11, 0, 5), false],
  ])('that lies %s touches or not', (_, drawn, touch) => {
    expect(touches(drawn, ring)).toBe(touch)
  })

  it.each([
    ['2026-11-23', 21.0285, 105.8542, 1, ['01']],
    ['2026-11-23', 20.9511, 107.0784, 5, ['22']],
    ['2020-08-19', 20.5411, 105.9139, 1, ['35']],
    ['2026-11-23', 20.5411, 105.9139, 1, ['37']],
  ])('of %s around %d, %d lies in the provinces of its day', (day, lat, lon, km, codes) => {
    const of = provinceShapes(day).filter((p) => p.polygons.some((x) => touches(ringOf({ lat, lon, km }), x)))
    expect(of.map((p) => p.code)).toEqual(codes)
  })
})
