import { describe, expect, it } from 'vitest'
import { nearestColour, PATTERN_COLOURS, patternOf } from '../../../client/bridge/testPattern.ts'

describe('the colour bars of a drawn point', () => {
  it('differ between all provinces', () => {
    const codes = Array.from({ length: 96 }, (_, i) => String(i + 1).padStart(2, '0'))
    expect(new Set(codes.map((c) => JSON.stringify(patternOf(c)))).size).toBe(96)
  })
  it('are recognised after being off by what video coding does', () => {
    PATTERN_COLOURS.forEach(([r, g, b], i) => {
      expect(nearestColour([r - 18, g + 14, b - 12])).toBe(i)
    })
  })
})
