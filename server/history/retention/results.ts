import type { FastifyInstance } from 'fastify'
import { transaction } from '../../db/index.ts'
import { realtimeDays } from './plan.ts'

const DAY = 86_400_000
/** No transaction holds the table for long. */
const AT_ONCE = 20_000

/**
 * Takes away what checks of instants found before every real-time reading. The outcome that stands, what was found about
 * named periods, and disputes stay. Returns how many went.
 */
export async function dropResults(app: FastifyInstance, now: number, actor: string): Promise<number> {
  const days = await realtimeDays(app)
  if (!Number.isFinite(days)) return 0
  let total = 0
  for (let gone = AT_ONCE; gone === AT_ONCE; total += gone) {
    gone = await transaction(app.db.pool, async (client) => {
      await client.query("select set_config('trong_dong.retention', 'results', true)") // the table lets nobody else
      const { rowCount } = await client.query(
        `delete from check_result where id in (
           select id from check_result where period = '' and at < $1 limit $2)`,
        [new Date(now - days * DAY), AT_ONCE],
      )
      if (rowCount)
        await app.audit.record(
          { actor, action: 'retention.results-dropped', detail: { days, results: rowCount } },
          client,
        )
      return rowCount ?? 0
    })
  }
  return total
}
