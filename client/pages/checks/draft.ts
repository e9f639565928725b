import {
  type CheckInput,
  OPERATORS,
  type Operator,
  type RULE_KINDS,
  type RuleInput,
} from '../../../shared/api/checks.ts'
import { typed } from './figures.ts'

export type Kind = (typeof RULE_KINDS)[number]
/** A rule as it is being typed: every field a text. */
export type Draft = {
  vi: string
  en: string
  kind: Kind
  indicator: string
  other: string
  connections: string
  of: string
  missingAllowed: boolean
  left: string
  operator: Operator
  right: string
  min: string
  max: string
  window: string
  limit: string
  units: string
  absolute: string
  percent: string
  rounding: boolean
  severity: RuleInput['severity']
  owner: string
  enabled: boolean
  note: string
}

export const EMPTY: Draft = {
  vi: '',
  en: '',
  kind: 'parts',
  indicator: '',
  other: '',
  connections: '',
  of: '',
  missingAllowed: false,
  left: '',
  operator: '=',
  right: '',
  min: '',
  max: '',
  window: '24',
  limit: '6',
  units: 'nation',
  absolute: '',
  percent: '',
  rounding: false,
  severity: 'serious',
  owner: '',
  enabled: true,
  note: '',
}

export function draftOf({ name, check, units, tolerance, severity, owner, enabled, note }: RuleInput): Draft {
  const text = (n: number | undefined) => (n === undefined ? '' : String(n))
  const base: Draft = {
    ...EMPTY,
    vi: name.vi,
    en: name.en,
    kind: check.kind,
    units: Array.isArray(units) ? units.join(', ') : units,
    absolute: text(tolerance.absolute),
    percent: tolerance.relative === undefined ? '' : String(tolerance.relative * 100),
    rounding: tolerance.rounding ?? false,
    severity,
    owner: owner ?? '',
    enabled,
    note: note ?? '',
  }
  switch (check.kind) {
    case 'parts':
      return {
        ...base,
        indicator: check.indicator,
        of: check.of?.join(', ') ?? '',
        missingAllowed: check.missingAllowed ?? false,
      }
    case 'sources':
      return {
        ...base,
        indicator: check.indicator,
        other: check.other ?? '',
        connections: check.connections?.join(', ') ?? '',
      }
    case 'expression':
      return { ...base, left: check.left, operator: check.operator, right: check.right }
    case 'bounds':
      return { ...base, indicator: check.indicator, min: text(check.min), max: text(check.max) }
    case 'jump':
      return { ...base, indicator: check.indicator, window: text(check.window), limit: text(check.limit) }
    case 'monotone':
      return { ...base, indicator: check.indicator }
  }
}

const list = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

function checkOf(d: Draft): CheckInput | null {
  const { kind, indicator } = d
  if (kind !== 'expression' && !indicator) return null
  switch (kind) {
    case 'parts': {
      const of = list(d.of)
      return { kind, indicator, ...(of.length ? { of } : {}), missingAllowed: d.missingAllowed }
    }
    case 'sources': {
      const [a, b] = list(d.connections)
      if (d.other) return { kind, indicator, other: d.other }
      return a && b ? { kind, indicator, connections: [a, b] } : null
    }
    case 'expression':
      return d.left && d.right ? { kind, left: d.left, operator: d.operator, right: d.right } : null
    case 'bounds': {
      const [min, max] = [typed(d.min), typed(d.max)]
      if (Number.isNaN(min) || Number.isNaN(max) || (min === undefined && max === undefined)) return null
      return { kind, indicator, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
    }
    case 'jump': {
      const [window, limit] = [typed(d.window) ?? Number.NaN, typed(d.limit) ?? Number.NaN]
      return Number.isInteger(window) && limit > 0 ? { kind, indicator, window, limit } : null
    }
    case 'monotone':
      return { kind, indicator }
  }
}

/** The rule that a draft means; null while something is missing or no number. */
export function ruleOf(d: Draft): RuleInput | null {
  const check = checkOf(d)
  const [absolute, percent] = [typed(d.absolute), typed(d.percent)]
  if (!check || !d.vi.trim() || Number.isNaN(absolute) || Number.isNaN(percent)) return null
  const units = d.units === 'nation' || d.units === 'each' ? d.units : list(d.units)
  return {
    name: { vi: d.vi.trim(), en: d.en.trim() || d.vi.trim() },
    check,
    units: units.length ? units : 'nation',
    tolerance: {
      ...(absolute === undefined ? {} : { absolute }),
      ...(percent === undefined ? {} : { relative: percent / 100 }),
      ...(d.rounding ? { rounding: true } : {}),
    },
    severity: d.severity,
    owner: d.owner.trim() || null,
    enabled: d.enabled,
    ...(d.note.trim() ? { note: d.note.trim() } : {}),
  }
}
export { OPERATORS }
