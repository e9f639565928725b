import { periodText } from '../../../shared/period.ts'
import { type Comparator, type Language, TIME_ZONE } from '../../../shared/vocabulary.ts'
import type { Cell, CellMeta } from '../../live/index.ts'

export const hasValue = (cell: Cell | null): cell is Cell => cell !== null && Number.isFinite(cell.value)

export function figure(value: number, decimals: number, language: Language, signed = false): string {
  return value
    .toLocaleString(language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: signed ? 'exceptZero' : 'auto',
    })
    .replace('-', '−')
}

const SIGN: Record<Comparator, string> = { '<': '<', '<=': '≤', '>': '>', '>=': '≥', '=': '=', range: '' }

/** '≥ 80,0', or '40 – 60' for a range; null without a target. */
export function targetText({ target, decimals }: CellMeta, language: Language): string | null {
  if (!target) return null
  const value = figure(target.value, decimals, language)
  if (target.comparator === 'range' && target.valueHigh !== null)
    return `${value} – ${figure(target.valueHigh, decimals, language)}`
  return `${SIGN[target.comparator]} ${value}`.trim()
}

/** How far the value is from its target on the wrong side; null when it meets it or has none. Always positive. */
export function shortfall(value: number, target: CellMeta['target']): number | null {
  if (!target || !Number.isFinite(value)) return null
  const { comparator, value: low, valueHigh } = target
  if (comparator === 'range') {
    if (value < low) return low - value
    return valueHigh !== null && value > valueHigh ? value - valueHigh : null
  }
  if (comparator === '>=' || comparator === '>') return value < low ? low - value : null
  if (comparator === '<=' || comparator === '<') return value > low ? value - low : null
  return value === low ? null : Math.abs(value - low)
}

/** Of a dispute's two sides, the one that says something else than the number shown; null when neither or both do. Pure. */
export function disagreeing<S extends { value: number | null }>(
  { left, right }: { left: S; right: S },
  shown: number,
): (S & { value: number }) | null {
  const others = [left, right].filter(
    (s): s is S & { value: number } => s.value !== null && s.value !== shown,
  )
  return others.length === 1 ? (others[0] ?? null) : null
}

const ROMAN = ['', 'I', 'II', 'III', 'IV']
const local = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: '2-digit',
  timeZone: TIME_ZONE,
})
/** '20/11', the same in both languages. */
const day = (at: number) => local.format(at)
const minute = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Ho_Chi_Minh',
})

/** The time a value belongs to: '08:15', '20/11', 'T10', 'quý III', '2025'. */
export function asOf(cell: Cell, meta: CellMeta, language: Language): string {
  const text = periodText({ from: cell.validFrom, to: cell.validTo }, meta.cutoff)
  const month = text && /^\d{4}-(\d{2})$/.exec(text)
  if (month) return language === 'vi' ? `T${Number(month[1])}` : `M${Number(month[1])}`
  const quarter = text && /^\d{4}-?Q(\d)$/.exec(text)
  if (quarter) return language === 'vi' ? `quý ${ROMAN[Number(quarter[1])]}` : `Q${quarter[1]}`
  if (text && /^\d{4}$/.test(text)) return text
  if (meta.period === 'realtime') return minute.format(cell.validFrom)
  // An interval ends where the next begins: its last instant names it.
  return day(Math.max(cell.validFrom, cell.validTo - 1))
}
