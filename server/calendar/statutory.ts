/// <reference path="../../node_modules/date-chinese/types/index.d.ts" />
import { CalendarVietnamese } from 'date-chinese'
import { dayText, weekday } from '../../shared/calendar.ts'

export type Holiday = { day: string; name: { vi: string; en: string } }

const TET = { vi: 'Tết Nguyên đán', en: 'Lunar New Year' }
const HUNG_KINGS = { vi: 'Giỗ Tổ Hùng Vương', en: 'Hùng Kings Commemoration' }
const NATIONAL_DAY = { vi: 'Quốc khánh', en: 'National Day' }

const number = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / 86_400_000
/** A day of the Vietnamese lunar year that begins in that year. */
function lunar(year: number, month: number, day: number): number {
  const calendar = new CalendarVietnamese()
  calendar.fromJDE(calendar.newYear(year))
  const [cycle = 0, lunarYear = 0] = calendar.get()
  const found = new CalendarVietnamese(cycle, lunarYear, month, 0, day).toGregorian(year)
  return number(found.year, found.month, found.day)
}

/**
 * The public holidays of a year by the Labour Code 2019, article 112, with the days in lieu of those that fall on a Saturday
 * or Sunday (article 111.3). Which five days are Tết and which day goes with 2 September the Government decides each year:
 * until it is entered, the choice is the one it made in 2021 to 2026, the longest run of days off.
 */
export function statutoryHolidays(year: number): Holiday[] {
  const newYear = lunar(year, 1, 1)
  const national = number(year, 9, 2)
  // Two days before the new year and three of it; on a Tuesday one and four make the whole week.
  const tet = newYear - (weekday(newYear) === 2 ? 1 : 2)
  const before = [2, 3, 5, 6].includes(weekday(national))
  const spans: [first: number, days: number, name: Holiday['name']][] = [
    [number(year, 1, 1), 1, { vi: 'Tết Dương lịch', en: 'New Year’s Day' }],
    [tet, 5, TET],
    [lunar(year, 3, 10), 1, HUNG_KINGS],
    [number(year, 4, 30), 1, { vi: 'Ngày Chiến thắng', en: 'Reunification Day' }],
    [number(year, 5, 1), 1, { vi: 'Quốc tế Lao động', en: 'International Workers’ Day' }],
    [before ? national - 1 : national, 2, NATIONAL_DAY],
  ]
  const off = new Map<number, Holiday['name']>()
  for (const [first, days, name] of spans) for (let i = 0; i < days; i++) off.set(first + i, name)
  const isOff = (day: number) => off.has(day) || weekday(day) === 0 || weekday(day) === 6
  for (const [day, name] of [...off].sort(([a], [b]) => a - b)) {
    if (weekday(day) !== 0 && weekday(day) !== 6) continue
    let inLieu = day + 1
    while (isOff(inLieu)) inLieu++
    off.set(inLieu, { vi: `Nghỉ bù ${name.vi}`, en: `${name.en}, day in lieu` })
  }
  return [...off].sort(([a], [b]) => a - b).map(([day, name]) => ({ day: dayText(day), name }))
}
