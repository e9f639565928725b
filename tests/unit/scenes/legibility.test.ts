import { expect, test } from 'vitest'
import { deliveredScenes } from '../../../server/scenes/delivered.ts'
import { legibility, letterFor } from '../../../shared/legibility.ts'
import type { Scene, ScenePart } from '../../../shared/scene.ts'
import { boxOf, tilesIn } from '../../../shared/scene-space.ts'

/** A 55-inch panel, four metres off: 1 unit = 0.63 mm. */
const ROOM = { heightMetres: 0.681, distanceMetres: 4, aspect: 16 / 9 }
const cells = (n: number) => Array.from({ length: n }, () => ({ indicator: 'KTN-02', unit: 'VN' }))
const scene = (...parts: ScenePart[]): Scene => ({
  format: 'trong-dong-scene/1',
  key: 'thu',
  title: { vi: 'Thử', en: 'Trial' },
  restricted: false,
  grid: { columns: 24, rows: 24 },
  pages: [{ seconds: 20, parts }],
})
const found = (s: Scene, room = ROOM) => legibility(s, room).map((f) => `${f.part ?? '*'} ${f.rule}`)

test('twelve minutes of arc at four metres are 22 units of letter height on a 55-inch panel', () => {
  expect(letterFor(ROOM, 12)).toBeCloseTo(22.1, 1)
  expect(letterFor({ ...ROOM, distanceMetres: 8 }, 12)).toBeCloseTo(44.3, 1)
})

test('at most eight key numbers', () => {
  const tiles = (n: number): ScenePart => ({
    id: 't',
    kind: 'tiles',
    cells: cells(n),
    x: 0,
    y: 0,
    w: 24,
    h: 24,
  })
  expect(found(scene(tiles(8)))).toEqual([])
  expect(found(scene(tiles(9)))).toContain('* key-numbers')
})

test('a value too small for the last seat is named with its part', () => {
  const small = scene({ id: 'rows', kind: 'rows', cells: cells(6), x: 0, y: 0, w: 6, h: 8 })
  expect(found(small)).toContain('rows value-letter')
  const large = scene({ id: 'rows', kind: 'rows', cells: cells(4), x: 0, y: 0, w: 12, h: 24 })
  expect(found(large)).toEqual([])
  expect(found(large, { ...ROOM, distanceMetres: 12 })).toContain('rows value-letter')
})

test('tiles fill their box in rows and columns', () => {
  expect(tilesIn(6, { w: 1_200, h: 600 })).toEqual({ columns: 2, rows: 3 })
  expect(tilesIn(4, { w: 300, h: 900 })).toEqual({ columns: 1, rows: 4 })
})

test('parts stand inside the margins, and a whole composition fills the wall', () => {
  const part: ScenePart = { id: 'c', kind: 'clock', x: 18, y: 0, w: 6, h: 2 }
  const box = boxOf(part, { columns: 24, rows: 24 }, 16 / 9)
  expect(box.x + box.w).toBeCloseTo(1920 - 48, 5)
  const all = boxOf(
    { id: 's', kind: 'sections', x: 0, y: 0, w: 24, h: 24 },
    { columns: 24, rows: 24 },
    16 / 3,
  )
  expect(all).toEqual({ x: 0, y: 0, w: 5760, h: 1080 })
})

test('every delivered scene can be read four metres off, on one screen and on three', async () => {
  for (const s of await deliveredScenes())
    for (const aspect of [16 / 9, 16 / 3])
      expect([s.key, aspect, found(s, { ...ROOM, aspect })]).toEqual([s.key, aspect, []])
})
