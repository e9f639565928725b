/** How a typed number was read. `ask`: it has two readings, and only who typed it knows which. */
export type Typed =
  | { kind: 'empty' }
  | { kind: 'number'; value: number }
  | { kind: 'ask'; readings: [thousands: number, decimal: number] }
  | { kind: 'wrong'; why: 'notANumber' | 'groups' | 'signs' | 'percent' }

const SPACES = /[\s\u00a0\u202f\u2009]/g
const MINUS = /^[-\u2212\u2013]/
const FULL_WIDTH = /[\uff10-\uff19]/g

/**
 * Reads a number as people type it, in Vietnamese (1.234,5) and in English (1,234.5). What one separator alone leaves open,
 * as in 1.234, is asked and never guessed. `percent`: whether the number's measure is a percentage.
 */
export function readTyped(text: string, percent = false): Typed {
  let rest = text
    .replace(FULL_WIDTH, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0))
    .replace(SPACES, '')
  if (rest === '') return { kind: 'empty' }
  if (rest.endsWith('%')) {
    if (!percent) return { kind: 'wrong', why: 'percent' }
    rest = rest.slice(0, -1)
  }
  const negative = MINUS.test(rest)
  rest = rest.replace(negative ? MINUS : /^\+/, '')
  if (/[-+\u2212\u2013]/.test(rest)) return { kind: 'wrong', why: 'signs' }
  if (!/^[\d.,]+$/.test(rest) || !/\d/.test(rest)) return { kind: 'wrong', why: 'notANumber' }
  const signed = (n: number) => (negative && n !== 0 ? -n : n)
  const number = (digits: string): Typed => ({ kind: 'number', value: signed(Number(digits)) })
  const marks = rest.replace(/\d/g, '')
  if (marks === '') return number(rest)
  const last = marks.at(-1) ?? ''
  const other = last === '.' ? ',' : '.'
  const at = rest.lastIndexOf(last)
  const [before, after] = [rest.slice(0, at), rest.slice(at + 1)]
  if (marks.includes(other)) {
    // Both: the last one is the decimal mark, once; the other separates thousands.
    if (before.includes(last) || after === '' || !grouped(before, other))
      return { kind: 'wrong', why: 'groups' }
    return number(`${before.replaceAll(other, '')}.${after}`)
  }
  if (marks.length > 1)
    return grouped(rest, last) ? number(rest.replaceAll(last, '')) : { kind: 'wrong', why: 'groups' }
  if (after === '' || before === '') return { kind: 'wrong', why: 'notANumber' }
  if (after.length === 3 && before.length <= 3 && !before.startsWith('0'))
    return { kind: 'ask', readings: [signed(Number(before + after)), signed(Number(`${before}.${after}`))] }
  return number(`${before}.${after}`)
}

/** Whether marks stand before every three digits only. */
function grouped(text: string, mark: string): boolean {
  const [first = '', ...others] = text.split(mark)
  return /^[1-9]\d{0,2}$/.test(first) && others.length > 0 && others.every((g) => /^\d{3}$/.test(g))
}
