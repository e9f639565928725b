import type { ASTNode, Environment } from '@marcbachmann/cel-js'

/** No lists and no maps: nothing in an expression can loop, and its length bounds its cost. */
export const LIMITS = {
  ...{ maxAstNodes: 400, maxDepth: 40, maxListElements: 0, maxMapEntries: 0, maxCallArguments: 2 },
}

/** Why an expression cannot be used, and at which character of it. */
export class ExpressionError extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

/** People write 100 where the language wants 100.0. */
export function withPlainNumbers(language: Environment): void {
  for (const [sign, of] of [
    ['+', (a: number, b: number) => a + b],
    ['-', (a: number, b: number) => a - b],
    ['*', (a: number, b: number) => a * b],
    ['/', (a: number, b: number) => a / b],
  ] as const) {
    language.registerOperator(`double ${sign} int`, (a: number, b: bigint) => of(a, Number(b)))
    language.registerOperator(`int ${sign} double`, (a: bigint, b: number) => of(Number(a), b))
  }
}

/** Reads and type-checks a text: its tree, and the type of what it gives. Throws ExpressionError. */
export function readIn(language: Environment, text: string) {
  let parsed: ReturnType<Environment['parse']>
  try {
    parsed = language.parse(text)
  } catch (error) {
    throw problem(error)
  }
  const check = parsed.check()
  if (!check.valid) throw problem(check.error)
  return { parsed, type: check.type }
}

/** Every node of it, the outermost first. */
export function walk(node: ASTNode, visit: (node: ASTNode) => void): void {
  visit(node)
  const into = (arg: unknown): void => {
    if (Array.isArray(arg)) for (const a of arg) into(a)
    else if (isNode(arg)) walk(arg, visit)
  }
  into(node.args)
}
const isNode = (v: unknown): v is ASTNode => typeof v === 'object' && v !== null && 'op' in v && 'args' in v

/** What the language found wrong, in one line, and where. */
export function problem(error: unknown): ExpressionError {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return new ExpressionError(message, startOf(error))
}

/** A type error names a node of the tree, a syntax error a mere place in the text. */
function startOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('node' in error)) return 0
  const { node } = error
  const start = typeof node === 'object' && node !== null && 'start' in node ? node.start : 0
  return typeof start === 'number' ? start : 0
}
