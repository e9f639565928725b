import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { rowsOfTable } from '../../../server/intake/decode/columns.ts'
import { decode, typeOfFile } from '../../../server/intake/decode/index.ts'
import { decodeText } from '../../../server/intake/decode/text.ts'
import { RequestError } from '../../../shared/refusal.ts'

const limits = { bytes: 1 << 20, rows: 100 }
const read = (body: string | Buffer, type: string) => decode(Buffer.from(body), type, limits)
const rows = async (body: string | Buffer, type: string) => {
  const d = await read(body, type)
  if (d.kind !== 'rows') throw new Error(`not rows but ${d.kind}`)
  return d.rows
}
const code = async (what: Promise<unknown>) =>
  what.then(
    () => null,
    (e: unknown) => (e instanceof RequestError ? e.code : e),
  )

describe('decodeText', () => {
  const text = 'Đắk Lắk, Thừa Thiên Huế'
  it('reads UTF-8 with and without mark, UTF-16 of both ends with mark, and drops trailing NULs', () => {
    expect(decodeText(Buffer.from(text))).toBe(text)
    expect(decodeText(Buffer.from(`\uFEFF${text}\0\0`))).toBe(text)
    const le = Buffer.from(`\uFEFF${text}`, 'utf16le')
    expect(decodeText(le)).toBe(text)
    expect(decodeText(Buffer.from(le).swap16())).toBe(text)
  })
  it('refuses UTF-16 without a mark and broken UTF-8', () => {
    for (const bad of [Buffer.from('indicator,unit', 'utf16le'), Buffer.from([0x61, 0xff, 0x62])])
      expect(() => decodeText(bad)).toThrow(expect.objectContaining({ code: 'NOT_UTF8' }))
  })
})

describe('decode', () => {
  it('reads {"observations": […]}, also with bare NaN as some programs write it', async () => {
    const found = await rows(
      '{"observations":[{"value":NaN,"note":"NaN stays"},{"value":-Infinity},7]}',
      'application/json',
    )
    expect(found.map((r) => r.fields)).toEqual([
      { value: 'NaN', note: 'NaN stays' },
      { value: '-Infinity' },
      null,
    ])
  })
  it('refuses a broken line of NDJSON alone', async () => {
    const found = await rows('{"a":1}\n\n{broken\n{"a":2}\n', 'application/x-ndjson')
    expect(found.map((r) => [r.row, r.fields])).toEqual([
      [1, { a: 1 }],
      [3, null],
      [4, { a: 2 }],
    ])
  })
  it('reads CSV with agreed columns, Vietnamese heads, other separators and decimal commas', async () => {
    const fields = { indicator: 'LOAD', unit: 'VN', period: '2024', value: '1.5' }
    expect((await rows('indicator,unit,period,value\nLOAD,VN,2024,1.5\n', 'text/csv'))[0]?.fields).toEqual(
      fields,
    )
    expect(
      (await rows('\uFEFFMã chỉ tiêu;Mã đơn vị;Kỳ;Giá trị\r\nLOAD;VN;2024;1,5\r\n', 'text/csv'))[0]?.fields,
    ).toEqual(fields)
  })
  it('reads the hours of a workbook as those of Viet Nam, and leaves a day the day it is', async () => {
    const day = new Date(Date.UTC(2026, 10, 23))
    const sheet = await writeXlsx([
      ['indicator', 'unit', 'Thời điểm', 'value'],
      [
        'LOAD',
        'VN',
        { value: new Date(Date.UTC(2026, 10, 23, 8, 30)), type: Date, format: 'dd/mm/yyyy hh:mm' },
        1,
      ],
    ]).toBuffer()
    expect((await rows(sheet, typeOfFile('a.xlsx')))[0]?.fields?.at).toBe('2026-11-23T01:30:00.000Z')
    const table = { kind: 'table' as const, decimal: 'point' as const }
    const [row] =
      rowsOfTable({ ...table, header: ['indicator', 'unit', 'Kỳ', 'value'], rows: [['A', 'VN', day, 1]] }) ??
      []
    expect(row?.fields?.period).toBe(day.toISOString())
  })
  it('keeps another table as a table', async () => {
    expect(await read('time,yoy\n2013Q4,5.4\n', 'text/csv')).toMatchObject({
      kind: 'table',
      header: ['time', 'yoy'],
    })
  })
  it('reads JSON-stat 1 and 2 alike', async () => {
    const dimension = {
      P: { label: 'Province', category: { index: ['a', 'b'], label: { a: 'Ha  Noi', b: 'Hue' } } },
      T: { label: 'Year', category: { index: { '2023': 0, '2024': 1 } } },
    }
    const value = [1, null, 3, 4.5]
    const one = { dataset: { label: 'T', dimension: { ...dimension, id: ['P', 'T'], size: [2, 2] }, value } }
    const two = {
      version: '2.0',
      class: 'dataset',
      label: 'T',
      id: ['P', 'T'],
      size: [2, 2],
      dimension,
      value: { 0: 1, 2: 3, 3: 4.5 },
    }
    for (const set of [one, two])
      expect(await read(JSON.stringify(set), 'application/json')).toMatchObject({
        kind: 'cube',
        format: 'json-stat',
        values: value,
        dimensions: [
          { categories: [{ label: 'Ha Noi' }, { label: 'Hue' }] },
          { categories: [{ label: '2023' }, { label: '2024' }] },
        ],
      })
  })
  it('refuses what it cannot read with a stable code', async () => {
    expect(await code(read('{', 'application/json'))).toBe('BAD_BODY')
    expect(await code(read('{"a":1}', 'application/json'))).toBe('BAD_BODY')
    expect(await code(read('x', 'application/pdf'))).toBe('UNKNOWN_TYPE')
    expect(await code(read(Buffer.alloc(2 << 20), 'text/csv'))).toBe('TOO_LARGE')
    expect(await code(read('{"a":1}\n'.repeat(101), 'application/x-ndjson'))).toBe('TOO_MANY_ROWS')
    expect(await code(read(`a,b\n${'1,2\n'.repeat(101)}`, 'text/csv'))).toBe('TOO_MANY_ROWS')
    expect(await code(read(gzipSync('a'), typeOfFile('a.xlsx')))).toBe('BAD_BODY')
    expect(() => typeOfFile('report.pdf')).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }))
  })
})
