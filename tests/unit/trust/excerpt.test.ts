import { describe, expect, test } from 'vitest'
import type { RawRow } from '../../../server/intake/index.ts'
import { excerptOf, noteOf } from '../../../server/trust/excerpt.ts'

const row = (n: number, content: string, value: unknown, more: Record<string, unknown> = {}): RawRow => ({
  row: n,
  content,
  fields: { value, ...more },
})
const marked = (e: ReturnType<typeof excerptOf>, n: number) => {
  const line = e?.lines.find((l) => l.row === n)
  return line?.mark ? line.text.slice(...line.mark) : null
}

describe('the place of a number in its message', () => {
  const rows = [1, 2, 3, 4, 5, 6].map((n) => row(n, `VDT-GN,${n},2026-11-20,${n}88${n}.2`, `${n}88${n}.2`))

  test('is its row with two on either side, its value marked', () => {
    const e = excerptOf(rows, 4, true)
    expect(e?.lines.map((l) => l.row)).toEqual([2, 3, 4, 5, 6])
    expect(e?.rows).toBe(6)
    expect(marked(e, 4)).toBe('4884.2')
    expect(marked(e, 3)).toBeNull()
  })

  test('is its row alone for who may not see the others', () => {
    expect(excerptOf(rows, 4, false)?.lines.map((l) => l.row)).toEqual([4])
  })

  test('is the field called value where fields are named, whatever else has the same digits', () => {
    const text = '{"indicator":"A-12","value":12,"unit":"12"}'
    const e = excerptOf([row(1, text, 12)], 1, true)
    expect(e?.lines[0]?.mark).toEqual([text.indexOf(':12,') + 1, text.indexOf(':12,') + 3])
  })

  test('is found where the source writes a decimal comma', () => {
    expect(marked(excerptOf([row(1, 'A;01;61,8', '61.8')], 1, true), 1)).toBe('61,8')
  })

  test('is cut around the value when the row is very long', () => {
    const e = excerptOf([row(1, `${'x'.repeat(5_000)},77.5,${'y'.repeat(5_000)}`, 77.5)], 1, true)
    expect(e?.lines[0]?.text.length).toBeLessThanOrEqual(600)
    expect(marked(e, 1)).toBe('77.5')
  })

  test('is unknown for a row that is not there', () => {
    expect(excerptOf(rows, 99, true)).toBeNull()
  })

  test('carries what the source says of it', () => {
    expect(noteOf([row(1, '', 1, { note: ' chứng từ ngày 19/11 ' })], 1)).toBe('chứng từ ngày 19/11')
    expect(noteOf([row(1, '', 1, { note: 5 })], 1)).toBeNull()
  })
})
