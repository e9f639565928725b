import { ZONE_OFFSET_MS } from './vocabulary.ts'

/** Days off beside Saturday and Sunday, and Saturdays and Sundays that are worked instead; each 'YYYY-MM-DD'. */
export type CalendarDays = { holidays: readonly string[]; working: readonly string[] }
/** Questions about one day, by its number (`dayNumber`). */
export type Calendar = {
  isHoliday(day: number): boolean
  isWorking(day: number): boolean
}

export const DAY_MS = 86_400_000
/** The day in Viet Nam that holds an instant (ms), counted from 1970-01-01. */
export const dayNumber = (at: number): number => Math.floor((at + ZONE_OFFSET_MS) / DAY_MS)
/** Midnight in Viet Nam at which that day begins (ms). */
export const startOfDay = (day: number): number => day * DAY_MS - ZONE_OFFSET_MS
/** 1970-01-01 was a Thursday; 0 = Sunday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** A calendar of those days; days that are no dates are left out. */
export function calendarOf({ holidays, working }: CalendarDays): Calendar {
  const numbers = (days: readonly string[]) =>
    new Set(days.map((d) => Date.parse(`${d}T00:00:00Z`) / DAY_MS).filter(Number.isInteger))
  const [off, worked] = [numbers(holidays), numbers(working)]
  return {
    isHoliday: (day) => off.has(day),
    isWorking: (day) => !off.has(day) && (worked.has(day) || (weekday(day) !== 0 && weekday(day) !== 6)),
  }
}

/** Of whom no public holiday is known: Saturdays and Sundays off. */
export const WEEKENDS_ONLY: Calendar = calendarOf({ holidays: [], working: [] })
