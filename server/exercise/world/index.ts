import type { FastifyInstance } from 'fastify'
import type { RunState } from '../../../shared/api/exercise.ts'
import { transaction } from '../../db/index.ts'
import { Conduct } from './conduct.ts'
import { startDriver } from './driver-process.ts'
import type { WorldOrders } from './orders.ts'
import { copyAccounts, makeConnections } from './prepare.ts'
import { insertKept, readKept, readSteps } from './store.ts'

export { Conduct } from './conduct.ts'

/** Fills a new world and lets its scenario begin, or opens one that has ended. The server listens at `base`. */
export async function conduct(
  app: FastifyInstance,
  base: string,
  orders: WorldOrders,
  tell: (state: RunState, endReason: 'finished' | 'stopped' | null) => void,
): Promise<Conduct> {
  const { pool } = app.db
  const before = await readKept(pool)
  if (before) {
    // Opened again: what ran when it was cut off does not go on by itself.
    const kept = { ...before, endedAt: before.endedAt ?? (await lastMoment(app)) }
    return new Conduct(app, kept, await readSteps(pool), tell)
  }
  const { id, scenario, picture, accounts, startedBy } = orders
  await copyAccounts(app, accounts)
  const keys = await makeConnections(app, scenario, picture)
  await transaction(pool, async (client) => {
    await insertKept(client, id, scenario, startedBy)
    await app.audit.record({ actor: 'system', action: 'exercise.opened', subject: `exercise:${id}` }, client)
  })
  const running = new Conduct(app, { scenario, endedAt: null }, [], tell)
  await new Promise<void>((ready) => {
    running.drivenBy(
      startDriver(
        { base, keys, scenario, picture },
        (news) => (news.kind === 'ready' ? ready() : running.heard(news)),
        (line) => app.log.warn(line),
      ),
    )
  })
  await running.begin(1)
  return running
}

/** When a world that was cut off last did anything. */
async function lastMoment(app: FastifyInstance): Promise<number> {
  const { rows } = await app.db.pool.query<{ at: number | null }>(
    `select (extract(epoch from greatest((select max(at) from exercise_step), (select max(at) from audit_entry))) * 1000)::float8 at`,
  )
  return rows[0]?.at ?? Date.now()
}
