import { describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { decode, typeOfFile } from '../../../server/intake/decode/index.ts'
import { numeralsOf, OpenNumber } from '../../../server/intake/decode/numerals.ts'
import type { Decimal } from '../../../server/intake/decode/types.ts'
import { axesOf, flatten } from '../../../server/intake/files/shape.ts'
import { validate } from '../../../server/intake/validate.ts'
import { connection, smallCatalogue } from '../../fixtures/intake/catalogue.ts'

const limits = { bytes: 1 << 20, rows: 100 }
const readBy = (decimal: Decimal, cells: string[]) =>
  cells.map(numeralsOf(decimal, cells)).map((c) => (c instanceof OpenNumber ? c.readings : c))

describe('a number of a table with decimal commas', () => {
  it.each<[string[], unknown[]]>([
    [
      ['12.345', '12,5'],
      ['12345', '12.5'],
    ],
    [
      ['12.345', '1.234.567', '-1.234,5'],
      ['12345', '1234567', '-1234.5'],
    ],
    [
      ['12.345', '12.5'],
      ['12.345', '12.5'],
    ],
    [
      ['12.345', '0.500'],
      ['12.345', '0.500'],
    ],
    [['12,345'], ['12.345']],
    [
      ['12.345', '7'],
      [[12_345, 12.345], '7'],
    ],
    // Both marks are decimal somewhere: nothing tells what either is before three digits.
    [
      ['12.345', '12,345', '1.5', '1,5', '1.234.567'],
      [[12_345, 12.345], [12_345, 12.345], '1.5', '1.5', '1234567'],
    ],
    [
      ['1.23.456', '..', 'x'],
      ['1.23.456', '..', 'x'],
    ],
  ])('%j is read as %j', (cells, wanted) => {
    expect(readBy('comma', cells)).toEqual(wanted)
  })

  it.each<[string[], unknown[]]>([
    [['12.345'], [[12_345, 12.345]]],
    [['12,345'], [[12_345, 12.345]]],
    [
      ['12,345', '1,5', '12.345'],
      ['12.345', '1.5', '12345'],
    ],
    [
      ['12.345', '1.5', '12,345'],
      ['12.345', '1.5', [12_345, 12.345]],
    ],
    [
      ['12.345', '1.234.567', '12,345'],
      ['12345', '1234567', '12.345'],
    ],
  ])('%j between tabs, which tell nothing, is read as %j', (cells, wanted) => {
    expect(readBy('open', cells)).toEqual(wanted)
  })

  it('is read in the column of values alone, and refused by name where it is open', async () => {
    const csv = async (...values: string[]) => {
      const rows = values.map((v, i) => `GDP;VN;2025-Q${i + 1};${v}`)
      const decoded = await decode(
        Buffer.from(['indicator;unit;period;value', ...rows].join('\n')),
        'text/csv',
        limits,
      )
      if (decoded.kind !== 'rows') throw new Error(decoded.kind)
      return validate(decoded.rows, connection([{ indicator: 'GDP' }]), smallCatalogue(), Date.UTC(2026, 1))
    }
    expect((await csv('12.345', '12,5')).rows.map((r) => r.value)).toEqual([12_345, 12.5])
    const { rows, refused } = await csv('12.345', '7')
    expect(rows.map((r) => r.value)).toEqual([7])
    expect(refused).toMatchObject([
      {
        row: 1,
        code: 'AMBIGUOUS_NUMBER',
        field: 'value',
        detail: { value: '12.345', readings: [12_345, 12.345] },
        content: 'GDP,VN,2025-Q1,12.345',
      },
    ])
  })

  it('that stands in a workbook as text is told by its other texts or left open; a typed number stays itself', async () => {
    const read = async (...values: (string | number)[]) => {
      const sheet = await writeXlsx([
        ['indicator', 'unit', 'period', 'value'],
        ...values.map((v, i) => ['GDP', 'VN', `2025-Q${i + 1}`, v]),
      ]).toBuffer()
      const found = await decode(Buffer.from(sheet), typeOfFile('a.xlsx'), limits)
      if (found.kind !== 'rows') throw new Error(found.kind)
      return found.rows.map((r) => r.fields?.value).map((v) => (v instanceof OpenNumber ? v.readings : v))
    }
    expect(await read('12.345', 12.345, 7)).toEqual([[12_345, 12.345], 12.345, 7])
    expect(await read('12.345', '12,5')).toEqual(['12345', '12.5'])
    expect(await read('12.345', '1.5')).toEqual(['12.345', '1.5'])
    expect(await read('1.234.567', 12.5)).toEqual(['1234567', 12.5])
  })

  it('makes its column one of numbers, in a table that a person explains', async () => {
    const table = await decode(
      Buffer.from('Tỉnh;Diện tích;Dân số\nHà Nội;3.359,8;8.435.700\nHuế;4.947,1;1.160.200\n'),
      'text/csv',
      limits,
    )
    if (table.kind !== 'table') throw new Error(table.kind)
    expect(axesOf(table).map((a) => a.numeric)).toEqual([false, true, true])
    const layout = { unit: 'Tỉnh', time: null, items: ['Diện tích', 'Dân số'] }
    expect(flatten(table, layout).map((c) => c.value)).toEqual(['3359.8', '8435700', '4947.1', '1160200'])
  })
})
