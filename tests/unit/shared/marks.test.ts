import { describe, expect, it } from 'vitest'
import { marksOf, NUMBER_MARKS } from '../../../shared/marks.ts'
import { FLAG } from '../../../shared/vocabulary.ts'

const NOW = Date.parse('2026-11-23T07:32:05Z')
const of = (flags: number, recordedAt = NOW) => marksOf({ flags, recordedAt }, NOW)

describe('the marks of a number', () => {
  it('stand in one order; what is neither provisional, estimated nor revised is official', () => {
    expect(of(0)).toEqual(['official'])
    expect(of(FLAG.computed | FLAG.provisional | FLAG.disputed | FLAG.hand)).toEqual([
      'disputed',
      'hand',
      'provisional',
      'computed',
    ])
    const all = of(Object.values(FLAG).reduce<number>((a, b) => a | b, 0))
    expect(all).toEqual(NUMBER_MARKS.filter((m) => m !== 'official'))
  })
  it('call a correction news for a day', () => {
    expect(of(FLAG.corrected, NOW - 86_399_000)).toContain('corrected')
    expect(of(FLAG.corrected, NOW - 86_400_000)).not.toContain('corrected')
  })
})
