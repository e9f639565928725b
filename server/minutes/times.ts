import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'

const parts = (at: number) => {
  const d = new Date(at + ZONE_OFFSET_MS)
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    hour: two(d.getUTCHours()),
    minute: two(d.getUTCMinutes()),
    // Days and months below 10 (months: below 3) carry a zero in official papers: decree 30/2020/ND-CP.
    day: two(d.getUTCDate()),
    month: d.getUTCMonth() < 2 ? two(d.getUTCMonth() + 1) : String(d.getUTCMonth() + 1),
    year: String(d.getUTCFullYear()),
  }
}

/** '08 giờ 05 phút' in Viet Nam. */
export const hourWords = (at: number) => `${parts(at).hour} giờ ${parts(at).minute} phút`
/** 'ngày 09 tháng 01 năm 2026' in Viet Nam. */
export function dayWords(at: number): string {
  const { day, month, year } = parts(at)
  return `ngày ${day} tháng ${month} năm ${year}`
}
/** '08:05'. */
export const hourText = (at: number) => `${parts(at).hour}:${parts(at).minute}`
/** '9/1/2026'. */
export function dayText(at: number): string {
  const { day, month, year } = parts(at)
  return `${Number(day)}/${Number(month)}/${year}`
}
/** '5 phút 20 giây', '40 giây'. */
export function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  return [minutes && `${minutes} phút`, (seconds % 60 || !minutes) && `${seconds % 60} giây`]
    .filter(Boolean)
    .join(' ')
}
