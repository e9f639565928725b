import { describe, expect, it } from 'vitest'
import {
  clockText,
  dayText,
  formatChange,
  formatNumber,
  longDayText,
  meetsTarget,
  minuteText,
  momentText,
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
    expect(formatNumber(-0.04, 1, 'vi')).toBe('0,0')
    expect(formatNumber(null, 1, 'vi')).toBe('–')
    expect(formatNumber(Number.NaN, 1, 'vi')).toBe('–')
  })
  it('carry their sign when they are changes', () => {
    expect(formatChange(1.24, 1, 'vi')).toBe('+1,2')
    expect(formatChange(-1.24, 1, 'en')).toBe('\u22121.2')
    expect(formatChange(0, 1, 'vi')).toBe('0,0')
    expect(formatChange(-0.04, 1, 'vi')).toBe('0,0')
    expect(formatChange(1_234.5, 1, 'vi')).toBe('+1.234,5')
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
  it('begin a day at midnight in Viet Nam', () => {
    const before = Date.parse('2026-08-19T16:59:59Z')
    expect(dayText(before, 'vi')).toBe('19/8/2026')
    expect(dayText(before + 1_000, 'vi')).toBe('20/8/2026')
    expect(clockText(before + 1_000, 'en')).toBe('00:00:00')
    expect(minuteText(before, 'vi')).toBe('23:59')
  })
  it('leave out the day only when it is today', () => {
    const now = Date.parse('2026-08-19T17:00:30Z')
    expect(momentText(now - 10_000, now, 'vi')).toBe('00:00:20')
    const yesterday = momentText(now - 60_000, now, 'vi')
    expect(yesterday).toContain('23:59')
    expect(yesterday).toMatch(/\b19\/0?8\b/)
  })
  it('say an age by one figure', () => {
    expect(spanText(999, 'vi')).toBe('0 giây')
    expect(spanText(59_999, 'vi')).toBe('59 giây')
    expect(spanText(60_000, 'vi')).toBe('1 phút')
    expect(spanText(3_600_000, 'en')).toBe('1 h')
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
  it.each([
    ['<', 5, true, false],
    ['<=', 5, true, true],
    ['>', 5, false, false],
    ['>=', 5, false, true],
    ['=', 5, false, true],
  ] as const)('draw the line of %s where it belongs', (comparator, value, below, at) => {
    const aim = { comparator, value, valueHigh: null }
    expect(meetsTarget(4.9, aim)).toBe(below)
    expect(meetsTarget(5, aim)).toBe(at)
  })
})
