import { ALARM_SEVERITIES, type AlarmSeverity } from '../../../shared/alarm.ts'
import type { AlarmCondition, AlarmRuleInput } from '../../../shared/api/alarms.ts'

/** A rule while it is written: every figure as typed. */
export type RuleDraft = {
  vi: string
  en: string
  kind: AlarmCondition['kind']
  indicator: string
  /** Codes of units parted by spaces or commas; empty = all. */
  units: string
  comparator: '>' | '>=' | '<' | '<=' | 'outside' | 'inside'
  value: string
  high: string
  deadband: string
  /** One unit a line: code, value, upper end. */
  perUnit: string
  direction: 'rise' | 'fall' | 'either'
  percent: boolean
  window: string
  state: 'late' | 'stale'
  ahead: string
  sure: boolean
  codes: string
  expression: string
  states: string[]
  severity: AlarmSeverity
  hold: string
  clear: string
  needsPerson: boolean
  onWall: boolean
  ladder: string
  enabled: boolean
}
type Of<T> = {
  [K in keyof RuleDraft]: RuleDraft[K] extends T ? (T extends RuleDraft[K] ? K : never) : never
}[keyof RuleDraft]
/** Fields that are text, and those that are a yes or no. */
export type TextField = Of<string>
export type TickField = Of<boolean>
export function withText(name: TextField, value: string): Partial<RuleDraft> {
  const change: Partial<RuleDraft> = {}
  change[name] = value
  return change
}
export function withTick(name: TickField, value: boolean): Partial<RuleDraft> {
  const change: Partial<RuleDraft> = {}
  change[name] = value
  return change
}
export const NEW_RULE: RuleDraft = {
  ...{ vi: '', en: '', kind: 'value', indicator: '', units: '', comparator: '>', value: '', high: '' },
  ...{ deadband: '0', perUnit: '', direction: 'rise', percent: false, window: '3600', state: 'late' },
  ...{
    ahead: '1',
    sure: false,
    codes: '',
    expression: '',
    states: ['lost'],
    severity: 'high',
    hold: '0',
    clear: '0',
  },
  ...{ needsPerson: true, onWall: false, ladder: '', enabled: false },
}

export function draftOf(r: AlarmRuleInput): RuleDraft {
  const c = r.condition
  const d: RuleDraft = {
    ...NEW_RULE,
    ...{ vi: r.name.vi, en: r.name.en, kind: c.kind, severity: r.severity, enabled: r.enabled },
    ...{ hold: String(r.holdSeconds), clear: String(r.clearSeconds), needsPerson: r.needsPerson },
    ...{ onWall: r.onWall, ladder: r.ladder ?? '' },
  }
  if ('indicator' in c) Object.assign(d, { indicator: c.indicator, units: (c.units ?? []).join(', ') })
  if (c.kind === 'value' || c.kind === 'forecast')
    Object.assign(d, {
      ...{
        comparator: c.comparator,
        value: String(c.value),
        high: c.high === undefined ? '' : String(c.high),
      },
      deadband: String(c.deadband),
      perUnit: c.perUnit
        .map((p) => [p.unit, p.value, p.high].filter((x) => x !== undefined).join(' '))
        .join('\n'),
    })
  if (c.kind === 'forecast') Object.assign(d, { ahead: String(c.ahead), sure: c.sure })
  if (c.kind === 'change')
    Object.assign(d, {
      ...{ direction: c.direction, value: String(c.amount), percent: c.percent },
      ...{ window: String(c.windowSeconds), deadband: String(c.deadband) },
    })
  if (c.kind === 'freshness') d.state = c.state
  if (c.kind === 'connection') Object.assign(d, { codes: c.connections.join(', '), states: [...c.states] })
  if (c.kind === 'expression')
    Object.assign(d, { expression: c.expression, units: (c.units ?? []).join(', ') })
  if (c.kind === 'check') d.codes = c.checks.join(', ')
  return d
}

/** A figure as people type it: a comma may be the decimal mark. */
const figure = (text: string): number | null => {
  const n = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && Number.isFinite(n) ? n : null
}
const words = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

function boundOf(d: RuleDraft) {
  const [value, deadband, high] = [figure(d.value), figure(d.deadband), figure(d.high)]
  if (value === null || deadband === null) return null
  const perUnit = d.perUnit.split('\n').flatMap((line) => {
    const [unit, v = '', h = ''] = line.trim().split(/[\s;]+/)
    const [own, top] = [figure(v), figure(h)]
    return unit && own !== null ? [{ unit, value: own, ...(top === null ? {} : { high: top }) }] : []
  })
  return { comparator: d.comparator, value, deadband, perUnit, ...(high === null ? {} : { high }) }
}

function conditionOf(d: RuleDraft): AlarmCondition | null {
  const units = words(d.units)
  const of = { indicator: d.indicator.trim(), units: units.length ? units : null }
  switch (d.kind) {
    case 'value': {
      const bound = boundOf(d)
      return bound && { kind: 'value', ...of, ...bound }
    }
    case 'forecast': {
      const [bound, ahead] = [boundOf(d), figure(d.ahead)]
      return bound && ahead !== null ? { kind: 'forecast', ...of, ...bound, ahead, sure: d.sure } : null
    }
    case 'change': {
      const [amount, windowSeconds, deadband] = [figure(d.value), figure(d.window), figure(d.deadband)]
      if (amount === null || windowSeconds === null || deadband === null) return null
      const { direction, percent } = d
      return { kind: 'change', ...of, direction, amount, percent, windowSeconds, deadband }
    }
    case 'freshness':
      return { kind: 'freshness', ...of, state: d.state }
    case 'expression':
      return d.expression.trim()
        ? { kind: 'expression', units: of.units, expression: d.expression.trim() }
        : null
    case 'check':
      return { kind: 'check', checks: words(d.codes) }
    case 'connection': {
      const states = (['lost', 'late', 'refusing', 'never'] as const).filter((s) => d.states.includes(s))
      return states.length ? { kind: 'connection', connections: words(d.codes), states } : null
    }
    default:
      return { kind: d.kind }
  }
}

/** The rule that was written; null while something in it is missing. */
export function ruleOf(d: RuleDraft): AlarmRuleInput | null {
  const condition = conditionOf(d)
  const [holdSeconds, clearSeconds] = [figure(d.hold), figure(d.clear)]
  if (!condition || holdSeconds === null || clearSeconds === null || !d.vi.trim() || !d.en.trim()) return null
  if ('indicator' in condition && !condition.indicator) return null
  const severity = ALARM_SEVERITIES.find((s) => s === d.severity) ?? 'medium'
  return {
    ...{ name: { vi: d.vi.trim(), en: d.en.trim() }, enabled: d.enabled, severity, condition },
    ...{ holdSeconds, clearSeconds, needsPerson: d.needsPerson, onWall: d.onWall, ladder: d.ladder || null },
  }
}
