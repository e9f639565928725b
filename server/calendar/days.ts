import type { CalendarDayView } from '../../shared/api/calendar.ts'
import { type Calendar, type CalendarDays, calendarOf, dayText } from '../../shared/calendar.ts'
import { statutoryHolidays } from './statutory.ts'
import type { Decision } from './store.ts'

/** The calendar as decisions make it; a year is worked out when it is first asked for. */
export class Days implements Calendar {
  readonly #decisions: readonly Decision[]
  readonly #years = new Map<number, { days: CalendarDayView[]; calendar: Calendar }>()

  constructor(decisions: readonly Decision[]) {
    this.#decisions = decisions.filter((d) => d.kind !== 'statutory')
  }

  isHoliday(day: number): boolean {
    return this.#of(day).isHoliday(day)
  }

  isWorking(day: number): boolean {
    return this.#of(day).isWorking(day)
  }

  /** What is particular in a year, first day first. */
  year(year: number): readonly CalendarDayView[] {
    return this.#year(year).days
  }

  /** The years around one, for who has to go on without the server. */
  around(year: number): CalendarDays {
    const days = [year - 1, year, year + 1].flatMap((y) => this.year(y))
    return {
      holidays: days.filter((d) => d.kind !== 'working').map((d) => d.day),
      working: days.filter((d) => d.kind === 'working').map((d) => d.day),
    }
  }

  #of(day: number): Calendar {
    return this.#year(Number(dayText(day).slice(0, 4))).calendar
  }

  #year(year: number) {
    const known = this.#years.get(year)
    if (known) return known
    const found = new Map<string, CalendarDayView>(
      statutoryHolidays(year).map((h) => [h.day, { ...h, kind: 'statutory', decided: null }]),
    )
    for (const { day, kind, name, basis, by, at } of this.#decisions)
      if (day.startsWith(`${year}-`)) found.set(day, { day, kind, name, decided: { basis, by, at } })
    const days = [...found.values()].sort((a, b) => a.day.localeCompare(b.day))
    const calendar = calendarOf({
      holidays: days.filter((d) => d.kind !== 'working').map((d) => d.day),
      working: days.filter((d) => d.kind === 'working').map((d) => d.day),
    })
    const made = { days, calendar }
    this.#years.set(year, made)
    return made
  }
}
