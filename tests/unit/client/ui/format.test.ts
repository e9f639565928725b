import { describe, expect, it } from 'vitest'
import {
  clockText,
  formatChange,
  formatNumber,
  longDayText,
  meetsTarget,
  periodText,
  spanText,
  targetText,
} from '../../../../client/ui/format/index.ts'

const AT = Date.parse('2026-08-19T07:32:07Z')

describe('numbers', () => {
  it('are written as each language writes them', () => {
    expect(formatNumber(49_386.4, 1, 'vi')).toBe('49.386,4')
    expect(formatNumber(49_386.4, 1, 'en')).toBe('49,386.4')
    expect(formatNumber(-0.8, 1, 'vi')).toBe('\u22120,8')
    expect(formatNumber(null, 1, 'vi')).toBe('–')
    expect(formatNumber(Number.NaN, 1, 'vi')).toBe('–')
  })
  it('carry their sign when they are changes', () => {
    expect(formatChange(1.24, 1, 'vi')).toBe('+1,2')
    expect(formatChange(-1.24, 1, 'en')).toBe('\u22121.2')
    expect(formatChange(0, 1, 'vi')).toBe('0,0')
  })
})

describe('times', () => {
  it('are those of Viet Nam, whatever the screen believes', () => {
    expect(clockText(AT, 'vi')).toBe('14:32:07')
    expect(longDayText(AT, 'vi')).toBe('Thứ Tư, 19/8/2026')
  })
  it.each([
    ['2026-10', 'tháng 10/2026', 'Oct 2026'],
    ['2026-Q3', 'quý III/2026', 'Q3 2026'],
    ['2026-W47', 'tuần 47/2026', 'week 47, 2026'],
    ['2025', 'năm 2025', '2025'],
    ['2026-11-22', '22/11/2026', '22 Nov 2026'],
    ['2026-H1', '6 tháng đầu năm 2026', 'H1 2026'],
    ['else', 'else', 'else'],
  ])('say the period %s', (period, vi, en) => {
    expect(periodText(period, 'vi')).toBe(vi)
    expect(periodText(period, 'en')).toBe(en)
  })
  it('say an age by one figure', () => {
    expect(spanText(4 * 60_000 + 59_000, 'vi')).toBe('4 phút')
    expect(spanText(2 * 86_400_000, 'en')).toBe('2 d')
    expect(spanText(-5, 'vi')).toBe('0 giây')
  })
})

describe('targets', () => {
  it('are met or not by their comparator', () => {
    expect(meetsTarget(4, { comparator: '<', value: 4, valueHigh: null })).toBe(false)
    expect(meetsTarget(4, { comparator: '<=', value: 4, valueHigh: null })).toBe(true)
    expect(meetsTarget(50.3, { comparator: 'range', value: 49.8, valueHigh: 50.2 })).toBe(false)
  })
  it('are worded', () => {
    expect(targetText({ comparator: 'range', value: 49.8, valueHigh: 50.2 }, 1, 'vi')).toBe('dải 49,8 – 50,2')
    expect(targetText({ comparator: '>=', value: 95, valueHigh: null }, 1, 'en')).toBe('at least 95')
  })
})
