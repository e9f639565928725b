import type pg from 'pg'
import type { EndReason, Scenario } from '../../shared/api/exercise.ts'
import type { Language, Role, Status } from '../../shared/vocabulary.ts'

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

export type StoredExercise = {
  id: string
  scenario: Scenario
  startedBy: string
  startedAt: number
  endedAt: number | null
  endReason: EndReason | null
}
const COLUMNS = `id, scenario, started_by "startedBy", ${MS('started_at')} "startedAt", ${MS('ended_at')} "endedAt",
  end_reason "endReason"`

/** Newest first; those that were deleted are left out. */
export async function listExercises(db: pg.Pool): Promise<StoredExercise[]> {
  const { rows } = await db.query<StoredExercise>(
    `select ${COLUMNS} from exercise where deleted_at is null order by started_at desc limit 200`,
  )
  return rows
}

export async function readExercise(db: pg.Pool, id: string): Promise<StoredExercise | null> {
  const { rows } = await db.query<StoredExercise>(
    `select ${COLUMNS} from exercise where id = $1 and deleted_at is null`,
    [id],
  )
  return rows[0] ?? null
}

/** False while another one runs. */
export async function insertExercise(
  client: pg.ClientBase,
  id: string,
  scenario: Scenario,
  by: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into exercise (id, scenario, started_by) values ($1, $2, $3) on conflict do nothing',
    [id, JSON.stringify(scenario), by],
  )
  return rowCount === 1
}

/** False when it had ended before. */
export async function endExercise(client: pg.ClientBase, id: string, reason: EndReason): Promise<boolean> {
  const { rowCount } = await client.query(
    'update exercise set ended_at = clock_timestamp(), end_reason = $2 where id = $1 and ended_at is null',
    [id, reason],
  )
  return rowCount === 1
}

export async function deleteExercise(client: pg.ClientBase, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'update exercise set deleted_at = clock_timestamp() where id = $1 and ended_at is not null and deleted_at is null',
    [id],
  )
  return rowCount === 1
}

export async function readExpired(db: pg.Pool, days: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select id from exercise where deleted_at is null and ended_at < now() - make_interval(days => $1)',
    [days],
  )
  return rows.map((r) => r.id)
}

export type StoredAccount = {
  username: string
  displayName: string
  role: Role
  unitId: number
  passwordHash: string
  mustChange: boolean
  language: Language
}
/** Those who may sign in. Neither sessions nor tokens are read. */
export async function readAccounts(db: pg.Pool): Promise<StoredAccount[]> {
  const { rows } = await db.query<StoredAccount>(
    `select username, display_name "displayName", role, unit_id "unitId", password_hash "passwordHash",
       must_change_password "mustChange", language from account where enabled order by username`,
  )
  return rows
}

export type StoredValue = {
  series: number
  validTo: number
  period: string | null
  value: number
  status: Status
}
export async function readValues(db: pg.Pool, series: readonly number[]): Promise<StoredValue[]> {
  const { rows } = await db.query<StoredValue>(
    `select series_id series, ${MS('valid_to')} "validTo", period, value, status from latest where series_id = any($1::int[])`,
    [series],
  )
  return rows
}
