import type pg from 'pg'
import type { RuleInput } from '../../shared/api/checks.ts'
import type { RecordedRow } from '../bus.ts'
import { insertRuleVersion } from '../versions.ts'
import type { Instance, Judged, Moment, Reading, Rule } from './types.ts'

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

/** The newest version of every rule. */
export async function readRules(db: pg.Pool | pg.PoolClient): Promise<Rule[]> {
  const { rows } = await db.query<Rule>(
    `select distinct on (r.id) r.id, r.code, v.version, v.rule as input, ${MS('v.created_at')} as "changedAt",
       v.created_by as "changedBy"
     from check_rule r join check_rule_version v on v.rule_id = r.id order by r.id, v.version desc`,
  )
  return rows
}

/** A new rule, or null when its code is taken. */
export async function insertRule(client: pg.PoolClient, code: string, by: string): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(
    'insert into check_rule (code, created_by) values ($1, $2) on conflict do nothing returning id',
    [code, by],
  )
  return rows[0]?.id ?? null
}

/** As insertRuleVersion. */
export const insertVersion = (
  client: pg.PoolClient,
  rule: number,
  input: RuleInput,
  by: string,
  after: number,
) => insertRuleVersion(client, 'check_rule', rule, input, by, after)

export type Result = Judged & {
  instance: Instance
  moment: Moment
  read: { series: number; readings: Reading[] }[]
}
/** Inputs kept with a result: the sum of thousands is not copied. */
const INPUTS = 100

/** Writes what was found, and that it stands now; each place at most once. */
export async function insertResults(client: pg.PoolClient, results: Result[]): Promise<void> {
  const named = (r: Result) => (r.moment.period === null ? null : r.moment)
  await client.query(
    `with found as (
       insert into check_result (rule_id, version, unit_id, indicator_id, period, valid_from, valid_to, outcome, left_value,
         right_value, difference, allowed, missing, inputs)
       select * from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::text[], $6::timestamptz[], $7::timestamptz[],
       $8::text[], $9::float8[], $10::float8[], $11::float8[], $12::float8[], $13::int[], $14::jsonb[]) returning *)
     insert into check_standing as s (rule_id, version, unit_id, indicator_id, period, at, outcome, left_value, right_value,
       difference, allowed, missing, agreed_at)
     select rule_id, version, unit_id, indicator_id, period, at, outcome, left_value, right_value, difference, allowed,
       missing, case when outcome = 'ok' then at end from found
     on conflict (rule_id, unit_id, indicator_id, period) do update set version = excluded.version, at = excluded.at,
       outcome = excluded.outcome, left_value = excluded.left_value, right_value = excluded.right_value,
       difference = excluded.difference, allowed = excluded.allowed, missing = excluded.missing,
       agreed_at = coalesce(excluded.agreed_at, s.agreed_at)`,
    [
      results.map((r) => r.instance.rule.id),
      results.map((r) => r.instance.rule.version),
      results.map((r) => r.instance.unit),
      results.map((r) => r.instance.indicator),
      results.map((r) => r.moment.period ?? ''),
      results.map((r) => (named(r) ? new Date(r.moment.from).toISOString() : null)),
      results.map((r) => (named(r) ? new Date(r.moment.to).toISOString() : null)),
      results.map((r) => r.outcome),
      results.map((r) => r.left),
      results.map((r) => r.right),
      results.map((r) => r.difference),
      results.map((r) => r.allowed),
      results.map((r) => r.missing),
      results.map((r) => JSON.stringify(inputsOf(r))),
    ],
  )
}
const inputsOf = ({ read }: Result) =>
  read
    .flatMap(({ series, readings }) =>
      readings.slice(0, 1).map(({ value, message, row }) => ({ series, value, message, row })),
    )
    .slice(0, INPUTS)

/** The outcome that stands at a place, as last written. */
export type Standing = Judged & {
  rule: number
  version: number
  unit: number
  indicator: number
  period: string
  at: number
}
export async function readStanding(db: pg.Pool): Promise<Standing[]> {
  const { rows } = await db.query<Standing>(
    `select rule_id as rule, version, unit_id as unit, indicator_id as indicator, period, ${MS('at')} as at, outcome,
       left_value as left, right_value as right, difference, allowed, missing
     from check_standing`,
  )
  return rows
}

/** The last message whose rows are checked; null = none yet. */
export async function readProgress(db: pg.Pool): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('select message_id as id from check_progress')
  return rows[0]?.id ?? null
}
/** Where checking begins in a database that has not been checked before. */
export async function newestMessage(db: pg.Pool): Promise<string> {
  const { rows } = await db.query<{ id: string }>('select id from message order by id desc limit 1')
  return rows[0]?.id ?? '0'
}
export async function writeProgress(db: pg.Pool | pg.PoolClient, message: string): Promise<void> {
  await db.query(
    `insert into check_progress (message_id) values ($1)
     on conflict (one) do update set message_id = greatest(check_progress.message_id, excluded.message_id)`,
    [message],
  )
}

const ROW = `o.series_id as series, o.period, o.value, o.message_id as message, o.row_no as row, o.status, o.entry,
  o.simulated, o.revision, ${MS('o.valid_from')} as "validFrom", ${MS('o.valid_to')} as "validTo",
  ${MS('o.recorded_at')} as "recordedAt"`

/** What was recorded after a message, in commit order. */
export async function readChangedSince(
  db: pg.Pool,
  message: string,
  limit: number,
): Promise<(RecordedRow & { connection: string })[]> {
  const { rows } = await db.query<RecordedRow & { connection: string }>(
    `select ${ROW}, true as "isLatest", m.connection_id as connection
     from observation o join message m on m.id = o.message_id where o.message_id > $1
       and o.recorded_at >= coalesce((select committed_at from message where id >= $1 order by id limit 1), now()) - interval '1 minute'
     order by o.recorded_at, o.row_no limit $2`,
    [message, limit],
  )
  return rows
}

/** The newest value of each of the series. */
export async function readLatestOf(db: pg.Pool, series: number[]): Promise<(Reading & { series: number })[]> {
  const { rows } = await db.query<Reading & { series: number }>(
    `select o.series_id as series, o.value, o.message_id as message, o.row_no as row,
       ${MS('o.valid_from')} as "validFrom", ${MS('o.valid_to')} as "validTo"
     from latest o where o.series_id = any($1::int[])`,
    [series],
  )
  return rows
}
