import fp from 'fastify-plugin'
import type { CoverageView } from '../../shared/api/live.ts'
import { tierOf } from '../../shared/deadline.ts'
import { ageingOfConnection, type ContractTimes, type Times } from '../../shared/freshness.ts'
import type { Counts } from '../../shared/live.ts'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import type { Connection } from '../intake/index.ts'
import { type Age, Ages } from './ages.ts'
import { Coverage } from './coverage.ts'
import { lineageRoutes } from './lineage.ts'
import { Marked } from './marked.ts'
import { trustRoutes } from './routes.ts'
import { readConnections, readSupplied, saveState } from './store.ts'
import { supplyRoutes } from './supply-routes.ts'
import { roughMs, timesFor, timesOfConnection } from './times.ts'
import { type ConnectionAge, type StateChange, Watch } from './watch.ts'

export { type Age, Ages } from './ages.ts'
export { Coverage } from './coverage.ts'
export { type LateReport, LateReports } from './late-reports.ts'
export { lastPeriods, periodAt, promisedUnits } from './supply.ts'
export { timesFor, timesOfConnection } from './times.ts'
export type { ConnectionAge } from './watch.ts'

export type Trust = {
  /** The freshness of a series by its own newest value. */
  age(series: number): Age
  /** What the series may be expected to do; null when no connection ever supplied it. */
  times(series: number): Times | null
  /** The connection that supplied its newest value. */
  connectionOf(series: number): string | null
  connection(id: string): ConnectionAge | null
  connections(): { id: string; state: ConnectionState }[]
  /** When the next message after that one (ms) is expected by a contract, and from when on it is late. */
  expected(of: Pick<Connection, 'contract'>, lastMessageAt: number): { dueAt: number; lateAt: number }
  counts(): Counts
  coverage(): CoverageView
}

declare module 'fastify' {
  interface FastifyInstance {
    trust: Trust
  }
}

/** States in which a connection does what it promised. */
const UP: ReadonlySet<ConnectionState> = new Set(['up', 'due', 'outside'])
const REALTIME_MS = 3_600_000
export const isUp = (state: ConnectionState) => UP.has(state)
/** Whether a connection that sends this often counts as real-time. */
export const isRealtime = (period: string) => roughMs(period) < REALTIME_MS
/** The longest the clockwork sleeps: a changed contract or clock is noticed by then. */
const LONGEST_SLEEP_MS = 1_000

