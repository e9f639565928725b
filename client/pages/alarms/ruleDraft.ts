import { ALARM_SEVERITIES, type AlarmSeverity } from '../../../shared/alarm.ts'
import type { AlarmCondition, AlarmRuleInput } from '../../../shared/api/alarms.ts'
import { CONNECTION_STATES } from '../../../shared/vocabulary.ts'
import { Figures, figureText, type Unclear } from './ruleFigures.ts'

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
    ...{ hold: figureText(r.holdSeconds), clear: figureText(r.clearSeconds), needsPerson: r.needsPerson },
    ...{ onWall: r.onWall, ladder: r.ladder ?? '' },
  }
  if ('indicator' in c) Object.assign(d, { indicator: c.indicator, units: (c.units ?? []).join(', ') })
  if (c.kind === 'value' || c.kind === 'forecast')
    Object.assign(d, {
      ...{ comparator: c.comparator, value: figureText(c.value), deadband: figureText(c.deadband) },
      high: isBand(c) ? figureText(c.high) : '',
      perUnit: c.perUnit
        .map((p) => [p.unit, figureText(p.value), isBand(c) ? figureText(p.high) : ''].join(' ').trim())
        .join('\n'),
    })
  if (c.kind === 'forecast') Object.assign(d, { ahead: figureText(c.ahead), sure: c.sure })
  if (c.kind === 'change')
    Object.assign(d, {
      ...{ direction: c.direction, value: figureText(c.amount), percent: c.percent },
      ...{ window: figureText(c.windowSeconds), deadband: figureText(c.deadband) },
    })
  if (c.kind === 'freshness') d.state = c.state
  if (c.kind === 'connection') Object.assign(d, { codes: c.connections.join(', '), states: [...c.states] })
  if (c.kind === 'expression')
    Object.assign(d, { expression: c.expression, units: (c.units ?? []).join(', ') })
  if (c.kind === 'check') d.codes = c.checks.join(', ')
  return d
}

const isBand = ({ comparator }: Pick<RuleDraft, 'comparator'>) =>
  comparator === 'outside' || comparator === 'inside'
const words = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

function boundOf(d: RuleDraft, figures: Figures) {
  const band = isBand(d)
  const [value, deadband] = [figures.one('value', d.value), figures.one('deadband', d.deadband)]
  const high = band ? figures.one('high', d.high) : null
  const perUnit = figures.perUnit(d.perUnit, band)
  if (value === null || deadband === null) return null
  return { comparator: d.comparator, value, deadband, perUnit, ...(high === null ? {} : { high }) }
}

function conditionOf(d: RuleDraft, figures: Figures): AlarmCondition | null {
  const units = words(d.units)
  const of = { indicator: d.indicator.trim(), units: units.length ? units : null }
  switch (d.kind) {
    case 'value': {
      const bound = boundOf(d, figures)
      return bound && { kind: 'value', ...of, ...bound }
    }
    case 'forecast': {
      const [bound, ahead] = [boundOf(d, figures), figures.one('ahead', d.ahead)]
      return bound && ahead !== null ? { kind: 'forecast', ...of, ...bound, ahead, sure: d.sure } : null
    }
    case 'change': {
      const amount = figures.one('value', d.value)
      const [windowSeconds, deadband] = [figures.one('window', d.window), figures.one('deadband', d.deadband)]
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
      const states = CONNECTION_STATES.filter((s) => d.states.includes(s))
      return states.length ? { kind: 'connection', connections: words(d.codes), states } : null
    }
    default:
      return { kind: d.kind }
  }
}

/** The rule that was written; null while something in it is missing or unclear. */
export function ruleOf(d: RuleDraft): { rule: AlarmRuleInput | null; unclear: Unclear[] } {
  const figures = new Figures()
  const condition = conditionOf(d, figures)
  const [holdSeconds, clearSeconds] = [figures.one('hold', d.hold), figures.one('clear', d.clear)]
  const { unclear } = figures
  const named = d.vi.trim() !== '' && d.en.trim() !== ''
  const aimed = condition !== null && (!('indicator' in condition) || condition.indicator !== '')
  if (!aimed || holdSeconds === null || clearSeconds === null || !named || unclear.length)
    return { rule: null, unclear }
  const severity = ALARM_SEVERITIES.find((s) => s === d.severity) ?? 'medium'
  const rule = {
    ...{ name: { vi: d.vi.trim(), en: d.en.trim() }, enabled: d.enabled, severity, condition },
    ...{ holdSeconds, clearSeconds, needsPerson: d.needsPerson, onWall: d.onWall, ladder: d.ladder || null },
  }
  return { rule, unclear }
}
