import { Environment } from '@marcbachmann/cel-js'
import { ExpressionError, LIMITS, readIn, walk, withPlainNumbers } from './language.ts'

/** A number that an expression asks for: `unit` null = the unit the rule is held against; 'parts' = the sum of its units. */
export type Wanted = { indicator: string; unit: string | null; when: 'same' | 'before' | 'yearAgo' | 'parts' }
export type Parsed = {
  wants: Wanted[]
  /** `values[i]` belongs to the i-th wish; null = not there, and the result is null when it is needed. */
  evaluate(values: (number | null)[]): number | null
}
const WHEN: Record<string, Wanted['when']> = {
  value: 'same',
  before: 'before',
  yearAgo: 'yearAgo',
  sum: 'parts',
}
class Missing extends Error {}

const keyOf = (w: Wanted) => `${w.when}\0${w.indicator}\0${w.unit ?? ''}`
/** Set around one evaluation: evaluating is synchronous. */
let given: Map<string, number | null> = new Map()
const take = (when: Wanted['when']) => (indicator: string, unit?: string) => {
  const found = given.get(keyOf({ indicator, unit: unit ?? null, when }))
  if (found === null || found === undefined) throw new Missing()
  return found
}

/** Nothing but numbers of the catalogue and arithmetic: an expression reaches nothing else, and cannot loop. */
const language = new Environment({
  unlistedVariablesAreDyn: false,
  limits: LIMITS,
})
for (const [name, when] of Object.entries(WHEN)) {
  language.registerFunction(`${name}(string): double`, take(when))
  if (when !== 'parts') language.registerFunction(`${name}(string, string): double`, take(when))
}
language
  .registerFunction('abs(double): double', (x: number) => Math.abs(x))
  .registerFunction('min(double, double): double', (a: number, b: number) => Math.min(a, b))
  .registerFunction('max(double, double): double', (a: number, b: number) => Math.max(a, b))
withPlainNumbers(language)

/** Reads and type-checks an expression. Throws ExpressionError. */
export function parseExpression(text: string): Parsed {
  const wants = new Map<string, Wanted>()
  const { parsed, type } = readIn(language, text)
  if (type !== 'double' && type !== 'int') throw new ExpressionError(`a number is expected, not ${type}`, 0)
  walk(parsed.ast, (node) => {
    if (node.op !== 'call') return
    const [name, args] = node.args
    const when = WHEN[name]
    if (!when) return
    const texts = args.map((a) => (a.op === 'value' && typeof a.args === 'string' ? a.args : null))
    const [indicator, unit = null] = texts
    if (typeof indicator !== 'string' || texts.includes(null))
      throw new ExpressionError(`${name}() takes codes in quotation marks`, node.start)
    const wanted = { indicator, unit, when }
    wants.set(keyOf(wanted), wanted)
  })
  const list = [...wants.values()]
  return {
    wants: list,
    evaluate: (values) => {
      given = new Map(list.map((w, i) => [keyOf(w), values[i] ?? null]))
      try {
        const result: unknown = parsed({})
        const number = typeof result === 'bigint' ? Number(result) : result
        return typeof number === 'number' && Number.isFinite(number) ? number : null
      } catch {
        return null // a number that is not there, or a division by zero
      }
    },
  }
}
