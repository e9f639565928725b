import { Environment } from '@marcbachmann/cel-js'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { ExpressionError, LIMITS, readIn, walk, withPlainNumbers } from '../../checks/index.ts'
import type { Verdict } from './judge.ts'

/** A number that a condition speaks of; `unit` null = of the unit that the rule looks at. */
export type Wanted = { indicator: string; unit: string | null }
/** What is known at a moment `at` (ms): the i-th number belongs to the i-th wish, null where there is none. */
export type Known = { at: number; unit: string; numbers: readonly ({ value: number; at: number } | null)[] }
export type Condition = {
  wants: readonly Wanted[]
  /** It changes with time alone: by an age, or by the clock. */
  restless: boolean
  /** It asks how old a number is. */
  ages: boolean
  judge(known: Known): Verdict
}
/** Numbers that one condition may speak of: what it costs grows with them. */
export const MOST_WANTED = 12
const DAY_MS = 86_400_000
const OWN = new Set(['value', 'age'])
const ARITHMETIC = new Set(['abs', 'min', 'max'])
const CLOCK = new Set(['hour', 'weekday'])
class Missing extends Error {}

const keyOf = (w: Wanted) => `${w.indicator}\0${w.unit ?? ''}`
/** Set around one evaluation: evaluating is synchronous. */
let given: { at: number; numbers: Map<string, { value: number; at: number } | null> } | null = null
const number = (indicator: string, unit?: string) => {
  const found = given?.numbers.get(keyOf({ indicator, unit: unit ?? null }))
  if (!given || !found || !Number.isFinite(found.value)) throw new Missing()
  return { ...found, now: given.at }
}
const value = (indicator: string, unit?: string) => number(indicator, unit).value
const age = (indicator: string, unit?: string) => {
  const { at, now } = number(indicator, unit)
  return Math.max(0, now - at) / 1_000
}

/** Numbers of the catalogue, their ages, the clock and arithmetic; no text is searched and nothing loops. */
const language = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS })
  .registerVariable('active', 'bool')
  .registerVariable('unit', 'string')
  .registerVariable('hour', 'int')
  .registerVariable('weekday', 'int')
  .registerFunction('value(string): double', value)
  .registerFunction('value(string, string): double', value)
  .registerFunction('age(string): double', age)
  .registerFunction('age(string, string): double', age)
  .registerFunction('abs(double): double', (x: number) => Math.abs(x))
  .registerFunction('min(double, double): double', (a: number, b: number) => Math.min(a, b))
  .registerFunction('max(double, double): double', (a: number, b: number) => Math.max(a, b))
withPlainNumbers(language)

/**
 * Reads and type-checks a condition: a question of yes or no over `value("code")`, `age("code")` in seconds, `unit`,
 * `hour` and `weekday` (1 = Monday) in Viet Nam, and `active`, which is true while the alarm stands, so that a bound
 * may lie elsewhere for its end. Throws ExpressionError.
 */
export function parseCondition(text: string): Condition {
  const { parsed, type } = readIn(language, text)
  if (type !== 'bool') throw new ExpressionError(`a yes or no is expected, not ${type}`, 0)
  const wants = new Map<string, Wanted>()
  let [restless, ages] = [false, false]
  walk(parsed.ast, (node) => {
    if (node.op === 'id' && CLOCK.has(String(node.args))) restless = true
    if (node.op === 'rcall') throw new ExpressionError('functions of texts are not known here', node.start)
    if (node.op !== 'call') return
    const [name, args] = node.args
    if (ARITHMETIC.has(name)) return
    if (!OWN.has(name)) throw new ExpressionError(`${name}() is not known here`, node.start)
    if (name === 'age') restless = ages = true
    const [indicator, unit = null] = args.map((a) =>
      a.op === 'value' && typeof a.args === 'string' ? a.args : undefined,
    )
    if (typeof indicator !== 'string' || unit === undefined || (args.length > 1 && unit === null))
      throw new ExpressionError(`${name}() takes codes in quotation marks`, node.start)
    wants.set(keyOf({ indicator, unit }), { indicator, unit })
  })
  if (!wants.size) throw new ExpressionError('no number of the catalogue is named', 0)
  if (wants.size > MOST_WANTED) throw new ExpressionError(`more than ${MOST_WANTED} numbers are named`, 0)
  const list = [...wants.values()]
  const ask = ({ at, unit, numbers }: Known, active: boolean): boolean => {
    const local = at + ZONE_OFFSET_MS
    const day = Math.floor(local / DAY_MS)
    given = { at, numbers: new Map(list.map((w, i) => [keyOf(w), numbers[i] ?? null])) }
    const answer: unknown = parsed({
      ...{ active, unit, hour: BigInt(Math.floor((local - day * DAY_MS) / 3_600_000)) },
      // 1970-01-01 was a Thursday.
      weekday: BigInt(((day + 3) % 7) + 1),
    })
    return answer === true
  }
  return {
    ...{ wants: list, restless, ages },
    judge: (known) => {
      try {
        if (ask(known, false)) return 'on'
        return ask(known, true) ? 'between' : 'off'
      } catch {
        return 'unknown' // a number that is not there
      }
    },
  }
}

const parsed = new WeakMap<object, Condition>()
/** The same, of a rule that has been checked: read once. */
export function conditionOf(of: { expression: string }): Condition {
  const known = parsed.get(of) ?? parseCondition(of.expression)
  parsed.set(of, known)
  return known
}
