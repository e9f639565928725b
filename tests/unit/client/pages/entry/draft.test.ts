import { describe, expect, it } from 'vitest'
import { EMPTY_DRAFT, judge, pasted, rowsOf } from '../../../../../client/pages/entry/draft.ts'
import type { FormRowView, FormView } from '../../../../../shared/api/entry.ts'

const row = (unit: string, more: Partial<FormRowView> = {}): FormRowView => ({
  ...{ indicator: 'KTTH-06', name: { vi: 'Giá', en: 'Prices' }, unit, unitName: { vi: unit, en: unit } },
  ...{ measure: { vi: 'tấn', en: 'tonnes' }, decimals: 1, min: 0, max: 1_000, current: null, last: null },
  ...more,
})
const known = (value: number) => ({ value, time: '2026-08', status: 'provisional' })
const form = {
  kind: 'monthly',
  time: '2026-09',
  times: ['2026-09'],
  rows: [row('22'), row('24'), row('26')],
} as FormView
const line = (text: string) => ({ text })

describe('a typed line', () => {
  it.each([
    ['nothing', '', {}, { state: 'empty' }],
    ['no number', 'mười', {}, { state: 'wrong' }],
    ['either of two numbers', '1.234', { max: null }, { state: 'ask', readings: [1_234, 1.234] }],
    ['a number outside the promised range', '1001', {}, { state: 'range', value: 1_001 }],
    ['one far from the last one', '150,1', { last: known(100) }, { state: 'jump', value: 150.1 }],
    ['one near the last one', '149', { last: known(100) }, { state: 'ready', value: 149 }],
    ['the one that is known', '100', { current: known(100) }, { state: 'same', value: 100 }],
    ['the first one', '100', {}, { state: 'ready', value: 100 }],
  ])('can be %s', (_, text, more, judged) => {
    expect(judge(row('22', more), line(text))).toMatchObject(judged)
  })

  it('is what was chosen of two readings, and what was looked at again', () => {
    const any = row('22', { max: null })
    expect(judge(any, { text: '1.234', reading: 1 })).toEqual({ state: 'ready', value: 1.234 })
    const far = row('22', { last: known(1) })
    expect(judge(far, { text: '5', seen: true })).toEqual({ state: 'ready', value: 5 })
  })
})

describe('what would be sent', () => {
  it('is every clear line with its note and status; what is unclear is counted', () => {
    const lines = {
      'KTTH-06 22': { text: '12,5', note: ' theo báo cáo ' },
      'KTTH-06 24': line('5000'),
      'KTTH-06 26': line(' '),
    }
    expect(rowsOf(form, { status: 'official', lines })).toEqual({
      rows: [
        {
          ...{ indicator: 'KTTH-06', unit: '22', period: '2026-09' },
          ...{ value: 12.5, status: 'official', note: 'theo báo cáo' },
        },
      ],
      unclear: 1,
    })
  })

  it('says an instant where the number is of an instant', () => {
    const at = { ...form, kind: 'realtime', time: '2026-09-01T07:00:00+07:00' } as FormView
    const { rows } = rowsOf(at, { ...EMPTY_DRAFT, lines: { 'KTTH-06 22': line('1') } })
    expect(rows).toEqual([{ indicator: 'KTTH-06', unit: '22', at: at.time, value: 1, status: 'provisional' }])
  })
})

describe('a column that is pasted', () => {
  it('fills the lines below, takes the last of several columns and ends with the form', () => {
    const kept = { ...EMPTY_DRAFT, lines: { 'KTTH-06 22': line('7') } }
    expect(pasted(form, kept, 1, 'Quảng Ninh\t1,5\r\nHải Phòng\t2,5\r\nthừa\t3\r\n').lines).toEqual({
      'KTTH-06 22': line('7'),
      'KTTH-06 24': line('1,5'),
      'KTTH-06 26': line('2,5'),
    })
  })
})
