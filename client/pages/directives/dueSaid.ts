import { dayAfter, dayIn, dueAt, LAST_HOUR } from './due.ts'

const TODAY = /(?:hôm nay|trong ngày|today)/
const TOMORROW = /(?:ngày mai|sáng mai|chiều mai|tomorrow)/
const WITHIN = /(?:trong|within)(?: vòng)? (\d{1,3}) (?:ngày|days?)/
const ON =
  /(?:trước|hạn|đến|chậm nhất|xong|by)(?: là)?(?: hết)?(?: ngày)? (\d{1,2})(?:\/|-| tháng )(\d{1,2})(?:(?:\/|-| năm )(\d{4}))?/
/** A bare day at the end of what is said; the number of a document looks the same. */
const LAST = /(?<!(?:số|quyết|định|thị|tư|văn|điện) )(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?[.\s]*$/
/** Monday is 1. */
const WEEKDAYS: [RegExp, number][] = [
  [/thứ (?:hai|2)(?!\d)|monday/, 1],
  [/thứ (?:ba|3)(?!\d)|tuesday/, 2],
  [/thứ (?:tư|4)(?!\d)|wednesday/, 3],
  [/thứ (?:năm|5)(?!\d)|thursday/, 4],
  [/thứ (?:sáu|6)(?!\d)|friday/, 5],
  [/thứ (?:bảy|bẩy|7)(?!\d)|saturday/, 6],
  [/chủ nhật|sunday/, 7],
]
const NEXT_WEEK = /tuần (?:sau|tới)|next week/
const WEEK_END = /(?:cuối|trong|hết) tuần|this week/
const MONTH_END = /(?:cuối|trong|hết) tháng(?: này)?(?! \d)|end of the month|this month/
const AT = /(?:trước|lúc|by) (\d{1,2})(?: giờ|h|:)(?: ?(\d{2}))?/

const two = (n: number | string) => String(n).padStart(2, '0')

/**
 * The deadline that is said in the words themselves ("trước 17 giờ ngày mai", "trong 7 ngày", "trước ngày 5/12", "thứ sáu",
 * "15/12", "cuối tháng"), ms since 1970; null when none is, or when it is over. A day without a year, and a day of the week,
 * is the next one of that name. Pure.
 */
export function dueSaid(text: string, now: number): number | null {
  const words = text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
  const hour = AT.exec(words)
  const on = ON.exec(words) ?? LAST.exec(words)
  const within = WITHIN.exec(words)
  const time = hour && Number(hour[1]) < 24 ? `${two(hour[1] ?? '')}:${hour[2] ?? '00'}` : LAST_HOUR
  const day = within
    ? dayAfter(now, Number(within[1]))
    : on
      ? dayNamed(on, now)
      : TOMORROW.test(words)
        ? dayAfter(now, 1)
        : (dayOfWeek(words, now) ??
          (MONTH_END.test(words) ? lastOfMonth(now) : TODAY.test(words) || hour ? dayIn(now) : null))
  const due = day === null ? null : dueAt(day, time)
  return due !== null && due > now ? due : null
}

function dayOfWeek(words: string, now: number): string | null {
  const today = new Date(`${dayIn(now)}T00:00:00Z`).getUTCDay() || 7
  const named = WEEKDAYS.find(([name]) => name.test(words))?.[1]
  if (NEXT_WEEK.test(words)) return dayAfter(now, 7 - today + (named ?? 5))
  if (named !== undefined) return dayAfter(now, ((named - today + 6) % 7) + 1)
  // A week of work ends on Friday.
  return WEEK_END.test(words) && today <= 5 ? dayAfter(now, 5 - today) : null
}

function lastOfMonth(now: number): string {
  const [year = 0, month = 0] = dayIn(now).split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

function dayNamed([, date = '', month = '', year]: RegExpExecArray, now: number): string | null {
  const today = dayIn(now)
  const of = (y: number) => {
    const day = `${y}-${two(month)}-${two(date)}`
    // A day that the month does not have is no day.
    const at = Date.parse(`${day}T00:00:00Z`)
    return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === day ? day : null
  }
  if (year) return of(Number(year))
  const thisYear = of(Number(today.slice(0, 4)))
  return thisYear !== null && thisYear >= today ? thisYear : of(Number(today.slice(0, 4)) + 1)
}
