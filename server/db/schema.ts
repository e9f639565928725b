// The tables as Kysely types; kept beside migrations/ and checked against the live database by a test.
import type { ColumnType, Generated } from 'kysely'
import type { AlertReferenceRow, AlertTableRow } from './schema-alerts.ts'
import type {
  IndicatorRow,
  MeasureRow,
  SectionRow,
  SeriesRow,
  TargetRow,
  UnitNameRow,
  UnitParentRow,
  UnitRow,
  UnitSuccessionRow,
} from './schema-catalogue.ts'
import type { DirectiveRow, DirectiveStepRow, DirectiveVersionRow } from './schema-directives.ts'
import type { HandEntryRow, HandEntryStepRow } from './schema-entry.ts'
import type { NameMappingRow, QuarantineRepairRow, QuarantineRow } from './schema-quarantine.ts'
import type {
  ScreenAnswerRow,
  ScreenCommandRow,
  ScreenPictureRow,
  ScreenProofRow,
  ScreenRow,
  ScreenTokenRow,
  WallRow,
} from './schema-wall.ts'

/** timestamptz: read as Date, written as Date or ISO text. */
type Instant = ColumnType<Date, Date | string, Date | string>
type Json = ColumnType<unknown, string, string>

export interface ConnectionRow {
  id: string
  agency_id: number
  name_vi: string
  name_en: string
  connector: string
  simulated: Generated<boolean>
  enabled: Generated<boolean>
  key_hash: Buffer | null
  key_set_at: Instant | null
  maintenance_from: Instant | null
  maintenance_to: Instant | null
  maintenance_reason: string | null
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  created_by: string | null
}

export interface ContractRow {
  connection_id: string
  version: number
  period: string
  grace_seconds: number
  expiry_seconds: number
  hours: Json | null
  series: ColumnType<unknown, string | undefined, string>
  note: string | null
  contact: Json | null
  legal_basis: string | null
  deadlines: Json | null
  escalation: Json | null
  two_persons: Generated<boolean>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  created_by: string | null
}

export interface CalendarDayRow {
  id: Generated<string>
  day: string
  kind: 'holiday' | 'working' | 'statutory'
  name_vi: string
  name_en: string
  basis: string
  decided_by: string
  decided_at: Instant
}

export interface MessageRow {
  id: Generated<string>
  connection_id: string
  contract_version: number
  received_at: Instant
  committed_at: ColumnType<Date, Date | string | undefined, Date | string>
  idempotency_key: string | null
  sha256: Buffer
  content_type: string
  decoder: string
  decoder_version: string
  entry: string
  file_name: string | null
  mapping: Json | null
  sent_by: string | null
  bytes: number
  body_encoding: string
  body: Buffer | null
  accepted: number
  unchanged: number
  refused: number
  answer: Json
  settings_version: number | null
}

export interface ObservationRow {
  series_id: number
  valid_from: Instant
  valid_to: Instant
  period: string | null
  value: number
  status: string
  entry: string
  simulated: boolean
  revision: Generated<number>
  recorded_at: ColumnType<Date, Date | string | undefined, Date | string>
  message_id: string
  row_no: number
}

export interface LatestRow {
  series_id: number
  valid_from: Instant
  valid_to: Instant
  period: string | null
  value: number
  status: string
  entry: string
  simulated: boolean
  revision: number
  recorded_at: Instant
  message_id: string
  row_no: number
}

export interface RollupRow {
  series_id: number
  t: Instant
  count: number
  min: number
  max: number
  sum: number
  first: number
  first_at: Instant
  last: number
  last_at: Instant
  recorded_from: Instant
  recorded_at: Instant
}

export interface RollupMarkRow {
  one: Generated<boolean>
  message_id: Generated<string>
}

