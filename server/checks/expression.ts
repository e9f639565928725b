import { type ASTNode, Environment } from '@marcbachmann/cel-js'

/** A number that an expression asks for: `unit` null = the unit the rule is held against; 'parts' = the sum of its units. */
export type Wanted = { indicator: string; unit: string | null; when: 'same' | 'before' | 'yearAgo' | 'parts' }
export type Parsed = {
  wants: Wanted[]
  /** `values[i]` belongs to the i-th wish; null = not there, and the result is null when it is needed. */
  evaluate(values: (number | null)[]): number | null
}
/** Why an expression cannot be used, and at which character of it. */
export class ExpressionError extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
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
  limits: { maxAstNodes: 400, maxDepth: 40, maxListElements: 0, maxMapEntries: 0, maxCallArguments: 2 },
})
for (const [name, when] of Object.entries(WHEN)) {
  language.registerFunction(`${name}(string): double`, take(when))
  if (when !== 'parts') language.registerFunction(`${name}(string, string): double`, take(when))
}
language
  .registerFunction('abs(double): double', (x: number) => Math.abs(x))
  .registerFunction('min(double, double): double', (a: number, b: number) => Math.min(a, b))
  .registerFunction('max(double, double): double', (a: number, b: number) => Math.max(a, b))
// People write 100 where the language wants 100.0.
for (const [sign, of] of [
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
  ['*', (a: number, b: number) => a * b],
  ['/', (a: number, b: number) => a / b],
] as const) {
  language.registerOperator(`double ${sign} int`, (a: number, b: bigint) => of(a, Number(b)))
  language.registerOperator(`int ${sign} double`, (a: bigint, b: number) => of(Number(a), b))
}

/** Reads and type-checks an expression. Throws ExpressionError. */
export function parseExpression(text: string): Parsed {
  const wants = new Map<string, Wanted>()
  let parsed: ReturnType<typeof language.parse>
  try {
    parsed = language.parse(text)
  } catch (error) {
    throw problem(error)
  }
  const check = parsed.check()
  if (!check.valid) throw problem(check.error)
  if (check.type !== 'double' && check.type !== 'int')
    throw new ExpressionError(`a number is expected, not ${check.type}`, 0)
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

function walk(node: ASTNode, visit: (node: ASTNode) => void): void {
  visit(node)
  const into = (arg: unknown): void => {
    if (Array.isArray(arg)) for (const a of arg) into(a)
    else if (isNode(arg)) walk(arg, visit)
  }
  into(node.args)
}
const isNode = (v: unknown): v is ASTNode => typeof v === 'object' && v !== null && 'op' in v && 'args' in v

function problem(error: unknown): ExpressionError {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  const at =
    typeof error === 'object' && error !== null && 'node' in error && isNode(error.node)
      ? error.node.start
      : typeof error === 'object' && error !== null && 'pos' in error && typeof error.pos === 'number'
        ? error.pos
        : 0
  return new ExpressionError(message, at)
}
