import type { ColumnType, Generated } from 'kysely'

type Instant = ColumnType<Date, Date | string, Date | string>
type Made = ColumnType<Date, Date | string | undefined, Date | string>
type Json = ColumnType<unknown, string, string>

export interface ScreenRow {
  id: Generated<number>
  name: string
  token_hash: Buffer | null
  approved_by: string | null
  created_at: Made
  revoked_at: Instant | null
  last_seen_at: Instant | null
  group_name: string | null
  overlay: ColumnType<unknown, string | undefined, string>
  device_hash: Buffer | null
  next_hash: Buffer | null
  token_set_at: Made
}

export interface ScreenTokenRow {
  token_hash: Buffer
  screen_id: number
  ended_at: Instant
  good_until: Instant
}

export interface WallRow {
  id: Generated<number>
  name: string
  geometry: Json
  version: Generated<number>
  updated_at: Made
  updated_by: string
}

export interface ScreenCommandRow {
  id: Generated<string>
  screen_id: number
  at: Instant
  command: Json
  actor: string
  issued_at: Made
}

export interface ScreenAnswerRow {
  command_id: string
  answered_at: Made
  ended: string
  took_ms: number | null
  effect_at: Instant | null
  detail: string | null
}

export interface ScreenProofRow {
  id: Generated<string>
  screen_id: number
  at: Instant
  received_at: Made
  why: string
  scene: string
  epoch: string
  sha256: Buffer
  agrees: boolean
  differs: Json | null
  same_as: string | null
  shown: Json | null
}

export interface ScreenPictureRow {
  id: Generated<string>
  screen_id: number
  at: Instant
  kind: string
  command_id: string | null
  scene: string
  width: number
  height: number
  sha256: Buffer
  jpeg: Buffer
}