export interface RetentionRow {
  indicator_id: number
  raw_days: number | null
  set_by: string
  set_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface RetentionMonthRow {
  month: string
  indicators: number[]
  dropped: string
  kept: string
  dropped_until: Instant
  done_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface RevokedKeyRow {
  key_hash: Buffer
  connection_id: string
  revoked_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface ConnectionStateRow {
  connection_id: string
  at: Instant
  state: string
}

export interface AccountRow {
  id: Generated<number>
  username: string
  display_name: string
  role: string
  unit_id: number
  password_hash: string
  enabled: Generated<boolean>
  must_change_password: Generated<boolean>
  language: Generated<string>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  created_by: string | null
}

export interface WebSessionRow {
  sid: string
  account_id: number | null
  data: Json
  expires_at: Instant
}

export interface PersonalTokenRow {
  id: Generated<number>
  account_id: number
  name: string
  token_hash: Buffer
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  expires_at: Instant | null
  last_used_at: Instant | null
  revoked_at: Instant | null
}

export interface OneTimeLinkRow {
  token_hash: Buffer
  purpose: string
  detail: ColumnType<unknown, string | undefined, string>
  expires_at: Instant
  used_at: Instant | null
}

export interface AuditEntryRow {
  id: Generated<string>
  at: ColumnType<Date, Date | string | undefined, Date | string>
  actor: string
  action: string
  subject: string | null
  detail: ColumnType<unknown, string | undefined, string>
  address: string | null
  previous_hash: Buffer
  hash: Buffer
}

export interface AttentionRow {
  id: Generated<string>
  kind: string
  subject: string
  state: string
  since: Instant
  cleared_at: Instant | null
  detail: ColumnType<unknown, string | undefined, string>
}

export interface SilenceRow {
  id: Generated<string>
  connection_id: string
  since: Instant
  owner_at: Instant
  duty_at: Instant
  propose_at: Instant
}

export interface SilenceStepRow {
  silence_id: string
  step: 'owner' | 'duty' | 'propose' | 'acknowledged' | 'ended'
  at: ColumnType<Date, Date | string | undefined, Date | string>
  detail: Json
}

export interface AcknowledgementRow {
  attention_id: string
  at: ColumnType<Date, Date | string | undefined, Date | string>
  account_id: number
  note: string
}

export interface BridgeSessionRow {
  id: string
  title: string
  driver: string
  chair_account_id: number
  opened_at: ColumnType<Date, Date | string | undefined, Date | string>
  ended_at: Instant | null
  spotlight_point: string | null
  spotlight_at: Instant | null
  floor_point: string | null
  floor_since: Instant | null
  floor_until: Instant | null
}

export interface BridgePointRow {
  id: string
  session_id: string
  unit_id: number
  role: string
  state: string
  state_since: ColumnType<Date, Date | string | undefined, Date | string>
  token_hash: Buffer | null
  bound_device: string | null
  invited_at: ColumnType<Date, Date | string | undefined, Date | string>
  joined_at: Instant | null
  left_at: Instant | null
  revoked_at: Instant | null
  muted: Generated<boolean>
  hand_at: Instant | null
}

export interface BridgeEventRow {
  id: Generated<string>
  session_id: string
  at: ColumnType<Date, Date | string | undefined, Date | string>
  actor: string
  kind: string
  point_id: string | null
  detail: ColumnType<unknown, string | undefined, string>
}

export interface Database {
  section: SectionRow
  unit: UnitRow
  unit_name: UnitNameRow
  unit_parent: UnitParentRow
  unit_succession: UnitSuccessionRow
  measure: MeasureRow
  indicator: IndicatorRow
  target: TargetRow
  series: SeriesRow
  connection: ConnectionRow
  contract: ContractRow
  calendar_day: CalendarDayRow
  message: MessageRow
  observation: ObservationRow
  latest: LatestRow
  rollup_minute: RollupRow
  rollup_hour: RollupRow
  rollup_day: RollupRow
  rollup_mark: RollupMarkRow
  retention: RetentionRow
  retention_month: RetentionMonthRow
  quarantine: QuarantineRow
  quarantine_repair: QuarantineRepairRow
  name_mapping: NameMappingRow
  revoked_key: RevokedKeyRow
  connection_state: ConnectionStateRow
  account: AccountRow
  web_session: WebSessionRow
  personal_token: PersonalTokenRow
  one_time_link: OneTimeLinkRow
  screen: ScreenRow
  screen_token: ScreenTokenRow
  screen_command: ScreenCommandRow
  screen_answer: ScreenAnswerRow
  screen_proof: ScreenProofRow
  screen_picture: ScreenPictureRow
  wall: WallRow
  alert: AlertTableRow
  alert_reference: AlertReferenceRow
  directive: DirectiveRow
  directive_version: DirectiveVersionRow
  directive_step: DirectiveStepRow
  audit_entry: AuditEntryRow
  attention: AttentionRow
  acknowledgement: AcknowledgementRow
  hand_entry: HandEntryRow
  hand_entry_step: HandEntryStepRow
  silence: SilenceRow
  silence_step: SilenceStepRow
  bridge_session: BridgeSessionRow
  bridge_point: BridgePointRow
  bridge_event: BridgeEventRow
}
