import type { AlarmCondition, AlarmRuleInput } from '../../../shared/api/alarms.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { CatalogueSnapshot } from '../../catalogue/index.ts'
import { ExpressionError } from '../../checks/index.ts'
import { parseCondition } from '../evaluate/expression.ts'

type Known = {
  catalogue: CatalogueSnapshot
  connections: ReadonlySet<string>
  checks: ReadonlySet<string>
  ladders: ReadonlySet<string>
}

/** Throws BAD_ALARM_RULE naming the field for what the schema cannot say. */
export function checkAlarmRule({ condition: c, ladder }: AlarmRuleInput, known: Known): void {
  const refuse = (field: string, reason: string, value: unknown = null): never => {
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
  if (!known.catalogue.indicator(c.indicator)) refuse('indicator', 'UNKNOWN', c.indicator)
  for (const code of c.units ?? [])
    if (!known.catalogue.unitInForce(code, Date.now())) refuse('units', 'UNKNOWN', code)
  if (c.kind === 'value' || c.kind === 'forecast') checkBand(c, refuse)
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

function checkBand(
  c: Extract<AlarmCondition, { kind: 'value' | 'forecast' }>,
  refuse: (field: string, reason: string, value?: unknown) => never,
): void {
  const band = c.comparator === 'outside' || c.comparator === 'inside'
  for (const b of [c, ...c.perUnit.map((p) => ({ value: p.value, high: p.high ?? c.high }))]) {
    if (band && b.high === undefined) refuse('high', 'MISSING')
    if (band && b.high !== undefined && b.high <= b.value) refuse('high', 'ORDER', b.high)
    // A dead band that fills the band could never be left again.
    if (c.comparator === 'outside' && b.high !== undefined && c.deadband * 2 >= b.high - b.value)
      refuse('deadband', 'TOO_WIDE', c.deadband)
  }
}
