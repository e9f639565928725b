import type { TargetMeta } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber } from './numbers.ts'

type Aim = Pick<TargetMeta, 'comparator' | 'value' | 'valueHigh'>

/** Whether a value keeps to its target. */
export function meetsTarget(value: number, { comparator, value: aim, valueHigh }: Aim): boolean {
  switch (comparator) {
    case '<':
      return value < aim
    case '<=':
      return value <= aim
    case '>':
      return value > aim
    case '>=':
      return value >= aim
    case '=':
      return value === aim
    case 'range':
      return value >= aim && value <= (valueHigh ?? aim)
  }
}

const WORDS: Record<Aim['comparator'], Record<Language, string>> = {
  '<': { vi: 'dưới', en: 'below' },
  '<=': { vi: 'tối đa', en: 'at most' },
  '>': { vi: 'trên', en: 'above' },
  '>=': { vi: 'tối thiểu', en: 'at least' },
  '=': { vi: 'khoảng', en: 'about' },
  range: { vi: 'dải', en: 'band' },
}
/** tối thiểu 95; dải 49,8 – 50,2. */
export function targetText(target: Aim, decimals: number, language: Language): string {
  const n = (value: number) =>
    formatNumber(value, Math.min(decimals, Number.isInteger(value) ? 0 : decimals), language)
  const word = WORDS[target.comparator][language]
  return target.comparator === 'range' && target.valueHigh !== null
    ? `${word} ${n(target.value)} – ${n(target.valueHigh)}`
    : `${word} ${n(target.value)}`
}
