import type pg from 'pg'
import { transaction } from '../db/index.ts'
import type { Target } from './types.ts'

/**
 * Enters targets that are not there yet (indicator, unit, period name one); those that are stay as they are.
 * Returns how many were new. Throws on an unknown indicator or unit.
 */
export async function enterTargets(pool: pg.Pool, targets: Target[]): Promise<number> {
  if (!targets.length) return 0
  return transaction(pool, async (client) => {
    const column = <K extends keyof Target>(name: K) => targets.map((t) => t[name])
    const { rowCount } = await client.query(
      `insert into target (indicator_id, unit_id, period, comparator, value, value_high, source, simulated)
       select t.* from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::text[], $8::bool[])
         as t(indicator_id, unit_id, period, comparator, value, value_high, source, simulated)
       where not exists (select from target x
         where x.indicator_id = t.indicator_id and x.unit_id = t.unit_id and x.period = t.period)`,
      [
        column('indicatorId'),
        column('unitId'),
        column('period'),
        column('comparator'),
        column('value'),
        column('valueHigh'),
        column('source'),
        column('simulated'),
      ],
    )
    return rowCount ?? 0
  })
}
