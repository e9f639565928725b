import type { DisputeView, Finding, RuleInput } from '../../../shared/api/checks.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatChange, formatNumber } from '../../ui/index.ts'

/** The fewest decimals, from the indicator's own to two more, that show every one of these numbers as it is. */
function decimalsFor(values: (number | null)[], own: number): number {
  const shows = (d: number) =>
    values.every((v) => v === null || Math.abs(v - Number(v.toFixed(d))) < 0.5 * 10 ** -(own + 2))
  return shows(own) ? own : shows(own + 1) ? own + 1 : own + 2
}

/** Both sides and how far they lie apart, as the page writes them; '–' for what the reader may not see. */
export function figuresOf({ left, right, difference, allowed }: Finding, own: number, language: Language) {
  const decimals = decimalsFor([left, right, difference], own)
  // A tolerance may be finer than what it is held against: numbers that are counted stay whole.
  const finer = decimalsFor([allowed], decimals)
  return {
    left: formatNumber(left, decimals, language),
    right: formatNumber(right, decimals, language),
    difference: difference === null ? '–' : formatChange(difference, decimals, language),
    allowed: allowed === null ? '–' : `≤ ${formatNumber(allowed, allowed === 0 ? 0 : finer, language)}`,
  }
}

/** What a rule compares, in a few signs that need no translation beside its kind's name. */
export function formula(check: RuleInput['check']): string {
  switch (check.kind) {
    case 'parts':
      return check.of ? `${check.of.join(' + ')} = ${check.indicator}` : `Σ ${check.indicator} = VN`
    case 'sources':
      return check.connections
        ? `${check.indicator}: ${check.connections.join(' = ')}`
        : `${check.indicator} = ${check.other ?? ''}`
    case 'expression':
      return `${check.left} ${check.operator} ${check.right}`
    case 'bounds':
      return [
        check.min === undefined ? '' : `${check.min} ≤ `,
        check.indicator,
        check.max === undefined ? '' : ` ≤ ${check.max}`,
      ].join('')
    case 'jump':
      return `|${check.indicator} − med(${check.window})| ≤ ${check.limit} σ`
    case 'monotone':
      return `${check.indicator} ↗`
  }
}

/** A number as a person types it, with a point or a comma; undefined for nothing, NaN for what is none. */
export function typed(text: string): number | undefined {
  const plain = text.trim().replace(',', '.')
  return plain === '' ? undefined : Number(plain)
}

/** Which side of each kind of check is a number as it was sent, and not worked out or a limit. */
const SENT = {
  parts: ['right'],
  sources: ['left', 'right'],
  expression: [],
  bounds: ['left'],
  jump: [],
  monotone: ['left'],
} as const satisfies Record<DisputeView['kind'], readonly ('left' | 'right')[]>

/** What marks a side as the number of a series, as on every page; nothing for what is worked out. */
export function seriesMarks(d: DisputeView, side: 'left' | 'right'): Record<string, string> {
  const sent: readonly string[] = SENT[d.kind]
  const one = d.series[side === 'right' && d.series.length > 1 ? 1 : 0]
  // Of one number from two connections neither side is simply the number.
  if (!one || !sent.includes(side) || (d.kind === 'sources' && d.series.length < 2)) return {}
  return {
    'data-series': `${one.indicator}@${one.unit}`,
    'data-unit-from': one.unitFrom,
    'data-freshness': one.freshness,
  }
}
