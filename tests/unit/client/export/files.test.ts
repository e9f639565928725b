import readXlsx from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { csvOf } from '../../../../client/export/csv.ts'
import { jsonStatOf } from '../../../../client/export/jsonStat.ts'
import { type About, aboutLines, fileName, type Sheet } from '../../../../client/export/sheet.ts'
import { momentIn } from '../../../../client/export/times.ts'
import { xlsxOf } from '../../../../client/export/xlsx.ts'
import { REAL, type World } from '../../../../shared/world.ts'

const SEVEN = Date.parse('2026-11-23T07:00:00+07:00')
const sheet: Sheet = {
  rowKey: 'unit',
  rowLabel: 'name',
  columns: [
    { key: 'unit', title: 'Mã', kind: 'text' },
    { key: 'name', title: 'Đơn vị', kind: 'text' },
    { key: 'value', title: 'Giá trị', kind: 'number', decimals: 1 },
    { key: 'known', title: 'Biết từ lúc', kind: 'instant' },
  ],
  rows: [
    ['01', 'Hà Nội', 90.4, SEVEN],
    ['22', '=HYPERLINK("http://x")', -1.5, null],
  ],
}
const about: About = {
  title: 'Phụ tải',
  name: 'KTN-02',
  source: 'EVN',
  measure: 'MW',
  asOf: '2026-W47',
  simulated: true,
  clock: { mode: 'fixed', at: SEVEN, from: null, known: 'then' },
}
const lines = aboutLines(
  about,
  SEVEN,
  'http://x/data/KTN-02',
  (key, v) => key + (v?.time ?? ''),
  momentIn,
  REAL,
)

describe('a file of a table', () => {
  test('says its source, measure, time, zone, whether simulated, and the address', () => {
    expect(lines.map((l) => l.key)).toEqual([
      ...['title', 'source', 'measure', 'asOf', 'clock', 'timeZone', 'simulated', 'savedAt', 'address'],
    ])
    expect(lines.find((l) => l.key === 'clock')?.text).toBe('clock.then23/11/2026 07:00:00')
  })
  test('as CSV begins with that, then the table; a formula is made harmless, a negative number stays', () => {
    const rows = csvOf(sheet, lines).split('\r\n')
    expect(rows[0]).toBe('\uFEFF# title,Phụ tải')
    expect(rows.slice(9, 12)).toEqual([
      'unit,name,value,known',
      '01,Hà Nội,90.4,2026-11-23T00:00:00.000Z',
      `22,"'=HYPERLINK(""http://x"")",-1.5,`,
    ])
  })
  test('as XLSX holds numbers as numbers, instants on Viet Nam time, a formula as text', async () => {
    const blob = await xlsxOf(sheet, lines, ['Số liệu', 'Về số liệu này'])
    const [figures, said] = await readXlsx(Buffer.from(await blob.arrayBuffer()))
    expect(figures?.data).toEqual([
      ['Mã', 'Đơn vị', 'Giá trị', 'Biết từ lúc'],
      ['01', 'Hà Nội', 90.4, new Date('2026-11-23T07:00:00Z')],
      ['22', '=HYPERLINK("http://x")', -1.5, null],
    ])
    expect(said?.data[1]).toEqual(['about.source', 'EVN'])
  })
  test('as JSON-stat is a dataset of rows by figures', () => {
    const set = jsonStatOf(sheet, about, lines, SEVEN)
    expect([set.version, set.class, set.size]).toEqual(['2.0', 'dataset', [2, 1]])
    expect(set.value).toEqual([90.4, -1.5])
    expect(set.dimension.row.category.label).toMatchObject({ '01': 'Hà Nội' })
    expect(set.extension).toMatchObject({ source: 'EVN', simulated: true })
  })
  test('has a name that every system takes', () => {
    expect(fileName('Số liệu: Đà Nẵng/2026', 'csv', REAL)).toBe('So-lieu-Da-Nang-2026.csv')
    expect(fileName('///', 'png', REAL)).toBe('trong-dong.png')
  })
})

describe('a file of an exercise', () => {
  const world: World = { kind: 'exercise', id: 'x1', title: { vi: 'Bão số 12', en: 'Typhoon 12' } }
  const marked = aboutLines(about, SEVEN, 'http://x/data/KTN-02', (key) => key, momentIn, world)
  test('says so before anything else, whatever its kind', async () => {
    expect(marked[0]?.key).toBe('world')
    expect(csvOf(sheet, marked).split('\r\n')[0]).toContain('DIỄN TẬP / EXERCISE: Bão số 12')
    expect(jsonStatOf(sheet, about, marked, SEVEN).note[0]).toContain('DIỄN TẬP')
    const [, said] = await readXlsx(
      Buffer.from(await (await xlsxOf(sheet, marked, ['a', 'b'])).arrayBuffer()),
    )
    expect(said?.data[0]?.[1]).toContain('DIỄN TẬP')
  })
  test('says so by its name', () => {
    expect(fileName('KTN-02', 'png', world)).toBe('DIEN-TAP-KTN-02.png')
  })
})
