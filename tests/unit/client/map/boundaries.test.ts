import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeBoundaries } from '../../../../client/map/boundaries.ts'
import { colouring, marks, places } from '../../../../client/map/picture.ts'
import { classify } from '../../../../client/map/scale.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../public/geo/${name}.topo.json`, import.meta.url), 'utf8'))
const boundaries = decodeBoundaries(read('vietnam'), read('neighbours'))

describe('the built boundaries', () => {
  it('hold both eras, each province once', () => {
    expect(boundaries.eras['63'].byCode.size).toBe(63)
    expect(boundaries.eras['34'].byCode.size).toBe(34)
  })
  it('name Quảng Ninh and Huế in both eras and put their centres inside Viet Nam', () => {
    for (const era of ['63', '34'] as const)
      for (const [code, name] of [
        ['22', 'Quảng Ninh'],
        ['46', 'Huế'],
      ]) {
        const province = boundaries.eras[era].byCode.get(code!)!
        expect(province.name_vi).toContain(name)
        expect(province.centre[0]).toBeGreaterThan(102)
        expect(province.centre[0]).toBeLessThan(110)
      }
  })
  it('draw Hoàng Sa for Đà Nẵng and Trường Sa for Khánh Hòa', () => {
    const archipelagos = boundaries.islands.filter((i) => i.kind === 'archipelago')
    expect(archipelagos.map((i) => [i.name, i.code['34']])).toEqual(
      expect.arrayContaining([
        [expect.stringContaining('Hoàng Sa'), '48'],
        [expect.stringContaining('Trường Sa'), '56'],
      ]),
    )
    const isles = boundaries.dots.filter((d) => d.at[0] > 111)
    expect(isles.some((d) => d.at[1] > 15)).toBe(true)
    expect(isles.some((d) => d.at[1] < 12)).toBe(true)
  })
})

describe('the picture', () => {
  const shapes = boundaries.eras['34']
  it('hatches what has no value and what is stale, and colours the rest by class', () => {
    const values = new Map([
      ['01', { value: 10, freshness: 'fresh', disputed: true }],
      ['22', { value: 90, freshness: 'stale' }],
      ['31', { value: Number.NaN, freshness: 'fresh' }],
    ])
    const classes = classify([10, 90], 2)
    const { fills, noValue, stale, disputed } = colouring(shapes, values, classes, 'wall', null)
    expect(fills.get('01')).toBe(classes.colors[0])
    expect(fills.get('22')).toBe(classes.colors[1])
    expect(stale).toEqual(['22'])
    expect(disputed).toEqual(['01'])
    expect(marks(shapes, disputed).features.map((f) => f.geometry.coordinates)).toEqual([
      shapes.byCode.get('01')?.centre,
    ])
    expect(noValue).toContain('31')
    expect(noValue).toHaveLength(32)
  })
  it('has one label for a place that is both an arc’s end and asked for', () => {
    const arc = { code: '22', name: 'Quảng Ninh', from: [105.85, 21.03], to: [107.2, 21.2] } as const
    const found = places(
      shapes,
      [{ ...arc, from: [...arc.from], to: [...arc.to] }],
      [{ code: '22', name: 'Quảng Ninh' }],
    )
    expect(found.features.filter((f) => f.properties.name === 'Quảng Ninh')).toHaveLength(1)
  })
})