/** How far what is shown can be relied on: freshness, connections' states, coverage, lineage. */
export const trust = fp(
  async (app) => {
    const { bus, db, calendar, catalogue, intake, worldLife } = app
    /** The connection of each series' newest value, by series id; one text a connection, however many rows name it. */
    const suppliers: (string | undefined)[] = []
    const names = new Map<string, string>()
    const supplied = (series: number, connection: string) => {
      const name = names.get(connection) ?? connection
      names.set(name, name)
      // No holes: an array with many becomes a dictionary.
      while (suppliers.length < series) suppliers.push(undefined)
      suppliers[series] = name
    }
    const simulated = new Marked()
    const coverage = new Coverage()
    const contractTimes = (id: string | undefined) =>
      (id && intake.connections.get(id)?.contract.times) || null
    const timesOf = (series: number) => {
      const s = catalogue.now().series(series)
      const tier = tierOf(s?.unit.kind ?? 'nation')
      return timesFor(contractTimes(suppliers[series]), s?.indicator.period ?? 'yearly', tier)
    }
    const ages = new Ages(timesOf, calendar.now, (series, from, to) => {
      const indicator = catalogue.now().series(series)?.indicator
      if (indicator) coverage.changed(indicator.id, from, to)
    })

    let writing: Promise<void> = Promise.resolve()
    const onState = (change: StateChange) => {
      // In order, one after the other; a database that is away loses a mark on the bar, never a message.
      writing = writing
        .then(() => saveState(db.pool, change.id, change.since, change.state))
        .catch((error) => app.log.warn({ error }, 'connection state not kept'))
      bus.emit('connection-state', change)
    }
    let started = false
    const watch = new Watch(calendar.now, (change) => {
      if (started || change.previous !== null) onState(change)
    })

    for (const s of await readSupplied(db.pool)) {
      supplied(s.series, s.connection)
      simulated.set(s.series, s.simulated)
      ages.record(s.series, s.validTo, worldLife.now())
    }
    const known = await readConnections(db.pool)
    /** A contract's reporting periods are cut as its first indicator's are. */
    const promiseOf = ({ times, series: [first] }: Connection['contract']) =>
      timesOfConnection(times, (first && catalogue.now().indicator(first.indicator)?.cutoff) || 'calendar')
    const put = (id: string) => {
      const c = intake.connections.get(id)
      if (!c) return
      const { enabled, maintenance, contract } = c
      watch.put({ id, enabled, maintenance, times: promiseOf(contract) }, worldLife.now(), known.get(id))
      known.delete(id) // what was known at the start is told once
    }
    for (const c of intake.connections.list()) put(c.id)
    started = true

    /** What these connections are expected to do may have changed. */
    const promised = (ids: readonly string[]) => {
      for (const id of ids) put(id)
      const now = worldLife.now()
      const of = new Set(ids)
      const changed = suppliers.flatMap((id, series) =>
        id !== undefined && of.has(id) && ages.evaluate(series, now) ? [series] : [],
      )
      if (changed.length) bus.emit('freshness', { series: changed })
    }
    const offs = [
      bus.on('observations', ({ rows, message }) => {
        const now = worldLife.now()
        const changed: number[] = []
        for (const r of rows) {
          if (!r.isLatest) continue
          supplied(r.series, message.connectionId)
          simulated.set(r.series, r.simulated)
          if (ages.record(r.series, r.validTo, now)) changed.push(r.series)
        }
        if (changed.length) bus.emit('freshness', { series: changed })
      }),
      bus.on('message', (m) => {
        watch.message(
          m.connectionId,
          m.receivedAt,
          m.accepted + m.unchanged + m.refused,
          m.refused,
          worldLife.now(),
        )
      }),
      bus.on('repaired', ({ connectionId, rows }) => {
        for (const r of rows) watch.repaired(connectionId, r.receivedAt, r.count, worldLife.now())
      }),
      bus.on('source-gone', ({ id, gone, at }) => watch.gone(id, gone ? at : null, worldLife.now())),
      bus.on('connections', ({ ids }) => promised(ids)),
      bus.on('calendar', () => {
        const byDays = ({ hours, deadlines }: ContractTimes) =>
          deadlines != null || hours?.some((h) => h.holidays === 'closed')
        const ids = intake.connections.list().flatMap((c) => (byDays(c.contract.times) ? [c.id] : []))
        promised(ids)
      }),
    ]

    let timer: NodeJS.Timeout
    let swept = 0
    const run = () => {
      const now = worldLife.now()
      const changed = ages.pass(now)
      if (changed.length) bus.emit('freshness', { series: changed })
      watch.pass(now)
      if (now - swept > 30_000) {
        watch.sweep(now)
        swept = now
      }
      const next = Math.min(ages.next(), watch.next()) - worldLife.now()
      timer = setTimeout(run, Math.min(Math.max(next, 20), LONGEST_SLEEP_MS))
    }
    run()

    app.decorate('trust', {
      age: (series) => ages.of(series),
      times: (series) => (suppliers[series] === undefined ? null : timesOf(series)),
      connectionOf: (series) => suppliers[series] ?? null,
      connection: (id) => watch.of(id),
      connections: () => watch.all(),
      expected: ({ contract }, last) => ageingOfConnection(last, promiseOf(contract), calendar.now()),
      counts: () => {
        const agreed = intake.connections.list().filter((c) => c.enabled)
        const up = agreed.filter((c) => isUp(watch.of(c.id)?.state ?? 'never'))
        return {
          supplied: coverage.supplied(catalogue.now()),
          nationalSet: app.config.nationalSet,
          connectionsUp: up.length,
          connectionsAgreed: agreed.length,
          realtimeUp: up.filter((c) => isRealtime(c.contract.times.period)).length,
          simulated: simulated.size > 0,
        }
      },
      coverage: () => coverage.view(catalogue.now(), app.config.nationalSet),
    })
    await app.register(trustRoutes)
    await app.register(lineageRoutes)
    await app.register(supplyRoutes)
    app.addHook('onClose', async () => {
      clearTimeout(timer)
      for (const off of offs) off()
      await writing
    })
  },
  { name: 'trust', dependencies: ['db', 'calendar', 'catalogue', 'access', 'intake'] },
)
