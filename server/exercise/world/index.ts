import type { FastifyInstance } from 'fastify'
import type { RunState } from '../../../shared/api/exercise.ts'
import { transaction } from '../../db/index.ts'
import type { DriverOrders } from '../driver/orders.ts'
import { recordArrived } from './arrived.ts'
import { Conduct, type Ended } from './conduct.ts'
import { startDriver } from './driver-process.ts'
import type { WorldOrders } from './orders.ts'
import { makeConnections, newKeys } from './prepare.ts'
import { cameOf, cutAtOf, insertKept, isTooOld, type Kept, readKept, readSteps, type Step } from './store.ts'

export { Accounts } from './accounts.ts'
export { Conduct, type Ended } from './conduct.ts'

/**
 * Fills a new world and lets its scenario begin; goes on with one that was cut off; or opens one that has ended, to be
 * read. The server listens at `base`.
 */
export async function conduct(
  app: FastifyInstance,
  base: string,
  orders: WorldOrders,
  tell: (state: RunState, endReason: Ended | null) => void,
): Promise<Conduct> {
  const { pool } = app.db
  const before = await readKept(pool)
  if (before) {
    const steps = await readSteps(pool)
    const cutAt = cutAtOf(before, steps)
    if (orders.mode === 'go-on' && before.endedAt === null) {
      const arrived = await recordArrived(pool, before.scenario, steps)
      return goOn(app, base, { ...before, cutAt, steps: [...steps, ...arrived] }, tell)
    }
    return new Conduct(app, { ...before, endedAt: before.endedAt ?? cutAt }, steps, tell)
  }
  if (orders.mode !== 'run') throw new Error('nothing of this exercise was kept')
  const { id, scenario, picture, startedBy } = orders
  const keys = await makeConnections(app, scenario, picture)
  await transaction(pool, async (client) => {
    await insertKept(client, id, scenario, startedBy)
    await app.audit.record({ actor: 'system', action: 'exercise.opened', subject: `exercise:${id}` }, client)
  })
  const running = new Conduct(app, { scenario, endedAt: null }, [], tell)
  await drive(app, running, { base, keys, scenario, picture, came: {}, alerts: {} })
  await running.begin(1)
  return running
}

async function drive(app: FastifyInstance, running: Conduct, orders: DriverOrders): Promise<void> {
  await new Promise<void>((ready) => {
    running.drivenBy(
      startDriver(
        orders,
        (news) => (news.kind === 'ready' ? ready() : running.heard(news)),
        (line) => app.log.warn(line),
      ),
    )
  })
}

/** The same database, people and connections; the driver gets new keys, for the old ones are known to nobody any more. */
async function goOn(
  app: FastifyInstance,
  base: string,
  kept: Kept & { cutAt: number; steps: Step[] },
  tell: (state: RunState, endReason: Ended | null) => void,
): Promise<Conduct> {
  const { scenario, id, cutAt, steps } = kept
  const running = new Conduct(app, kept, steps, tell)
  if (isTooOld(cutAt)) {
    await running.end('server-stopped')
    return running
  }
  const keys = await newKeys(app, scenario)
  const subject = `exercise:${id}`
  await app.audit.record({ actor: 'system', action: 'exercise.went-on', subject, detail: { cutAt } })
  const injected = steps.filter((s) => s.kind === 'inject')
  await drive(app, running, {
    ...{ base, keys, scenario, picture: [] },
    came: cameOf(scenario, injected),
    alerts: Object.fromEntries(
      injected.flatMap((s) => (s.inject && s.detail.alert ? [[s.inject, s.detail.alert]] : [])),
    ),
  })
  await running.goOn(cutAt)
  return running
}
