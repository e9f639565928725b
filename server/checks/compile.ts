import type { CheckInput, RuleInput } from '../../shared/api/checks.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type CatalogueSnapshot, dayOf } from '../catalogue/index.ts'
import { parseExpression } from './expression.ts'
import { expressionOf } from './kinds/expression.ts'
import { partsOf } from './kinds/parts.ts'
import { boundsOf, jumpOf, monotoneOf, sourcesOf } from './kinds/single.ts'
import { ExpressionError } from './language.ts'
import type { Instance, Rule } from './types.ts'

/** Every place that a rule is held against, as the catalogue stands. */
export function instancesOf(rule: Rule, now: CatalogueSnapshot): Instance[] {
  const { check } = rule.input
  switch (check.kind) {
    case 'parts':
      return partsOf(rule, check, now)
    case 'sources':
      return sourcesOf(rule, check, now)
    case 'expression':
      return expressionOf(rule, check, now)
    case 'bounds':
      return boundsOf(rule, check, now)
    case 'jump':
      return jumpOf(rule, check, now)
    case 'monotone':
      return monotoneOf(rule, check, now)
  }
}

/** Throws BAD_RULE: which field, what is wrong with it, and where in an expression. */
export function checkRule({ check, owner, units }: RuleInput, now: CatalogueSnapshot): void {
  const bad = (field: string, problem: string, more: Record<string, unknown> = {}) =>
    new RequestError('BAD_RULE', { field, problem, ...more })
  const codes = codesOf(check, bad)
  for (const [field, code] of codes)
    if (code !== '*' && !now.indicator(code)) throw bad(field, 'unknown indicator', { value: code })
  const periods = new Set(codes.map(([, code]) => now.indicator(code)?.period).filter(Boolean))
  if (periods.size > 1)
    throw bad('check', 'the indicators are reported at different periods', { periods: [...periods] })
  if (check.kind === 'bounds' && check.min === undefined && check.max === undefined)
    throw bad('check.min', 'a lower or an upper limit is needed')
  if (check.kind === 'bounds' && (check.min ?? -Infinity) > (check.max ?? Infinity))
    throw bad('check.min', 'the lower limit lies above the upper one')
  if (check.kind === 'sources' && !check.other === !check.connections)
    throw bad('check.other', 'another indicator or two connections, one of the two')
  if (owner !== null && !now.unitOn(owner, dayOf(Date.now())))
    throw bad('owner', 'unknown agency', { value: owner })
  for (const code of Array.isArray(units) ? units : [])
    if (!now.unitsOfCode(code).length) throw bad('units', 'unknown unit', { value: code })
}

type Bad = (field: string, problem: string, more?: Record<string, unknown>) => RequestError

/** Every indicator that a rule names, with the field that names it. */
function codesOf(check: CheckInput, bad: Bad): [field: string, code: string][] {
  switch (check.kind) {
    case 'parts':
      return [
        ['check.indicator', check.indicator],
        ...(check.of ?? []).map((c): [string, string] => ['check.of', c]),
      ]
    case 'sources':
      return [
        ['check.indicator', check.indicator],
        ...(check.other ? [['check.other', check.other] as [string, string]] : []),
      ]
    case 'expression': {
      const found = (['left', 'right'] as const).flatMap((side) => {
        try {
          return parseExpression(check[side]).wants.map((w): [string, string] => [
            `check.${side}`,
            w.indicator,
          ])
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error
          throw bad(`check.${side}`, error.message, { at: error.at })
        }
      })
      if (!found.length) throw bad('check.left', 'no number of the catalogue is named')
      return found
    }
    default:
      return [['check.indicator', check.indicator]]
  }
}
