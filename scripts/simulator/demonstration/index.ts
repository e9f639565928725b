import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Demonstration } from '../../../server/announce.ts'
import { dayOf } from '../../../server/catalogue/index.ts'
import type { Job, Orders } from '../job.ts'
import { ACCOUNTS, ensureAccounts, WATCH } from './accounts.ts'
import { ensureConnections } from './connections.ts'
import { ensureHand } from './hand.ts'
import { type Planned, plan } from './plan.ts'
import { startSources, stopSources } from './processes.ts'
import { ensureRules } from './rules.ts'
import { startStorm } from './storm.ts'
import { ensureTargets } from './targets.ts'
import { ensureRoster } from './watch.ts'

/** The same seed gives the same country: two runs agree. */
const SEED = 'trong-dong'

/**
 * Starts the demonstration on a listening server: accounts with known passwords, connections, simulated targets, and the
 * pretended source systems as processes of their own, which know only an address and a key each.
 */
export async function startDemonstration(app: FastifyInstance, base: string): Promise<Demonstration> {
  await ensureAccounts(app, ACCOUNTS)
  // Nobody waits for the crews: their passwords are hashed while everything else begins.
  const crews = ensureAccounts(app, WATCH)
    .then(() => ensureRoster(app))
    .catch((error: unknown) => app.log.warn({ error }, 'the crews of the watch are not planned'))
  const planned = plan(app.catalogue.now(), dayOf(Date.now()))
  const keys = await ensureConnections(app, planned)
  await ensureHand(app)
  await ensureTargets(app)
  await ensureRules(app)
  const job = (p: Planned): Job => ({
    id: p.id,
    key: keys.get(p.id) ?? '',
    connector: p.connector,
    files: p.files ?? false,
    times: { period: p.period, graceSeconds: p.grace, expirySeconds: p.expiry, hours: p.hours ?? null },
    fault: p.fault ?? null,
    series: p.series,
  })
  const orders = (jobs: Job[]): Orders => ({
    base,
    mqtt: app.intake.mqttPort ? { host: '127.0.0.1', port: app.intake.mqttPort } : null,
    seed: SEED,
    pace: app.config.demoPace,
    days: app.calendar.days(),
    memory: join(app.config.dataDir, 'demonstration', 'sent'),
    jobs,
  })
  // Four processes: the grid over MQTT, the other real-time systems, the slower national ones, the provinces.
  const groups = new Map<string, Job[]>()
  for (const p of planned) {
    const realtime = p.series.some((s) => s.period === 'realtime')
    const group =
      p.connector === 'mqtt'
        ? 'mqtt'
        : realtime
          ? 'realtime'
          : p.id.startsWith('UBND-')
            ? 'provinces'
            : 'periods'
    groups.set(group, [...(groups.get(group) ?? []), job(p)])
  }
  const children = [...groups.values()].map((jobs) =>
    startSources(orders(jobs), (line) => app.log.warn(line)),
  )
  const stopStorm = await startStorm(app, base)
  return {
    accounts: ACCOUNTS,
    alike: WATCH.filter((a) => !ACCOUNTS.includes(a)),
    stop: async () => {
      stopStorm()
      await crews
      return stopSources(children)
    },
  }
}
