import { describe, expect, test } from 'vitest'
import { beatBars, beatSummary } from '../../../../../client/pages/desk/beatBars.ts'
import type { BeatCell } from '../../../../../shared/live.ts'

const quiet: BeatCell = { messages: 0, refused: 0, state: 'up' }
const busy: BeatCell = { messages: 9, refused: 0, state: 'up' }

describe('the bar of the last 24 hours', () => {
  test('draws each arrival of a sparse feed by itself, taller than a busy one', () => {
    const [sparse] = beatBars([busy, ...Array.from({ length: 71 }, () => quiet)])
    const [often] = beatBars(Array.from({ length: 72 }, () => busy))
    expect(sparse?.mark).toBe('single')
    expect(often?.mark).toBe('normal')
    expect(sparse?.height).toBeGreaterThan(often?.height ?? 99)
  })
  test('tells lost, late and refused apart without colour', () => {
    const [lost, late, refused] = beatBars([
      { messages: 0, refused: 0, state: 'lost' },
      { messages: 1, refused: 0, state: 'late' },
      { messages: 5, refused: 2, state: 'refusing' },
    ])
    expect(lost?.height).not.toBe(late?.height)
    expect(refused?.refused).toBe(true)
  })
  test('says the same in numbers', () => {
    expect(beatSummary([busy, { messages: 1, refused: 3, state: 'lost' }])).toEqual({
      messages: 10,
      refused: 3,
      lateCells: 0,
      lostCells: 1,
    })
  })
})
