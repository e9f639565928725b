import { describe, expect, it } from 'vitest'
import { Days } from '../../../server/calendar/days.ts'
import { statutoryHolidays } from '../../../server/calendar/statutory.ts'
import { dayNumber } from '../../../shared/calendar.ts'

const days = (year: number, name: string) =>
  statutoryHolidays(year)
    .filter((h) => h.name.vi.includes(name))
    .map((h) => h.day)

describe('public holidays of the law', () => {
  // As published: the first day of the Vietnamese lunar year, which in 2007 and 2030 is not China's.
  it.each([
    ['2007-02-17', 2007],
    ['2020-01-25', 2020],
    ['2023-01-22', 2023],
    ['2024-02-10', 2024],
    ['2025-01-29', 2025],
    ['2026-02-17', 2026],
    ['2030-02-02', 2030],
  ])('the lunar new year falls on %s', (day, year) => {
    expect(days(year, 'Tết Nguyên đán')).toContain(day)
  })

  it.each([
    ['2023-04-29', 2023], // after a leap second month
    ['2024-04-18', 2024],
    ['2025-04-07', 2025],
    ['2026-04-26', 2026],
  ])('the Hùng Kings are commemorated on %s', (day, year) => {
    expect(days(year, 'Giỗ Tổ')[0]).toBe(day)
  })

  it('has the days that were decided for the lunar new years of 2021 to 2026, days in lieu among them', () => {
    const spans = [2021, 2022, 2023, 2024, 2025, 2026].map((y) => {
      const tet = days(y, 'Tết Nguyên đán')
      return [tet[0]?.slice(5), tet.at(-1)?.slice(5), tet.length]
    })
    expect(spans).toEqual([
      ['02-10', '02-16', 7],
      ['01-31', '02-04', 5],
      ['01-20', '01-26', 7],
      ['02-08', '02-14', 7],
      ['01-27', '01-31', 5],
      ['02-16', '02-20', 5],
    ])
  })

  it('gives a day in lieu for a holiday at a weekend', () => {
    expect(statutoryHolidays(2023).map((h) => h.day)).toEqual(
      expect.arrayContaining(['2023-05-02', '2023-05-03', '2023-01-02', '2023-09-04']),
    )
  })
})

it('a decision moves a day, and taken back leaves the law', () => {
  const name = { vi: 'Hoán đổi', en: 'Swapped' }
  const decided = (kind: 'holiday' | 'working' | 'statutory', day: string) => ({
    ...{ kind, day, name, basis: 'Quyết định', by: 'account:quantri', at: 0 },
  })
  const swapped = new Days([decided('holiday', '2026-08-31'), decided('working', '2026-08-22')])
  const of = (text: string) => dayNumber(Date.parse(`${text}T12:00:00+07:00`))
  expect([swapped.isWorking(of('2026-08-31')), swapped.isWorking(of('2026-08-22'))]).toEqual([false, true])
  expect(swapped.isHoliday(of('2026-09-02'))).toBe(true)
  const back = new Days([decided('statutory', '2026-08-31')])
  expect(back.isWorking(of('2026-08-31'))).toBe(true)
  expect(swapped.around(2026).working).toEqual(['2026-08-22'])
})
