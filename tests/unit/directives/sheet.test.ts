import { describe, expect, it } from 'vitest'
import { columnsOf, dueIn } from '../../../server/directives/import/sheet.ts'

describe('a row’s deadline', () => {
  it.each([
    ['05/12/2026', '2026-12-05T17:00'],
    ['5/12/2026 16:30', '2026-12-05T16:30'],
    ['5.12.2026, 9h05', '2026-12-05T09:05'],
    ['2026-12-05', '2026-12-05T17:00'],
    ['2026-12-05T08:00', '2026-12-05T08:00'],
    [new Date(Date.UTC(2026, 11, 5)), '2026-12-05T17:00'],
    [new Date(Date.UTC(2026, 11, 5, 8, 30)), '2026-12-05T08:30'],
    ['31/02/2026', null],
    ['13/13/2026', null],
    ['5/12/2026 25:00', null],
    ['trước Tết', null],
    [45_000, null],
    [null, null],
  ])('%s', (cell, wanted) =>
    expect(dueIn(cell)).toBe(wanted === null ? null : Date.parse(`${wanted}:00+07:00`)),
  )
})

it('columns are known by their names, with or without marks, in either language', () => {
  expect(columnsOf(['STT', 'CO QUAN', 'nội dung', 'Thời hạn', 'khác'])).toEqual({
    at: { no: 0, units: 1, text: 2, due: 3 },
    missing: [],
  })
  expect(columnsOf(['No.', 'Unit', 'Task', 'Due', 'Priority']).missing).toEqual([])
  expect(columnsOf(['TT', 'Đơn vị']).missing).toEqual(['Nội dung nhiệm vụ', 'Hạn'])
})
