import type { FastifyInstance } from 'fastify'
import { realtimeDays } from './plan.ts'

const DAY = 86_400_000

/**
 * Takes away the changes of a connection's state that are older than every real-time reading: no replay and no try-out of a
 * rule asks for them. The state that each came into the time kept with stays, and so its newest. Returns how many went.
 */
export async function dropStates(app: FastifyInstance, now: number, actor: string): Promise<number> {
  const days = await realtimeDays(app)
  if (!Number.isFinite(days)) return 0
  let gone = 0
  // One connection after the other: no statement holds the table for long.
  for (const { id } of app.intake.connections.list()) {
    const { rowCount } = await app.db.pool.query(
      `delete from connection_state where connection_id = $1
         and at < (select max(at) from connection_state where connection_id = $1 and at <= $2)`,
      [id, new Date(now - days * DAY)],
    )
    gone += rowCount ?? 0
  }
  if (gone)
    await app.audit.record({
      actor,
      action: 'retention.states-dropped',
      detail: { days, states: gone },
    })
  return gone
}
