import type { Operator, RuleInput } from '../../shared/api/checks.ts'
import type { Judged } from './types.ts'

/** What arithmetic on binary fractions may leave over. */
const NOISE = 1e-9

/** How far two sides may differ. `parts`: numbers of `decimals` that were added up, for what rounding may amount to. */
export function allowedOf(
  tolerance: RuleInput['tolerance'],
  right: number,
  parts: number,
  decimals: number,
): number {
  const rounding = tolerance.rounding ? ((parts + 1) / 2) * 10 ** -decimals : 0
  return Math.max(tolerance.absolute ?? 0, (tolerance.relative ?? 0) * Math.abs(right), rounding)
}

/** Left against right; `allowed` widens what holds. */
export function compare(left: number, operator: Operator, right: number, allowed: number): Judged {
  const difference = left - right
  const slack = allowed + NOISE * Math.max(1, Math.abs(left), Math.abs(right))
  const holds = {
    '=': Math.abs(difference) <= slack,
    '<=': difference <= slack,
    '>=': difference >= -slack,
    '<': difference < slack,
    '>': difference > -slack,
  }[operator]
  return { outcome: holds ? 'ok' : 'failed', left, right, difference, allowed, missing: 0 }
}

/** Not to be judged: numbers are missing. */
export const incomplete = (
  missing: number,
  left: number | null = null,
  right: number | null = null,
): Judged => ({
  outcome: 'incomplete',
  left,
  right,
  difference: null,
  allowed: null,
  missing,
})
