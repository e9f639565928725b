// Days and hours typed as they are written here, whatever form the browser's own fields have.
import { dayText } from '../../../shared/calendar.ts'

const two = (text: string) => text.padStart(2, '0')

/** Whether '2026-02-31' and its like exist. */
const exists = (day: string) => {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return Number.isFinite(ms) && dayText(ms / 86_400_000) === day
}

/**
 * '15/12/2026', '15-12-2026', '15.12.26', '15/12' (of the year of `today`, 'YYYY-MM-DD') and '2026-12-15' as 'YYYY-MM-DD';
 * null for what is no day.
 */
export function dayOf(text: string, today: string): string | null {
  const typed = text.trim()
  if (/^\d{4}-\d{2}-\d{2}$/.test(typed)) return exists(typed) ? typed : null
  const [, d, m, y = today.slice(0, 4)] = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$/.exec(typed) ?? []
  if (!d || !m) return null
  const day = `${y.length === 2 ? `20${y}` : y}-${two(m)}-${two(d)}`
  return exists(day) ? day : null
}

/** '9', '9:5', '09:05', '9h', '9h30', '0930' as 'HH:MM', '09:05:07' with its seconds; null for what is no time of a day. */
export function hourOf(text: string): string | null {
  const typed = text.trim()
  const [, h, min = '0', s] =
    /^(\d{1,2})(?:[:h.](\d{1,2})?)?$/i.exec(typed) ??
    /^(\d{2})(\d{2})$/.exec(typed) ??
    /^(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(typed) ??
    []
  if (!h || Number(h) > 23 || Number(min) > 59 || Number(s ?? 0) > 59) return null
  return [h, min, ...(s ? [s] : [])].map(two).join(':')
}

/** 'YYYY-MM-DD' as it is written: '15/12/2026'; '' stays ''. */
export const writtenDay = (day: string): string => day.slice(0, 10).split('-').reverse().join('/')
