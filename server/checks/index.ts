import fp from 'fastify-plugin'
import type { RuleInput } from '../../shared/api/checks.ts'
import { transaction } from '../db/index.ts'
import { instancesOf } from './compile.ts'
import { disputeRoutes } from './dispute-routes.ts'
import { readOpenDisputes } from './dispute-store.ts'
import { Disputes } from './disputes.ts'
import { Engine } from './engine.ts'
import { readTasks } from './readings.ts'
import { ruleRoutes } from './rule-routes.ts'
import { STANDING } from './standing.ts'
import {
  insertRule,
  insertVersion,
  newestMessage,
  readChangedSince,
  readLatestOf,
  readProgress,
  readRules,
  readStanding,
  writeProgress,
} from './store.ts'

export { isOpen as disputeIsOpen } from './disputes.ts'
export { ExpressionError, LIMITS, readIn, walk, withPlainNumbers } from './language.ts'
export { checksOfNumber } from './of-number.ts'
export { disputeView } from './shown.ts'

export type Checks = {
  /** Whether a series' number about that period (null = an instant) stands in doubt. */
  doubtful(series: number, period: string | null): boolean
  readonly engine: Engine
  readonly disputes: Disputes
  /** Reads the rules again after a change of them. */
  reload(): Promise<void>
  /** Puts those rules in place whose codes are not taken; what people made of them since stays. */
  ensure(rules: readonly { code: string; rule: RuleInput }[]): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    checks: Checks
  }
}

/** Rows that came after the last checked message: more than a crash leaves behind. */
const MOST_MISSED = 100_000

/** Numbers held against each other: rules, what they find, and the life of a dispute. */
export const checks = fp(
  async (app) => {
    const { bus, db, catalogue } = app
    const disputes = new Disputes((series) => bus.emit('doubt', { series }))
    const engine = new Engine(db.pool, app.log, () => catalogue.now(), disputes)
    const reload = async () => engine.setRules(await readRules(db.pool))

    const ensure: Checks['ensure'] = async (rules) => {
      await transaction(db.pool, async (client) => {
        for (const { code, rule } of rules) {
          const id = await insertRule(client, code, 'system')
          if (id !== null) await insertVersion(client, id, rule, 'system', 0)
        }
      })
      await reload()
    }
    await ensure(STANDING)
    disputes.load(await readOpenDisputes(db.pool))
    engine.restore(await readStanding(db.pool))

    // The newest instants that checks need are held in memory; where a check tells two sources apart, one of each.
    const now = catalogue.now()
    const instant = engine.rules
      .filter((r) => r.input.enabled)
      .flatMap((r) => instancesOf(r, now))
      .filter((i) => i.instant)
    for (const { series, ...reading } of await readLatestOf(db.pool, [
      ...new Set(instant.flatMap((i) => i.touches)),
    ]))
      engine.learn(series, reading, null)
    const bySource = instant.filter((i) => i.rule.input.check.kind === 'sources')
    const moment = { period: null, from: 0, to: Number.MAX_SAFE_INTEGER }
    const tasks = bySource.map((instance) => ({ instance, moment, asOf: null }))
    for (const [i, read] of (await readTasks(db.pool, tasks, now)).entries())
      for (const [n, need] of (tasks[i]?.instance.needs(moment, now) ?? []).entries())
        if (need.series !== undefined && read[n]?.[0])
          engine.learn(need.series, read[n][0], need.connection ?? null)

    // What was committed and not yet checked when the server went.
    const progress = await readProgress(db.pool)
    if (progress === null) await writeProgress(db.pool, await newestMessage(db.pool))
    else
      for (const r of await readChangedSince(db.pool, progress, MOST_MISSED))
        engine.changed([r], r.connection, r.message)

    const stops = [
      bus.on('observations', ({ rows, message }) => engine.changed(rows, message.connectionId, message.id)),
      bus.on('catalogue', () => engine.relearn()),
      bus.on('series', () => engine.relearn()),
    ]
    app.decorate('checks', {
      doubtful: (series, period) => disputes.doubtful(series, period),
      engine,
      disputes,
      reload,
      ensure,
    })
    await app.register(ruleRoutes)
    await app.register(disputeRoutes)
    app.addHook('onClose', async () => {
      for (const stop of stops) stop()
      await engine.close()
    })
  },
  { name: 'checks', dependencies: ['db', 'audit', 'access', 'catalogue', 'intake', 'trust'] },
)
