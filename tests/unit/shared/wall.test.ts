import { describe, expect, it } from 'vitest'
import { faultOf, partOf, spreadOf, type WallGeometry } from '../../../shared/wall.ts'

const wall = (over: Partial<WallGeometry> = {}): WallGeometry => ({
  rows: 2,
  columns: 3,
  resolution: { width: 1920, height: 1080 },
  panel: { width: 1210, height: 680 },
  bezel: { left: 2, right: 2, top: 3, bottom: 3, unit: 'px' },
  cells: [],
  ...over,
})

describe('the part of a wall that one screen shows', () => {
  it('starts at the wall’s corner, and the outermost bezels are not part of the picture', () => {
    expect(partOf(wall(), 0, 0)).toEqual({
      ...{ x: 0, y: 0, width: 1920, height: 1080 },
      ...{ totalWidth: 3 * 1920 + 2 * 4, totalHeight: 2 * 1080 + 6 },
    })
  })
  it('leaves out what lies behind the bezels, so that a slanted line stays straight', () => {
    expect(partOf(wall(), 1, 2)).toMatchObject({ x: 2 * 1924, y: 1086 })
    const last = partOf(wall(), 1, 2)
    expect([last.x + last.width, last.y + last.height]).toEqual([last.totalWidth, last.totalHeight])
  })
  it('turns millimetres into pixels by the lit surface', () => {
    const bezel = { left: 1.21, right: 1.21, top: 0, bottom: 0, unit: 'mm' } as const
    expect(partOf(wall({ bezel }), 0, 1).x).toBe(Math.round(1920 + (2.42 * 1920) / 1210))
  })
  it('of one screen is the whole', () => {
    const one = partOf(wall({ rows: 1, columns: 1 }), 0, 0)
    expect([one.totalWidth, one.totalHeight]).toEqual([1920, 1080])
  })
})

describe('a geometry', () => {
  it.each([
    ['OUTSIDE_THE_WALL', [{ row: 2, column: 0, screen: 1 }]],
    ['CELL_TAKEN_TWICE', [1, 2].map((screen) => ({ row: 0, column: 0, screen }))],
    ['SCREEN_TWICE', [0, 1].map((column) => ({ row: 0, column, screen: 1 }))],
  ])('is refused with %s', (reason, cells) => expect(faultOf(wall({ cells }))?.reason).toBe(reason))
  it('with bezels wider than its pictures is refused', () => {
    const bezel = { left: 900, right: 900, top: 0, bottom: 0, unit: 'px' } as const
    expect(faultOf(wall({ bezel }))?.reason).toBe('BEZEL_TOO_WIDE')
  })
  it('is sound with a cell left empty', () =>
    expect(faultOf(wall({ cells: [{ row: 1, column: 2, screen: 7 }] }))).toBeNull())
})

it('the spread of one screen is none, of several the whole distance', () => {
  expect(spreadOf([5])).toBeNull()
  expect(spreadOf([1_010, 1_000, 1_043])).toBe(43)
})
