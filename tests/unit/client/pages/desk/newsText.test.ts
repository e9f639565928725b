import { expect, it } from 'vitest'
import { newsText } from '../../../../../client/pages/desk/newsText.ts'

const NOW = Date.UTC(2026, 10, 24, 3)
const words = (key: string, values: Record<string, string | number>) =>
  [key, values.time].filter(Boolean).join(' ')
const row = { state: 'up', unchanged: false, lastMessageAt: NOW - 60_000, newsAt: NOW - 3_600_000 } as const

it.each([
  ['a source that brings numbers', row, null],
  ['one that says that nothing changed', { ...row, unchanged: true }, 'news.unchanged 09:00:00'],
  ['for more than a day', { ...row, unchanged: true, newsAt: null }, 'news.unchangedLong'],
  [
    'one that is late, whatever it said last',
    { ...row, unchanged: true, state: 'late' },
    'news.silent 09:59:00',
  ],
  ['one that never sent anything', { ...row, state: 'late', lastMessageAt: null }, null],
] as const)('%s', (_, of, text) => {
  expect(newsText(of, NOW, words)).toBe(text)
})
