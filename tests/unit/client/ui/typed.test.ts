import { expect, it } from 'vitest'
import { dayOf, hourOf, writtenDay } from '../../../../client/ui/fields/typed.ts'

it('a day is read as it is written here, day first', () => {
  const of = (text: string) => dayOf(text, '2026-11-30')
  expect(of('15/12/2026')).toBe('2026-12-15')
  expect(of(' 1-2-27 ')).toBe('2027-02-01')
  expect(of('15.12')).toBe('2026-12-15')
  expect(of('2026-12-15')).toBe('2026-12-15')
  for (const none of ['', '31/2/2026', '12/15/2026', '2026-13-01', '15/12/202', 'mai', '0/1/2026'])
    expect(of(none), none).toBeNull()
})

it('a time is read by the 24-hour clock', () => {
  const pairs = {
    '9': '09:00',
    '9h30': '09:30',
    '9:5': '09:05',
    '0930': '09:30',
    '23.59': '23:59',
    '9h': '09:00',
  }
  for (const [text, hour] of Object.entries(pairs)) expect(hourOf(text), text).toBe(hour)
  expect(hourOf('07:00:05')).toBe('07:00:05')
  for (const none of ['', '24:00', '9:60', '07:00:60', '2 PM', '12345']) expect(hourOf(none), none).toBeNull()
})

it('what was read is written the same way', () => {
  expect(writtenDay('2026-12-15')).toBe('15/12/2026')
  expect(writtenDay('')).toBe('')
})
