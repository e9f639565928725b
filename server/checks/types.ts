import type { Outcome, RuleInput } from '../../shared/api/checks.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'

/** A version of a rule in force. */
export type Rule = {
  id: number
  code: string
  version: number
  input: RuleInput
  changedAt: number
  changedBy: string
}

/** What a check is about: a named period, or the newest instant (`period` null). Times in ms, half-open. */
export type Moment = { period: string | null; from: number; to: number }

/** A number that a check wants: of the moment itself, of the period before, of a year before, or the last ones before it. */
export type Need = {
  series: number | undefined
  when: 'same' | 'before' | 'yearAgo' | { last: number }
  /** Only what this connection sent. */
  connection?: string
}
export type Reading = { value: number; message: string; row: number; validFrom: number; validTo: number }

export type Judged = {
  outcome: Outcome
  left: number | null
  right: number | null
  difference: number | null
  allowed: number | null
  /** Numbers that were wanted and are not there. */
  missing: number
}

/** A rule at one place: the smallest thing that is checked. */
export type Instance = {
  rule: Rule
  /** The unit and the indicator that an outcome is about. */
  unit: number
  indicator: number
  /** Whether it is about the newest instant; else about named periods. */
  instant: boolean
  /** Series whose change has it checked anew. */
  touches: number[]
  /** Series whose numbers stand in doubt when it fails. */
  marks: number[]
  needs(moment: Moment, now: CatalogueSnapshot): Need[]
  /** `read[i]` belongs to the i-th need, newest first; empty = not there. */
  judge(read: Reading[][], moment: Moment): Judged
}

/** Named by rule, unit, indicator and period: one outcome stands for each. */
export const placeKey = (rule: Rule, unit: number, indicator: number, period: string) =>
  `${rule.id}/${unit}/${indicator}/${period}`
