import type { AlertLine } from '../../shared/alert.ts'
import type { AlarmCondition } from '../../shared/api/alarms.ts'
import { type ConnectionState, TIME_ZONE } from '../../shared/vocabulary.ts'
import type { Series, Words } from '../catalogue/index.ts'
import type { Bound } from './evaluate/judge.ts'

const LOCALE = { vi: 'vi-VN', en: 'en-GB' } as const
const both = (of: (language: 'vi' | 'en') => string): Words => ({ vi: of('vi'), en: of('en') })
export function figure(v: number, decimals: number, language: 'vi' | 'en'): string {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  return v.toLocaleString(LOCALE[language], options).replace('-', '\u2212')
}
export const clock = (at: number, language: 'vi' | 'en') =>
  new Date(at).toLocaleString(LOCALE[language], {
    ...{ timeZone: TIME_ZONE, hour12: false, dateStyle: 'short', timeStyle: 'short' },
  })
type Of = { series: Series; unit: Words; symbol: Words }
/** '%' and degrees stand close in neither language's official writing here: a space parts them. */
const withSymbol = (v: number, { series, symbol }: Of, language: 'vi' | 'en') =>
  `${figure(v, series.indicator.decimals, language)} ${symbol[language]}`.trim()

const BEYOND: Record<Bound['comparator'], Words> = {
  '>': { vi: 'vượt', en: 'above' },
  '>=': { vi: 'chạm hoặc vượt', en: 'at or above' },
  '<': { vi: 'dưới', en: 'below' },
  '<=': { vi: 'chạm hoặc dưới', en: 'at or below' },
  outside: { vi: 'ngoài khoảng', en: 'outside' },
  inside: { vi: 'trong khoảng', en: 'within' },
}
const boundText = (b: Bound, of: Of, language: 'vi' | 'en') =>
  b.high !== undefined && (b.comparator === 'outside' || b.comparator === 'inside')
    ? `${figure(b.value, of.series.indicator.decimals, language)}–${withSymbol(b.high, of, language)}`
    : withSymbol(b.value, of, language)

export const valueTitle = (of: Of, b: Bound): Words =>
  both(
    (l) => `${of.unit[l]}: ${of.series.indicator.short[l]} ${BEYOND[b.comparator][l]} ${boundText(b, of, l)}`,
  )
export const valueText = (of: Of, v: number): Words => ({
  vi: `Hiện ${withSymbol(v, of, 'vi')}`,
  en: `Now ${withSymbol(v, of, 'en')}`,
})
export const forecastTitle = (of: Of, b: Bound): Words => ({
  vi: `${of.unit.vi}: dự báo ${of.series.indicator.short.vi} ${BEYOND[b.comparator].vi} ${boundText(b, of, 'vi')}`,
  en: `${of.unit.en}: ${of.series.indicator.short.en} forecast ${BEYOND[b.comparator].en} ${boundText(b, of, 'en')}`,
})
export const forecastText = (of: Of, value: number, now: number, ahead: number): Words => ({
  vi: `Dự báo ${withSymbol(value, of, 'vi')} sau ${ahead} kỳ, hiện ${withSymbol(now, of, 'vi')}`,
  en: `${withSymbol(value, of, 'en')} forecast ${ahead} periods ahead, now ${withSymbol(now, of, 'en')}`,
})

const seconds = (s: number): Words => {
  const [n, vi, en] =
    s % 86_400 === 0
      ? [s / 86_400, 'ngày', 'd']
      : s % 3_600 === 0
        ? [s / 3_600, 'giờ', 'h']
        : s % 60 === 0
          ? [s / 60, 'phút', 'min']
          : [s, 'giây', 's']
  return { vi: `${n} ${vi}`, en: `${n} ${en}` }
}
type Change = Extract<AlarmCondition, { kind: 'change' }>
export function changeTitle(of: Of, c: Change, change: number, rose: boolean): Words {
  const amount = (l: 'vi' | 'en') => (c.percent ? `${figure(change, 1, l)} %` : withSymbol(change, of, l))
  const span = seconds(c.windowSeconds)
  const { short } = of.series.indicator
  return {
    vi: `${of.unit.vi}: ${short.vi} ${rose ? 'tăng' : 'giảm'} ${amount('vi')} trong ${span.vi}`,
    en: `${of.unit.en}: ${short.en} ${rose ? 'up' : 'down'} ${amount('en')} within ${span.en}`,
  }
}
export const changeText = (of: Of, before: number, now: number): Words => ({
  vi: `Từ ${withSymbol(before, of, 'vi')} đến ${withSymbol(now, of, 'vi')}`,
  en: `From ${withSymbol(before, of, 'en')} to ${withSymbol(now, of, 'en')}`,
})
export const expressionTitle = ({ unit }: Of, rule: Words): Words => both((l) => `${unit[l]}: ${rule[l]}`)
/** The numbers that a condition spoke of, as they stood. */
export const expressionText = (
  list: readonly ((Of & { number?: { value: number } | null }) | null)[],
): Words =>
  both((l) =>
    list
      .flatMap((of) =>
        of?.number ? [`${of.series.indicator.short[l]} ${withSymbol(of.number.value, of, l)}`] : [],
      )
      .join(' · '),
  )
