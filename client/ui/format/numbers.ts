import type { Language } from '../../../shared/vocabulary.ts'

const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }
const kept = new Map<string, Intl.NumberFormat>()
function formatter(language: Language, decimals: number, sign: boolean): Intl.NumberFormat {
  const key = `${language}${decimals}${sign}`
  let found = kept.get(key)
  if (!found) {
    found = new Intl.NumberFormat(LOCALE[language], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: sign ? 'exceptZero' : 'negative',
    })
    kept.set(key, found)
  }
  return found
}
/** The typographic minus, as wide as the plus. */
const minus = (text: string) => text.replace(/-/g, '\u2212')

/** 1.234,5 in Vietnamese, 1,234.5 in English; no sign on what rounds to zero; a dash for what is not a number. */
export function formatNumber(value: number | null, decimals: number, language: Language): string {
  if (value === null || !Number.isFinite(value)) return '–'
  return minus(formatter(language, decimals, false).format(value))
}

/** The same with its sign: +1,2 or −0,8; no sign on zero. */
export function formatChange(value: number, decimals: number, language: Language): string {
  return minus(formatter(language, decimals, true).format(value))
}
