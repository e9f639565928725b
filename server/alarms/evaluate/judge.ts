import type { AlarmCondition } from '../../../shared/api/alarms.ts'
import type { Freshness } from '../../../shared/vocabulary.ts'

/** `between`: back across the bound, not yet across the dead band. `unknown`: nothing to judge; nothing changes. */
export type Verdict = 'on' | 'off' | 'between' | 'unknown'
export type Bound = {
  comparator: '>' | '>=' | '<' | '<=' | 'outside' | 'inside'
  value: number
  high?: number | undefined
  deadband: number
}
type Of<K extends AlarmCondition['kind']> = Extract<AlarmCondition, { kind: K }>

/** The bound that holds for a unit: its own, else the rule's. */
export function boundFor(c: Of<'value'> | Of<'forecast'>, unit: string): Bound {
  const own = c.perUnit.find((p) => p.unit === unit)
  const { comparator, deadband } = c
  return own
    ? { comparator, deadband, value: own.value, high: own.high ?? c.high }
    : { comparator, deadband, value: c.value, high: c.high }
}

export function judgeBound(v: number, { comparator, value, high = value, deadband: d }: Bound): Verdict {
  if (!Number.isFinite(v)) return 'unknown'
  const say = (on: boolean, off: boolean): Verdict => (on ? 'on' : off ? 'off' : 'between')
  switch (comparator) {
    case '>':
      return say(v > value, v <= value - d)
    case '>=':
      return say(v >= value, d > 0 ? v <= value - d : v < value)
    case '<':
      return say(v < value, v >= value + d)
    case '<=':
      return say(v <= value, d > 0 ? v >= value + d : v > value)
    case 'outside':
      return say(v < value || v > high, v >= value + d && v <= high - d)
    case 'inside':
      return say(v >= value && v <= high, v < value - d || v > high + d)
  }
}

/** The change in the rule's own terms (absolute or per cent, its direction positive); null when there is none to tell. */
export function changeOf(c: Of<'change'>, now: number, before: number | null): number | null {
  if (before === null || !Number.isFinite(now) || !Number.isFinite(before)) return null
  if (c.percent && before === 0) return null
  const delta = c.percent ? ((now - before) / Math.abs(before)) * 100 : now - before
  return c.direction === 'rise' ? delta : c.direction === 'fall' ? -delta : Math.abs(delta)
}

export function judgeChange(c: Of<'change'>, now: number, before: number | null): Verdict {
  const change = changeOf(c, now, before)
  if (change === null) return 'unknown'
  if (change >= c.amount) return 'on'
  return change < c.amount - c.deadband || c.deadband === 0 ? 'off' : 'between'
}

export function judgeFreshness(wanted: 'late' | 'stale', state: Freshness): Verdict {
  if (state === 'never') return 'unknown'
  return state === 'stale' || state === wanted ? 'on' : 'off'
}
