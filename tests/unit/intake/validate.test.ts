import { describe, expect, it } from 'vitest'
import { validate } from '../../../server/intake/validate.ts'
import { parsePeriod } from '../../../shared/period.ts'
import { connection, smallCatalogue } from '../../fixtures/intake/catalogue.ts'

const NOW = Date.UTC(2026, 10, 23, 3)
const now = smallCatalogue()
const all = connection([
  { indicator: 'LOAD', units: ['VN'], min: 0, max: 60_000 },
  { indicator: 'CPI' },
  { indicator: 'GDP' },
  { indicator: 'POP', units: '*' },
])
const at = '2026-11-23T02:59:59Z'
const good = { indicator: 'LOAD', unit: 'VN', at, value: 41_250.5 }
const judge = (...rows: unknown[]) =>
  validate(
    rows.map((fields, i) => ({
      row: i + 1,
      fields: fields as Record<string, unknown> | null,
      content: JSON.stringify(fields),
    })),
    all,
    now,
    NOW,
  )
const refusal = (row: unknown) => {
  const { rows, refused } = judge(row)
  expect(rows).toEqual([])
  return [refused[0]?.code, refused[0]?.field]
}

describe('validate', () => {
  it('takes a good row as it is', () => {
    const ms = Date.parse(at)
    expect(judge(good)).toEqual({
      rows: [
        {
          row: 1,
          indicatorId: 1,
          unitId: 1,
          validFrom: ms,
          validTo: ms,
          period: null,
          value: 41_250.5,
          status: 'official',
        },
      ],
      refused: [],
    })
  })
  it('takes a code for the unit of each row’s own day, whatever the row before said', () => {
    const any = connection([{ indicator: 'LOAD' }])
    const times = [
      '2025-06-30T16:59:59Z',
      '2025-06-30T17:00:00Z',
      '2025-06-30T16:59:58Z',
      '2025-06-30T16:59:59Z',
    ]
    const rows = times.map((time, i) => ({
      row: i + 1,
      fields: { indicator: 'LOAD', unit: '08', at: time, value: i },
      content: '',
    }))
    for (let again = 0; again < 2; again++) {
      const found = validate(rows, any, now, NOW)
      expect(found.rows.map((r) => r.unitId)).toEqual([4, 5, 4])
      expect(found.refused.map((r) => [r.row, r.code, r.detail])).toEqual([[4, 'DUPLICATE', { row: 1 }]])
    }
  })
  it('refuses each bad row with its code and keeps the others', () => {
    const cases: [unknown, string, string | null][] = [
      [null, 'ROW_SHAPE', null],
      [{ ...good, indicator: undefined }, 'ROW_SHAPE', 'indicator'],
      [{ ...good, value: null }, 'ROW_SHAPE', 'value'],
      [{ ...good, indicator: 'NOPE' }, 'UNKNOWN_INDICATOR', 'indicator'],
      [{ ...good, unit: '99' }, 'UNKNOWN_UNIT', 'unit'],
      [{ ...good, measure: 'furlong' }, 'UNKNOWN_MEASURE', 'measure'],
      [{ ...good, measure: '%' }, 'WRONG_MEASURE', 'measure'],
      [{ ...good, value: 'bốn mươi' }, 'NOT_A_NUMBER', 'value'],
      [{ ...good, value: true }, 'NOT_A_NUMBER', 'value'],
      [{ ...good, value: '0x10' }, 'NOT_A_NUMBER', 'value'],
      [{ ...good, value: 'NaN' }, 'NOT_FINITE', 'value'],
      [{ ...good, value: '-Infinity' }, 'NOT_FINITE', 'value'],
      [{ ...good, value: '1e999' }, 'NOT_FINITE', 'value'],
      [{ ...good, value: -1 }, 'RANGE', 'value'],
      [{ ...good, value: 60_001 }, 'RANGE', 'value'],
      [{ ...good, at: '2026-11-23T03:10:00Z' }, 'FUTURE', 'at'],
      [{ ...good, at: '2026-11-23 02:00' }, 'BAD_TIME', 'at'],
      [{ ...good, at: '2026-11-23T02:00:00' }, 'BAD_TIME', 'at'],
      [{ ...good, at: undefined }, 'BAD_TIME', 'period'],
      [{ ...good, period: '2026' }, 'BAD_TIME', 'at'],
      [{ ...good, at: undefined, period: '2026-10' }, 'WRONG_PERIOD', 'period'],
      [{ indicator: 'CPI', unit: 'VN', at, value: 1 }, 'WRONG_PERIOD', 'at'],
      [{ indicator: 'CPI', unit: 'VN', period: '2026-Q3', value: 1 }, 'WRONG_PERIOD', 'period'],
      [{ indicator: 'CPI', unit: 'VN', period: '2026-13', value: 1 }, 'BAD_TIME', 'period'],
      [{ indicator: 'CPI', unit: 'VN', period: '2027-01', value: 1 }, 'FUTURE', 'period'],
      [{ ...good, status: 'guess' }, 'BAD_STATUS', 'status'],
      [{ ...good, unit: '08' }, 'NOT_IN_CONTRACT', 'indicator'],
    ]
    for (const [row, code, field] of cases) expect([row, ...refusal(row)]).toEqual([row, code, field])
    const { rows, refused } = judge(...cases.map(([row]) => row), good)
    expect(refused.map((r) => r.code)).toEqual(cases.map(([, code]) => code))
    expect(rows.map((r) => r.row)).toEqual([cases.length + 1])
  })
  it('converts a known measure and judges the range in the agreed one', () => {
    expect(judge({ ...good, value: 41_250_500, measure: 'kW' }).rows[0]?.value).toBe(41_250.5)
    expect(refusal({ ...good, value: 60_001_000, measure: 'kW' })).toEqual(['RANGE', 'value'])
  })
  it('refuses the second row of the same series and time', () => {
    const { rows, refused } = judge(good, { ...good, value: 1 }, { ...good, at: '2026-11-23T02:59:58Z' })
    expect(rows.map((r) => r.row)).toEqual([1, 3])
    expect(refused[0]).toMatchObject({ row: 2, code: 'DUPLICATE', detail: { row: 1 } })
  })
  it('reads a bare code as the unit in force at the time of the value', () => {
    const pop = (unit: string, period: string) => judge({ indicator: 'POP', unit, period, value: 1 })
    expect(pop('08', '2024').rows[0]?.unitId).toBe(4)
    expect(pop('08', '2025').rows[0]?.unitId).toBe(5)
    expect(pop('02', '2024').rows[0]?.unitId).toBe(3)
    expect(pop('02', '2025').refused[0]?.code).toBe('UNKNOWN_UNIT')
  })
  it("follows the indicator's own cut-off", () => {
    const row = judge({ indicator: 'GDP', unit: 'VN', period: '2026-Q3', value: 1 }).rows[0]
    expect(row).toMatchObject({ validFrom: parsePeriod('2026-Q3', 'm15')?.from })
  })
  it('lets a contract without series carry what the agency owns or what is about its own units', () => {
    const open = (agencyId: number, fields: Record<string, unknown>) =>
      validate([{ row: 1, fields, content: '' }], connection([], agencyId), now, NOW).rows.length
    expect(open(2, good)).toBe(1)
    expect(open(2, { indicator: 'CPI', unit: 'VN', period: '2026-10', value: 1 })).toBe(0)
    expect(open(5, { indicator: 'POP', unit: '08', period: '2025', value: 1 })).toBe(1)
    expect(open(5, { indicator: 'POP', unit: '02', period: '2024', value: 1 })).toBe(1) // merged into it
    expect(open(5, { indicator: 'POP', unit: '66', period: '2024', value: 1 })).toBe(0)
    expect(open(1, { indicator: 'POP', unit: '66', period: '2024', value: 1 })).toBe(1)
  })
})
