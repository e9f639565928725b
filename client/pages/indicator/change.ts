// Change of a value on an earlier one, in the form its measure asks for.
export type Change = { kind: 'points' | 'percent'; value: number }

/** Shares (%) change by points; everything else by percent. Null when there is nothing to compare with. */
export function changeOf(value: number | null, earlier: number | null, measure: string): Change | null {
  if (value === null || earlier === null) return null
  if (!Number.isFinite(value) || !Number.isFinite(earlier)) return null
  if (measure === '%' || measure === 'percent') return { kind: 'points', value: value - earlier }
  if (earlier === 0) return null
  return { kind: 'percent', value: ((value - earlier) / Math.abs(earlier)) * 100 }
}

export type Judgement = 'met' | 'missed'
export type TargetText = { comparator: string; value: number; valueHigh: number | null }

/** An aim of a whole year is not missed before the year is over: only a value of the aim's own time is judged. */
export const isOwnTime = (aim: { period: string } | null, period: string | null): boolean =>
  aim !== null && (aim.period === '' || aim.period === period)

/** Whether a value meets its target; null when either is missing. */
export function judge(value: number | null, target: TargetText | null): Judgement | null {
  if (value === null || !Number.isFinite(value) || !target) return null
  const { comparator, value: t, valueHigh } = target
  const met =
    comparator === '<'
      ? value < t
      : comparator === '<='
        ? value <= t
        : comparator === '>'
          ? value > t
          : comparator === '>='
            ? value >= t
            : comparator === 'range'
              ? value >= t && value <= (valueHigh ?? t)
              : value === t
  return met ? 'met' : 'missed'
}

const SIGNS: Record<string, string> = { '>=': '≥', '<=': '≤', '=': '=', '>': '>', '<': '<' }

/** '≥ 80,0' or '4,0 – 6,0'. */
export function targetText(target: TargetText, format: (value: number) => string): string {
  const { comparator, value, valueHigh } = target
  if (comparator === 'range') return `${format(value)} – ${format(valueHigh ?? value)}`
  return `${SIGNS[comparator] ?? comparator} ${format(value)}`
}
