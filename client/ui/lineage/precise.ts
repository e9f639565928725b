import type { LineageView } from '../../../shared/api/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber } from '../format/index.ts'

/** More decimals than any indicator states: the number as it was received. */
const PRECISE = 6
export const decimalsOf = (value: number) => Math.min(PRECISE, (String(value).split('.')[1] ?? '').length)

/** With all the decimals it was sent with; what was worked out with those of its parts, or of its indicator for a mean. */
export function precise({ value, computed, indicator }: LineageView, language: Language): string {
  if (value === null) return '–'
  if (!computed) return formatNumber(value, decimalsOf(value), language)
  return formatNumber(
    value,
    computed.method === 'sum' ? partDecimals(computed) : indicator.decimals,
    language,
  )
}

export const partDecimals = ({ units }: NonNullable<LineageView['computed']>) =>
  Math.max(0, ...units.map((u) => (u.value === null ? 0 : decimalsOf(u.value))))
