// Numbers typed by hand, as Kysely types.
import type { ColumnType, Generated } from 'kysely'

type Json = ColumnType<unknown, string, string>
type Set = ColumnType<Date, Date | string | undefined, Date | string>

export interface HandEntryRow {
  id: Generated<string>
  connection_id: string
  contract_version: number
  two_persons: boolean
  rows: Json
  written_by: number
  written_at: Set
}

export interface HandEntryStepRow {
  entry_id: string
  step: 'confirmed' | 'refused' | 'withdrawn' | 'submitted'
  at: Set
  by: number | null
  reason: string | null
  message_id: string | null
  answer: Json | null
}
