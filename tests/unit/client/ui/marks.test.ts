import { describe, expect, it } from 'vitest'
import { type MarkKind, markWord } from '../../../../client/ui/marks.tsx'
import { FRESHNESS } from '../../../../shared/vocabulary.ts'

const BESIDE: MarkKind[] = [
  'alarm',
  'below',
  'disputed',
  'hand',
  'file',
  'provisional',
  'estimated',
  'revised',
  'official',
  'corrected',
  'computed',
  'simulated',
]

describe('the words of marks', () => {
  it.each(['vi', 'en'] as const)('tell every mark from every other in %s', (language) => {
    const words = [...FRESHNESS, ...BESIDE].map((kind) => markWord(kind, language))
    for (const word of words) expect(word.trim()).not.toBe('')
    expect(new Set(words).size).toBe(words.length)
  })
  it('are composed letters, sentence case', () => {
    for (const kind of [...FRESHNESS, ...BESIDE]) {
      const word = markWord(kind, 'vi')
      expect(word).toBe(word.normalize('NFC'))
      expect(word).not.toBe(word.toUpperCase())
    }
  })
})
