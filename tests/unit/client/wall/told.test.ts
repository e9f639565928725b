import { describe, expect, it } from 'vitest'
import { darker } from '../../../../client/pages/screens/night.ts'
import { unlike } from '../../../../client/pages/screens/picture.ts'
import { sumOf } from '../../../../client/pages/screens/sum.ts'

describe('one order to several screens', () => {
  it('is summed up by how many did it, and by name those that did not', () => {
    const answers = [
      { name: 'S-01', end: 'done' as const },
      { name: 'S-07', end: 'silent' as const },
      { name: 'S-09', end: 'away' as const },
      { name: 'S-11', end: 'otherwise' as const },
    ]
    expect(sumOf(answers)).toEqual({ done: 1, total: 4, others: answers.slice(1) })
  })
  it('darkens them by one level, round to the brightest', () => {
    expect([null, 1, 0.7, 0.4, 0.2, 0.55].map(darker)).toEqual([0.7, 0.7, 0.4, 0.2, 1, 1])
  })
})

describe('a picture beside what a screen said', () => {
  const minute = { from: 1_000, until: 61_000 }
  const span = (from: number, until: number, scene: string | null) => ({
    ...{ from, until, said: scene === null ? null : { scene } },
  })
  const spans = [span(1_000, 20_000, '1.1'), span(20_000, 40_000, '2.1'), span(40_000, 61_000, null)]
  it('of that minute and that scene needs no words', () => {
    expect(unlike({ at: 5_000, scene: '1.1' }, minute, spans)).toEqual([])
    expect(unlike({ at: 20_000, scene: '2.1' }, minute, spans)).toEqual([])
    expect(unlike({ at: 50_000, scene: '1.1' }, minute, spans)).toEqual([])
  })
  it('says that it is of another scene than was reported as it was taken', () => {
    expect(unlike({ at: 5_000, scene: '2.1' }, minute, spans)).toEqual([{ what: 'scene' }])
  })
  it('says how far before or after the minute it was taken', () => {
    expect(unlike({ at: 400, scene: '2.1' }, minute, spans)).toEqual([{ what: 'before', ms: 600 }])
    expect(unlike({ at: 61_000, scene: '9.9' }, minute, spans)).toEqual([
      { what: 'after', ms: 0 },
      { what: 'scene' },
    ])
  })
  it('says nothing of the scene where the screen itself said nothing', () => {
    expect(unlike({ at: 5_000, scene: '1.1' }, minute, [span(1_000, 61_000, null)])).toEqual([])
  })
})
