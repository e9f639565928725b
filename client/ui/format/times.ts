import { type Language, TIME_ZONE } from '../../../shared/vocabulary.ts'

const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }
type Shape = 'clock' | 'minute' | 'day' | 'dayMinute' | 'long'
const OPTIONS: Record<Shape, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'numeric', year: 'numeric' },
  dayMinute: { day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  long: { weekday: 'long', day: 'numeric', month: 'numeric', year: 'numeric' },
}
const kept = new Map<string, Intl.DateTimeFormat>()
function format(at: number, shape: Shape, language: Language): string {
  const key = shape + language
  let found = kept.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(LOCALE[language], { timeZone: TIME_ZONE, ...OPTIONS[shape] })
    kept.set(key, found)
  }
  return found.format(at)
}

/** 14:32:07 in Viet Nam's time, from ms since 1970. */
export const clockText = (at: number, language: Language) => format(at, 'clock', language)
/** 14:32:07,045: to the millisecond, for what is measured. */
export const preciseText = (at: number, language: Language) =>
  `${clockText(at, language)}${language === 'vi' ? ',' : '.'}${String(Math.floor(at) % 1000).padStart(3, '0')}`
export const minuteText = (at: number, language: Language) => format(at, 'minute', language)
/** 19/8/2026. */
export const dayText = (at: number, language: Language) => format(at, 'day', language)
/** 14:32:07 today, 19/8 14:32 on another day. */
export function momentText(at: number, now: number, language: Language): string {
  return dayText(at, language) === dayText(now, language)
    ? clockText(at, language)
    : format(at, 'dayMinute', language)
}
/** 14:32 today, 19/8 14:32 on another day: for what is planned, to the minute. */
export const untilText = (at: number, now: number, language: Language) =>
  format(at, dayText(at, language) === dayText(now, language) ? 'minute' : 'dayMinute', language)
/** Thứ Tư, 19/8/2026. */
export function longDayText(at: number, language: Language): string {
  const text = format(at, 'long', language)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const SPANS: [ms: number, vi: string, en: string][] = [
  [86_400_000, 'ngày', 'd'],
  [3_600_000, 'giờ', 'h'],
  [60_000, 'phút', 'min'],
  [1_000, 'giây', 's'],
]
/** One figure and one unit: 4 phút, 2 ngày; what a person says of an age. */
export function spanText(ms: number, language: Language): string {
  const whole = Math.max(0, ms)
  for (const [size, vi, en] of SPANS)
    if (whole >= size || size === 1_000) return `${Math.floor(whole / size)} ${language === 'vi' ? vi : en}`
  return ''
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const ROMAN = ['I', 'II', 'III', 'IV']
/** A period as a person says it: tháng 10/2026, quý III/2026, tuần 47/2026, năm 2025, 22/11/2026. */
export function periodText(period: string, language: Language): string {
  const [, year = '', quarter, half, week, month, day] =
    /^(\d{4})(?:-(?:Q(\d)|H(\d)|W(\d\d)|(\d\d)(?:-(\d\d))?))?$/.exec(period) ?? []
  if (!year) return period
  const vi = language === 'vi'
  if (day)
    return vi
      ? `${Number(day)}/${Number(month)}/${year}`
      : `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`
  if (month) return vi ? `tháng ${Number(month)}/${year}` : `${MONTHS[Number(month) - 1]} ${year}`
  if (week) return vi ? `tuần ${Number(week)}/${year}` : `week ${Number(week)}, ${year}`
  if (quarter) return vi ? `quý ${ROMAN[Number(quarter) - 1]}/${year}` : `Q${quarter} ${year}`
  if (half) return vi ? `${half === '1' ? '6 tháng đầu' : '6 tháng cuối'} năm ${year}` : `H${half} ${year}`
  return vi ? `năm ${year}` : year
}
/** The same where room is scarce, as in a table's head: 10/2026, 2025. */
export const shortPeriodText = (period: string, language: Language) =>
  periodText(period, language).replace(/^(tháng|năm) /, '')
