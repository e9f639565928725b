import { dayAfter, dayIn, dueAt, LAST_HOUR } from './due.ts'

const TODAY = /(?:hôm nay|trong ngày|today)/
const TOMORROW = /(?:ngày mai|sáng mai|chiều mai|tomorrow)/
const WITHIN = /(?:trong|within)(?: vòng)? (\d{1,3}) (?:ngày|days?)/
const ON =
  /(?:trước|hạn|đến|chậm nhất|xong|by)(?: là)?(?: hết)?(?: ngày)? (\d{1,2})(?:\/|-| tháng )(\d{1,2})(?:(?:\/|-| năm )(\d{4}))?/
const AT = /(?:trước|lúc|by) (\d{1,2})(?: giờ|h|:)(?: ?(\d{2}))?/

const two = (n: number | string) => String(n).padStart(2, '0')

/**
 * The deadline that is said in the words themselves ("trước 17 giờ ngày mai", "trong 7 ngày", "trước ngày 5/12"), ms since
 * 1970; null when none is, or when it is over. A day without a year is the next one of that name. Pure.
 */
export function dueSaid(text: string, now: number): number | null {
  const words = text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
  const hour = AT.exec(words)
  const on = ON.exec(words)
  const within = WITHIN.exec(words)
  const time = hour && Number(hour[1]) < 24 ? `${two(hour[1] ?? '')}:${hour[2] ?? '00'}` : LAST_HOUR
  const day = within
    ? dayAfter(now, Number(within[1]))
    : on
      ? dayNamed(on, now)
      : TOMORROW.test(words)
        ? dayAfter(now, 1)
        : TODAY.test(words) || hour
          ? dayIn(now)
          : null
  const due = day === null ? null : dueAt(day, time)
  return due !== null && due > now ? due : null
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
