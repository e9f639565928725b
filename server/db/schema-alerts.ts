// Alerts, as Kysely types.
import type { ColumnType, Generated } from 'kysely'

type Json = ColumnType<unknown, string, string>
type Set = ColumnType<Date, Date | string | undefined, Date | string>

export interface AlertTableRow {
  id: Generated<string>
  connection_id: string
  message_id: string
  sender: string
  identifier: string
  sent: Set
  status: string
  msg_type: string
  scope: string
  content: Json
  areas: Json
  starts_at: Set | null
  ends_at: Set | null
  simulated: boolean
  received_at: Set
}

export interface AlertReferenceRow {
  alert_id: string
  sender: string
  identifier: string
  sent: Set
}
