import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildBorders } from '../../../scripts/geo/borders.ts'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
const borders = buildBorders(read('public/geo/vietnam.topo.json'))

describe('provinces that share a border', () => {
  it('are as the boundaries draw them, before and since the merger', () => {
    // Quảng Ninh: Lạng Sơn, Bắc Ninh and Hải Phòng; before, Lạng Sơn, Bắc Giang, Hải Dương and Hải Phòng.
    expect(borders['34']['22']).toEqual(['20', '24', '31'])
    expect(borders['63']['22']).toEqual(['20', '24', '30', '31'])
  })
  it.each(['63', '34'] as const)('see each other (%s)', (era) => {
    const of = borders[era]
    expect(Object.keys(of)).toHaveLength(Number(era))
    for (const [code, list] of Object.entries(of)) {
      expect([code, list.length > 0]).toEqual([code, true])
      for (const other of list) expect([code, other, of[other]?.includes(code)]).toEqual([code, other, true])
    }
  })
  it('are what the server reads', () => {
    expect(read('server/standing/data/borders.json')).toEqual(JSON.parse(JSON.stringify(borders)))
  })
})
