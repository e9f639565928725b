import type { FastifyInstance } from 'fastify'
import { transaction } from '../db/index.ts'
import { dropSmall } from './proof-store.ts'

/** The small pictures of every minute are kept for so long. */
const SMALL_HOURS = 24
const CLEAR_MS = 3_600_000
/** No transaction holds the table for long. */
const AT_ONCE = 20_000

/**
 * Takes away what screens said they showed before the term (days), with a record of how much; one that a younger report
 * refers to stays with it. Returns how many went.
 */
export async function dropProofs(app: FastifyInstance, days: number): Promise<number> {
  let total = 0
  for (let gone = AT_ONCE; gone === AT_ONCE; total += gone) {
    gone = await transaction(app.db.pool, async (client) => {
      await client.query("select set_config('trong_dong.retention', 'proofs', true)")
      const { rowCount } = await client.query(
        `delete from screen_proof where id in (
           select id from screen_proof o where at < now() - make_interval(days => $1)
             and not exists (select 1 from screen_proof y where y.same_as = o.id)
           order by at limit $2)`,
        [days, AT_ONCE],
      )
      if (rowCount)
        await app.audit.record(
          { actor: 'system', action: 'screen.proofs-expired', detail: { days, count: rowCount } },
          client,
        )
      return rowCount ?? 0
    })
  }
  return total
}

/** Clears every hour what is past its term. Returns how to stop. */
export function startExpiry(app: FastifyInstance): () => void {
  const pass = async () => {
    await dropSmall(app.db.pool, SMALL_HOURS)
    // What the first pass leaves because younger ones refer to it goes with the next.
    await dropProofs(app, app.config.proofDays)
  }
  const timer = setInterval(
    () => void pass().catch((error) => app.log.warn({ error }, 'what screens showed is not cleared')),
    CLEAR_MS,
  )
  timer.unref()
  return () => clearInterval(timer)
}
