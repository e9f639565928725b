import type { FastifyInstance } from 'fastify'
import type { Scenario } from '../../../shared/api/exercise.ts'
import { transaction } from '../../db/index.ts'
import type { DriverOrders } from '../driver/orders.ts'
import { recordArrived } from './arrived.ts'
import { Conduct, type Tell } from './conduct.ts'
import { startDriver } from './driver-process.ts'
import type { WorldOrders } from './orders.ts'
import { makeConnections, newKeys } from './prepare.ts'
import { cameOf, cutAtOf, insertKept, isTooOld, type Kept, readKept, readSteps, type Step } from './store.ts'

export { Accounts } from './accounts.ts'
export { Conduct, type Ended } from './conduct.ts'

/** What an exercise says to whoever started its process. */
export type Outside = {
  tell: Tell
  say(line: string): void
  /** It cannot be played any more. */
  lost(why: string): void
}

/**
 * Fills a new world and lets its scenario begin; goes on with one that was cut off; or opens one that has ended, to be
 * read. The server listens at `base`.
 */
export async function conduct(
  app: FastifyInstance,
  base: string,
  orders: WorldOrders,
  outside: Outside,
): Promise<Conduct> {
  const { tell } = outside
  const { pool } = app.db
  const before = await readKept(pool)
  if (before) {
    const steps = await readSteps(pool)
    const cutAt = cutAtOf(before, steps)
    if (orders.mode === 'go-on' && before.endedAt === null) {
      const arrived = await recordArrived(pool, before.scenario, steps)
      return goOn(app, base, { ...before, cutAt, steps: [...steps, ...arrived] }, outside)
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
  const running = new Conduct(app, { scenario, endedAt: null, endReason: null }, [], tell)
  await drive(running, { base, keys, scenario, picture, came: {}, alerts: {} }, outside)
  await running.begin(1)
  return running
}

/** A driver that dies again and again is not started again and again. */
const MOST_LOST = 3
const LOST_MS = 600_000

/** Resolves when its driver plays; rejects when it does not come up. One that dies later is replaced, or `lost` says why not. */
async function drive(running: Conduct, orders: DriverOrders, { say, lost }: Outside): Promise<void> {
  let lostAt: number[] = []
  const begin = (of: DriverOrders) =>
    new Promise<void>((ready, fail) => {
      let plays = false
      running.drivenBy(
        startDriver(of, {
          news: (news) => {
            if (news.kind !== 'ready') return running.heard(news)
            plays = true
            ready()
          },
          gone: (why) => (plays ? void again(why) : fail(new Error(`the driver does not come up: ${why}`))),
          say,
        }),
      )
    })
  const again = async (why: string) => {
    say(`the driver of the exercise is gone: ${why}`)
    const now = Date.now()
    lostAt = [...lostAt.filter((at) => at > now - LOST_MS), now]
    try {
      if (lostAt.length > MOST_LOST) throw new Error(`the driver died ${lostAt.length} times: ${why}`)
      const steps = await running.undriven()
      if (!steps) return
      await begin({ ...orders, picture: [], ...sentOf(orders.scenario, steps) })
      await running.tellClock()
    } catch (error) {
      lost(error instanceof Error ? error.message : String(error))
    }
  }
  await begin(orders)
}

/** What a driver must know of what came before it. */
function sentOf(scenario: Scenario, steps: readonly Step[]): Pick<DriverOrders, 'came' | 'alerts'> {
  const injected = steps.filter((s) => s.kind === 'inject')
  return {
    came: cameOf(scenario, injected),
    alerts: Object.fromEntries(
      injected.flatMap((s) => (s.inject && s.detail.alert ? [[s.inject, s.detail.alert]] : [])),
    ),
  }
}

/** The same database, people and connections; the driver gets new keys, for the old ones are known to nobody any more. */
async function goOn(
  app: FastifyInstance,
  base: string,
  kept: Kept & { cutAt: number; steps: Step[] },
  outside: Outside,
): Promise<Conduct> {
  const { scenario, id, cutAt, steps } = kept
  const running = new Conduct(app, kept, steps, outside.tell)
  if (isTooOld(cutAt)) {
    await running.end('server-stopped')
    return running
  }
  const keys = await newKeys(app, scenario)
  const subject = `exercise:${id}`
  await app.audit.record({ actor: 'system', action: 'exercise.went-on', subject, detail: { cutAt } })
  await drive(running, { ...{ base, keys, scenario, picture: [] }, ...sentOf(scenario, steps) }, outside)
  await running.goOn(cutAt)
  return running
}
