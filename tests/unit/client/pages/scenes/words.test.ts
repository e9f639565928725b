import { expect, test } from 'vitest'
import { filled, titled } from '../../../../../client/pages/scenes/words.ts'

test('a language that was left out gets the whole of the other', () => {
  expect(filled({ vi: 'Điện', en: '' })).toEqual({ vi: 'Điện', en: 'Điện' })
  expect(filled({ vi: ' ', en: 'Power' })).toEqual({ vi: 'Power', en: 'Power' })
  expect(filled({ vi: 'Điện', en: 'Power' })).toEqual({ vi: 'Điện', en: 'Power' })
  expect(filled({ vi: '', en: '' })).toBeUndefined()
})

test('a part without a heading carries none', () => {
  const part = { id: 'clock', kind: 'clock' as const, x: 0, y: 0, w: 6, h: 3 }
  const named = titled(part, { vi: 'Giờ', en: 'Time' })
  expect(named).toEqual({ ...part, title: { vi: 'Giờ', en: 'Time' } })
  expect(titled(named, undefined)).toEqual(part)
})
