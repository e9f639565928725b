import { readTyped } from '../entry/typedNumber.ts'
import type { AimDraft } from './AimFields.tsx'

const NUMBER = '(-?\\d[\\d.,]*\\d|\\d)'
/** What is said before a number, as a comparison; the longer words first. */
const SAID: [AimDraft['comparator'], RegExp][] = [
  [
    '>=',
    new RegExp(
      `(?:không dưới|ít nhất|tối thiểu|từ|đạt trên|đạt|trên|vượt|lên|at least|no less than|over|above|reach) ${NUMBER}`,
    ),
  ],
  [
    '<=',
    new RegExp(
      `(?:không quá|không vượt|tối đa|nhiều nhất|giảm còn|giảm xuống|dưới|xuống|còn|at most|no more than|below|under|down to) ${NUMBER}`,
    ),
  ],
]

/**
 * The target that is said in the words themselves ("đạt trên 95%", "giảm còn dưới 20 hồ sơ"), as it would be typed; null
 * when none is. Only a number in the indicator's own measure is its target: "trước 18 giờ" is none. Pure.
 */
export function aimSaid(text: string, symbol: string): Pick<AimDraft, 'comparator' | 'value'> | null {
  const words = text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
  const measure = symbol.normalize('NFC').toLowerCase().trim()
  if (!measure) return null
  const found = SAID.flatMap(([comparator, said]) =>
    [...words.matchAll(new RegExp(said, 'g'))].flatMap((match) => {
      const value = match[1] ?? ''
      const end = match.index + match[0].length
      const after = words.slice(end).trimStart()
      const whole = !/^[\p{L}\d]/u.test(after.slice(measure.length)) || !/\p{L}$/u.test(measure)
      const target = after.startsWith(measure) && whole && readTyped(value, true).kind === 'number'
      return target ? [{ comparator, value, from: match.index, end }] : []
    }),
  )
  // What is said last holds; of two readings of one number the longer words do ("không dưới" is not "dưới").
  const [last] = found.sort((a, b) => b.end - a.end || a.from - b.from)
  return last ? { comparator: last.comparator, value: last.value } : null
}
