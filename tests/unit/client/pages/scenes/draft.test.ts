import { expect, test } from 'vitest'
import { copyKey, EMPTY, moved } from '../../../../../client/pages/scenes/draft.ts'

const grid = EMPTY.grid
const part = { id: 'text-1', kind: 'clock' as const, x: 0, y: 3, w: 4, h: 1 }

test('a part moves and grows by a cell, and stays where the grid ends', () => {
  expect(moved(part, 'right', false, false, grid)).toEqual({ ...part, x: 1 })
  expect(moved(part, 'down', true, false, grid)).toEqual({ ...part, h: 2 })
  expect(moved(part, 'left', false, false, grid)).toEqual(part)
  expect(moved(part, 'up', true, false, grid)).toEqual(part)
  const last = { ...part, x: grid.columns - part.w }
  expect(moved(last, 'right', false, false, grid)).toEqual(last)
  expect(moved(last, 'right', true, false, grid)).toEqual(last)
})

test('in a wide wall its place there moves, and the other shape keeps its own', () => {
  const wide = { x: 5, y: 5, w: 2, h: 2 }
  expect(moved({ ...part, wide }, 'up', false, true, grid)).toEqual({ ...part, wide: { ...wide, y: 4 } })
  expect(moved(part, 'right', true, true, grid)).toEqual({ ...part, wide: { x: 0, y: 3, w: 5, h: 1 } })
})

test('a copy gets a key that no scene has', () => {
  expect(copyKey('storm', new Set())).toBe('storm-2')
  expect(copyKey('storm', new Set(['storm', 'storm-2']))).toBe('storm-3')
  expect(copyKey('storm-2', new Set(['storm', 'storm-2']))).toBe('storm-3')
  expect(copyKey('a'.repeat(40), new Set()).length).toBeLessThanOrEqual(40)
})