export const freshnessTitle = ({ series, unit }: Of, stale: boolean): Words => ({
  vi: `${unit.vi}: ${series.indicator.short.vi} ${stale ? 'đã cũ' : 'chậm hạn'}`,
  en: `${unit.en}: ${series.indicator.short.en} ${stale ? 'is stale' : 'is late'}`,
})

const CONNECTION: Record<ConnectionState, Words> = {
  lost: { vi: 'mất liên lạc', en: 'is lost' },
  late: { vi: 'chậm hạn', en: 'is late' },
  refusing: { vi: 'có dòng bị từ chối', en: 'has refused rows' },
  never: { vi: 'chưa gửi gì', en: 'has sent nothing yet' },
  due: { vi: 'đến hạn gửi', en: 'is due' },
  maintenance: { vi: 'đang bảo trì', en: 'is in maintenance' },
  outside: { vi: 'ngoài giờ gửi', en: 'is outside its hours' },
  disabled: { vi: 'đang ngừng', en: 'is disabled' },
  up: { vi: 'đang gửi đúng hạn', en: 'sends as agreed' },
}
export const connectionTitle = (name: Words, state: string): Words => {
  const words = Object.entries(CONNECTION).find(([s]) => s === state)?.[1] ?? { vi: state, en: state }
  return both((l) => `${name[l]} ${words[l]}`)
}
export const screenTitle = (name: string): Words => ({
  vi: `Màn hình ${name.replace(/^màn hình /i, '')} mất liên lạc`,
  en: `Screen ${name.replace(/^(màn hình|screen) /i, '')} is lost`,
})
/** Without who and from where, which stand in its text: a title may be on the wall. */
export const intrusionTitle = (name: string, state: string): Words =>
  state === 'guessed'
    ? { vi: 'Có người dò mã ghép màn hình', en: 'The codes of screens are being guessed' }
    : {
        vi: `Khóa của màn hình ${name.replace(/^màn hình /i, '')} bị dùng từ nơi khác`,
        en: `The token of screen ${name.replace(/^(màn hình|screen) /i, '')} is used from elsewhere`,
      }
type Intrusion = { subjectName: Words; state: string; detail: Record<string, string | number> }
export const intrusionText = ({ subjectName: { vi }, state, detail }: Intrusion): Words =>
  state === 'guessed'
    ? {
        vi: `${vi} nhập sai ${detail.wrong} lần, từ ${detail.address}`,
        en: `${vi} was wrong ${detail.wrong} times, from ${detail.address}`,
      }
    : { vi: `Từ ${detail.address}; đã chặn`, en: `From ${detail.address}; shut out` }
export const directiveTitle = (addressee: Words): Words => ({
  vi: `${addressee.vi}: nhiệm vụ quá hạn`,
  en: `${addressee.en}: directive overdue`,
})
export const disputeTitle = (unit: Words, indicator: Words): Words => ({
  vi: `${unit.vi}: ${indicator.vi} chưa khớp giữa các nguồn`,
  en: `${unit.en}: sources disagree on ${indicator.en}`,
})
/** Who warns, and where; of what is yet to come, from when, in words that stay true once it has begun. */
export function capText({ source, units, unmatched, state, from }: AlertLine): Words {
  const begins = { vi: `Hiệu lực từ ${clock(from, 'vi')}`, en: `In effect from ${clock(from, 'en')}` }
  return both((l) => {
    const places = [...units.map((u) => u.name[l]), ...unmatched].slice(0, 8).join(', ')
    return `${source[l]}: ${places}${state === 'coming' ? `. ${begins[l]}` : ''}`
  })
}
