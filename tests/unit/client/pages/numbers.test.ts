import { describe, expect, it } from 'vitest'
import { disagreeing } from '../../../../client/pages/session/numbers.ts'
import { spread } from '../../../../client/pages/session/trendShape.ts'

describe('beside the picture', () => {
  it('the source that disagrees is the one that says something else than what is shown', () => {
    const sides: Record<'left' | 'right', { value: number | null; source: string }> = {
      left: { value: 61.8, source: 'a' },
      right: { value: 66.4, source: 'b' },
    }
    expect(disagreeing(sides, 61.8)).toEqual({ value: 66.4, source: 'b' })
    expect(disagreeing(sides, 66.4)?.source).toBe('a')
    expect(disagreeing(sides, 50)).toBeNull()
    expect(disagreeing({ ...sides, right: { value: null, source: 'b' } }, 61.8)).toBeNull()
  })
  it('labels at the ends of lines keep apart, in the order of the lines, inside the picture', () => {
    const ys = spread([{ at: 50 }, { at: 48 }, { at: 52 }, { at: 99 }], 16, 10, 100)
    expect(ys.map((l) => l.at)).toEqual([48, 50, 52, 99])
    for (const [i, l] of ys.entries()) {
      expect(l.y).toBeLessThanOrEqual(100)
      if (i) expect(l.y - (ys[i - 1]?.y ?? 0)).toBeGreaterThanOrEqual(16)
    }
  })
})
