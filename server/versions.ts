import type pg from 'pg'
import { NEWER_VERSION } from '../shared/api/versions.ts'
import { RequestError } from '../shared/refusal.ts'

/** The newest version of what is kept in versions, and who wrote it. */
export type Newest = { version: number; by: string | null }

/**
 * What is saved whole would undo what another saved since it was read. To be asked under the lock that the writing holds:
 * outside it two could follow the same version. Throws CONFLICT with the newest.
 */
export function mustFollow(newest: Newest | undefined, after: number): void {
  const { version, by } = newest ?? { version: 0, by: null }
  if (version !== after)
    throw new RequestError('CONFLICT', { field: 'after', reason: NEWER_VERSION, version, by })
}

/**
 * The version of a rule that follows the one that was read (0: none); its number. Kept in `<of>_version`. Throws CONFLICT
 * where another stands.
 */
export async function insertRuleVersion(
  db: Pick<pg.ClientBase, 'query'>,
  of: 'alarm_rule' | 'check_rule',
  rule: number,
  input: { enabled: boolean },
  by: string,
  after: number,
): Promise<number> {
  // Two at once wait for each other: the second finds the version of the first.
  await db.query(`select from ${of} where id = $1 for no key update`, [rule])
  const { rows } = await db.query<Newest>(
    `select version, created_by as by from ${of}_version where rule_id = $1 order by version desc limit 1`,
    [rule],
  )
  mustFollow(rows[0], after)
  await db.query(
    `insert into ${of}_version (rule_id, version, rule, enabled, created_by) values ($1, $2, $3, $4, $5)`,
    [rule, after + 1, JSON.stringify(input), input.enabled, by],
  )
  return after + 1
}
