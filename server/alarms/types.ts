import type { AlarmKind, AlarmLife, AlarmSeverity } from '../../shared/alarm.ts'
import type { AlarmRuleInput } from '../../shared/api/alarms.ts'
import type { Words } from '../catalogue/index.ts'

export type Rule = {
  id: number
  code: string
  version: number
  input: AlarmRuleInput
  changedAt: number
  changedBy: string
}

/** What is known of a cause when it is raised. */
export type Facts = {
  /** Where the rule looked: series:17, connection:EVN-HO/lost, cap:12. */
  place: string
  unitId: number | null
  series: number | null
  connection: string | null
  /** The cause on the desk's board that it stands for. */
  attention: number | null
  title: Words
  text: Words
  detail: Record<string, unknown>
  simulated: boolean
  /** When the cause began, ms. */
  since: number
  /** Where the cause itself says how grave it is. */
  severity?: AlarmSeverity
  /** Whoever took it before it was an alarm. */
  taken?: { by: string; at: number; note: string } | null
}

/** What is told of an alarm by its newest raising: each may speak of another cause at the same place. */
export type Occurrence = Omit<Facts, 'place' | 'severity' | 'taken'> & { severity: AlarmSeverity }
export const occurrenceOf = (
  { input }: Pick<Rule, 'input'>,
  { place: _, taken: __, severity, ...facts }: Facts,
): Occurrence => ({ ...facts, severity: severity ?? input.severity })

export type Alarm = Occurrence & {
  id: number
  place: string
  rule: Pick<Rule, 'id' | 'code' | 'version'> & { input: AlarmRuleInput }
  kind: AlarmKind
  raisedAt: number
  life: AlarmLife
}
export const keyOf = (ruleId: number, place: string) => `${ruleId}/${place}`
