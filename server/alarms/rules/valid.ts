import type { AlarmCondition, AlarmRuleInput } from '../../../shared/api/alarms.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { CatalogueSnapshot, Unit } from '../../catalogue/index.ts'
import { ExpressionError } from '../../checks/index.ts'
import { parseCondition } from '../evaluate/expression.ts'

type Known = {
  catalogue: CatalogueSnapshot
  connections: ReadonlySet<string>
  checks: ReadonlySet<string>
  ladders: ReadonlySet<string>
}

type Refuse = (field: string, reason: string, value?: unknown) => never

/** Throws BAD_ALARM_RULE naming the field for what the schema cannot say. */
export function checkAlarmRule({ condition: c, ladder }: AlarmRuleInput, known: Known): void {
  const refuse: Refuse = (field, reason, value = null) => {
    throw new RequestError('BAD_ALARM_RULE', { field, reason, value })
  }
  if (ladder !== null && !known.ladders.has(ladder)) refuse('ladder', 'UNKNOWN', ladder)
  if (c.kind === 'connection')
    for (const id of c.connections) if (!known.connections.has(id)) refuse('connections', 'UNKNOWN', id)
  if (c.kind === 'check')
    for (const code of c.checks) if (!known.checks.has(code)) refuse('checks', 'UNKNOWN', code)
  if (c.kind === 'expression') {
    for (const code of c.units ?? [])
      if (!known.catalogue.unitInForce(code, Date.now())) refuse('units', 'UNKNOWN', code)
    checkExpression(c.expression, known)
  }
  if (!('indicator' in c)) return
  const indicator = known.catalogue.indicator(c.indicator)
  if (!indicator) refuse('indicator', 'UNKNOWN', c.indicator)
  for (const code of c.units ?? [])
    if (!known.catalogue.unitInForce(code, Date.now())) refuse('units', 'UNKNOWN', code)
  // A change that stops altogether must lie beyond the dead band: else its alarm could never end.
  if (c.kind === 'change' && c.deadband >= c.amount) refuse('deadband', 'TOO_WIDE', c.deadband)
  if (c.kind !== 'value' && c.kind !== 'forecast') return
  checkBand(c, refuse)
  checkPerUnit(
    c,
    (unit) => (c.units ? c.units.includes(unit.code) : unit.kind === indicator.level),
    known,
    refuse,
  )
}

/** Says what is wrong and at which character, counted from 1. */
function checkExpression(text: string, { catalogue }: Known): void {
  const refuse = (reason: string, detail: Record<string, unknown>) => {
    throw new RequestError('BAD_ALARM_RULE', { field: 'expression', reason, ...detail })
  }
  try {
    for (const { indicator, unit } of parseCondition(text).wants) {
      const at = (code: string) => text.indexOf(code) + 1
      if (!catalogue.indicator(indicator))
        refuse('UNKNOWN_INDICATOR', { value: indicator, at: at(indicator) })
      if (unit !== null && !catalogue.unitInForce(unit, Date.now()))
        refuse('UNKNOWN_UNIT', { value: unit, at: at(unit) })
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    refuse('EXPRESSION', { problem: error.message, at: error.at + 1 })
  }
}

type Bounded = Extract<AlarmCondition, { kind: 'value' | 'forecast' }>
/** A bound of a unit that is not looked at would be taken for one that holds. */
function checkPerUnit(
  c: Bounded,
  watched: (unit: Unit) => boolean,
  { catalogue }: Known,
  refuse: Refuse,
): void {
  const told = new Set<string>()
  for (const { unit: code } of c.perUnit) {
    const unit = catalogue.unitInForce(code, Date.now())
    if (!unit) refuse('perUnit', 'UNKNOWN', code)
    if (told.has(code)) refuse('perUnit', 'DUPLICATE', code)
    if (!watched(unit)) refuse('perUnit', 'NOT_WATCHED', code)
    told.add(code)
  }
}

function checkBand(c: Bounded, refuse: Refuse): void {
  const band = c.comparator === 'outside' || c.comparator === 'inside'
  for (const b of [c, ...c.perUnit.map((p) => ({ value: p.value, high: p.high ?? c.high }))]) {
    if (band && b.high === undefined) refuse('high', 'MISSING')
    if (band && b.high !== undefined && b.high <= b.value) refuse('high', 'ORDER', b.high)
    // A dead band that fills the band could never be left again.
    if (c.comparator === 'outside' && b.high !== undefined && c.deadband * 2 >= b.high - b.value)
      refuse('deadband', 'TOO_WIDE', c.deadband)
  }
}
