import { describe, expect, test } from 'vitest'
import { durationOf, exact, instant, lasting, overdue } from '../../../../../client/pages/desk/times.ts'

const now = Date.parse('2026-11-23T08:30:42+07:00')

describe('times on the desk', () => {
  test('are on the clock of Viet Nam whatever the zone of the machine', () => {
    expect(instant(Date.parse('2026-11-22T23:59:58Z'), now)).toBe('06:59:58')
  })
  test('say the day when it is not today, the year when it is not this one', () => {
    expect(instant(Date.parse('2026-11-20T03:14:00+07:00'), now)).toBe('20/11 03:14')
    expect(instant(Date.parse('2025-11-20T03:14:00+07:00'), now)).toBe('20/11/2025')
    expect(instant(null, now)).toBe('–')
  })
  test('last in one number and one unit', () => {
    expect(lasting(38 * 60_000)).toEqual({ unit: 'minutes', count: 38 })
    expect(lasting(-5)).toEqual({ unit: 'seconds', count: 0 })
    expect(durationOf('PT15M')).toEqual({ unit: 'minutes', count: 15 })
    expect(durationOf('P3M')).toEqual({ unit: 'months', count: 3 })
    expect(durationOf('P1Y')).toEqual({ unit: 'years', count: 1 })
    expect(durationOf('soon')).toBeNull()
    expect(exact(5400)).toEqual({ unit: 'minutes', count: 90 })
  })
  test('run late in minutes, then hours, then days', () => {
    expect(overdue(2_024_000)).toBe('33:44')
    expect(overdue(7_630_000)).toBe('2:07:10')
    expect(overdue(50 * 3_600_000)).toBe('2 d')
  })
})
