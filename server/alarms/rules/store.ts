import type pg from 'pg'
import type { AlarmLadderInput, AlarmLadderView, AlarmRuleInput } from '../../../shared/api/alarms.ts'
import type { Rule } from '../types.ts'

type Db = Pick<pg.ClientBase, 'query'>
const MS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`

/** The newest version of every rule. */
export async function readRules(db: Db): Promise<Rule[]> {
  const { rows } = await db.query<Rule>(
    `select distinct on (r.id) r.id, r.code, v.version, v.rule as input, ${MS('v.created_at')} as "changedAt",
       v.created_by as "changedBy"
     from alarm_rule r join alarm_rule_version v on v.rule_id = r.id order by r.id, v.version desc`,
  )
  return rows
}

/** A new rule, or null when its code is taken. */
export async function insertRule(db: Db, code: string, by: string): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    'insert into alarm_rule (code, created_by) values ($1, $2) on conflict do nothing returning id',
    [code, by],
  )
  return rows[0]?.id ?? null
}

export async function insertVersion(
  db: Db,
  rule: number,
  input: AlarmRuleInput,
  by: string,
): Promise<number> {
  // Two at once wait for each other: each gets its own version.
  await db.query('select from alarm_rule where id = $1 for no key update', [rule])
  const { rows } = await db.query<{ version: number }>(
    `insert into alarm_rule_version (rule_id, version, rule, enabled, created_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4 from alarm_rule_version where rule_id = $1 returning version`,
    [rule, JSON.stringify(input), input.enabled, by],
  )
  return rows[0]?.version ?? 1
}

/** The newest version of every ladder. */
export async function readLadders(db: Db): Promise<AlarmLadderView[]> {
  const { rows } = await db.query<AlarmLadderView>(
    `select distinct on (code) code, version, ladder, ${MS('created_at')} as "changedAt", created_by as "changedBy"
     from alarm_ladder_version order by code, version desc`,
  )
  return rows
}

export async function insertLadder(
  db: Db,
  code: string,
  ladder: AlarmLadderInput,
  by: string,
): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtext($1))', [`alarm-ladder:${code}`])
  await db.query(
    `insert into alarm_ladder_version (code, version, ladder, created_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3 from alarm_ladder_version where code = $1`,
    [code, JSON.stringify(ladder), by],
  )
}
