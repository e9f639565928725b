// Refused rows and their repair, as Kysely types.
import type { ColumnType, Generated } from 'kysely'

type Json = ColumnType<unknown, string, string>

export interface QuarantineRow {
  id: Generated<string>
  message_id: string
  connection_id: string
  row_no: number
  code: string
  field: string | null
  content: string
  detail: ColumnType<unknown, string | undefined, string>
  recorded_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface QuarantineRepairRow {
  id: Generated<string>
  quarantine_id: string
  at: ColumnType<Date, Date | string | undefined, Date | string>
  by: string
  what: Json
  outcome: string
  code: string | null
  detail: ColumnType<unknown, string | undefined, string>
}

export interface NameMappingRow {
  connection_id: string
  version: number
  field: string
  name: string
  code: string | null
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  created_by: string
}
