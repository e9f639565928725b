// Directives, as Kysely types.
import type { ColumnType, Generated } from 'kysely'

type Json = ColumnType<unknown, string, string>
type Now = ColumnType<Date, Date | string | undefined, Date | string>

export interface DirectiveRow {
  id: Generated<string>
  batch: string
  addressee_id: number
  session_id: string | null
  document: string | null
  indicator_id: number | null
  unit_id: number | null
  simulated: boolean
  created_by: number
  created_at: Now
}

export interface DirectiveVersionRow {
  directive_id: string
  version: number
  text: string
  due: Date
  priority: string
  comparator: string | null
  target: number | null
  target_high: number | null
  hold_days: number
  by: number
  at: Now
}

export interface DirectiveStepRow {
  directive_id: string
  n: number
  kind: string
  at: Now
  by: number | null
  note: string | null
  detail: Json
}
