import { expect, test } from 'vitest'
import { lookOf, seenAs } from '../../../../../client/pages/scenes/shape.ts'
import { heightOf, seamsOf, type WallGeometry, type WallView } from '../../../../../shared/wall.ts'

const geometry = (rows: number, columns: number): WallGeometry => ({
  ...{ rows, columns, cells: [] },
  resolution: { width: 1920, height: 1080 },
  panel: { width: 1210, height: 680 },
  bezel: { left: 1.8, right: 1.8, top: 1.8, bottom: 1.8, unit: 'mm' },
})
const wall = (id: number, rows: number, columns: number): WallView => ({
  ...{ id, name: `Tường ${id}`, geometry: geometry(rows, columns), version: 1, updatedAt: 0 },
})

test('a wall is as tall as its panels and the edges between them', () => {
  expect(heightOf(geometry(1, 3))).toBeCloseTo(0.68, 6)
  expect(heightOf(geometry(2, 2))).toBeCloseTo(1.3636, 6)
})

test('between the screens of a wall stand its edges, one fewer than the screens across and down', () => {
  expect(seamsOf(geometry(1, 1))).toEqual([])
  expect(seamsOf(geometry(1, 2))).toEqual([{ x: 1920, y: 0, width: 6, height: 1080 }])
  expect(seamsOf(geometry(2, 3))).toHaveLength(3)
})

test('the first wall that stands is drawn on, unless another shape was chosen that is there', () => {
  const walls = [wall(4, 1, 2), wall(7, 2, 2)]
  expect(seenAs(null, walls)).toMatchObject({ shape: 'wall-4', heightMetres: 0.68, aspect: 3846 / 1080 })
  expect(seenAs('wall-7', walls)).toMatchObject({ shape: 'wall-7', heightMetres: 1.36 })
  expect(seenAs('wall-9', walls).shape).toBe('wall-4')
  expect(seenAs('two', walls)).toEqual({ shape: 'two', aspect: 32 / 9, seams: [], heightMetres: null })
  expect(seenAs('wall-9', []).shape).toBe('one')
})

test('what cannot be read of what was kept is as if nothing had been', () => {
  const none = { shape: null, distanceMetres: null }
  for (const text of [null, '', '{', '7', '[]', '{"shape":3,"distanceMetres":"4"}', '{"distanceMetres":0}'])
    expect(lookOf(text)).toEqual(none)
  expect(lookOf('{"shape":"two","distanceMetres":6.5}')).toEqual({ shape: 'two', distanceMetres: 6.5 })
})
