import type pg from 'pg'
import type { AlarmLadderInput, AlarmLadderView, AlarmRuleInput } from '../../../shared/api/alarms.ts'
import { insertRuleVersion, mustFollow, type Newest } from '../../versions.ts'
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

/** As insertRuleVersion. */
export const insertVersion = (db: Db, rule: number, input: AlarmRuleInput, by: string, after: number) =>
  insertRuleVersion(db, 'alarm_rule', rule, input, by, after)

/** The newest version of every ladder. */
export async function readLadders(db: Db): Promise<AlarmLadderView[]> {
  const { rows } = await db.query<AlarmLadderView>(
    `select distinct on (code) code, version, ladder, ${MS('created_at')} as "changedAt", created_by as "changedBy"
     from alarm_ladder_version order by code, version desc`,
  )
  return rows
}

/** The version that follows the one that was read. Throws CONFLICT where another stands. */
export async function insertLadder(
  db: Db,
  code: string,
  ladder: AlarmLadderInput,
  by: string,
  after: number,
): Promise<void> {
  // A new ladder has no row yet that could be locked.
  await db.query('select pg_advisory_xact_lock(hashtext($1))', [`alarm-ladder:${code}`])
  const { rows } = await db.query<Newest>(
    'select version, created_by as by from alarm_ladder_version where code = $1 order by version desc limit 1',
    [code],
  )
  mustFollow(rows[0], after)
  await db.query(
    'insert into alarm_ladder_version (code, version, ladder, created_by) values ($1, $2, $3, $4)',
    [code, after + 1, JSON.stringify(ladder), by],
  )
}
