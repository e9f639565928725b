// The whole server in a process of its own, with its own PostgreSQL. Committed values come from its bus, as after a commit.
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { buildApp } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import type { ViewQuestion } from '../../../shared/live.ts'
import { agreeMany, hearAll } from '../alarms/connections.ts'
import { serve } from '../child.ts'
import { reservoirs, withReservoirs } from '../page/reservoirs.ts'
import { writeRules } from './rules.ts'
import type { Started } from './started.ts'

const INDICATORS = ['KC-07', 'KC-08', 'KC-09']
/** Questions are given for the first so many series. */
const MOST_ASKED = 20_000
const PASSWORD = 'a password of the bench'
const dataDir = await mkdtemp(join(tmpdir(), 'td-bench-'))
const app = await buildApp(
  readConfig(
    {
      PORT: '0',
      HOST: '127.0.0.1',
      MQTT_PORT: 'off',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      SOCKETS_PER_ADDRESS: '100000',
    },
    false,
  ),
)
await app.listen({ port: 0, host: '127.0.0.1' })
const port = (app.server.address() as AddressInfo).port
let feeding: NodeJS.Timeout | undefined
let round = 0
let sources: string[] = []
const stalls = monitorEventLoopDelay({ resolution: 5 })
stalls.enable()

async function signIn(username: string, role: 'leader' | 'duty'): Promise<string> {
  await app.access.createAccount({
    ...{ username, displayName: 'Bench', role, unitCode: 'VN', password: PASSWORD },
  })
  const signed = await fetch(`http://127.0.0.1:${port}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  })
  return signed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** A value for each of these series, as intake tells it after its commit. */
function commit(series: number[]): void {
  const now = Date.now()
  round++
  app.bus.emit('observations', {
    rows: series.map((id, i) => ({
      series: id,
      validFrom: now,
      validTo: now,
      period: null,
      value: 50 + ((round * 7 + i * 13) % 4000) / 100,
      status: 'provisional',
      entry: 'machine',
      simulated: true,
      revision: 0,
      recordedAt: now,
      message: String(round),
      row: i,
      isLatest: true,
    })),
    message: {
      id: String(round),
      connectionId: 'bench',
      receivedAt: now,
      committedAt: now,
      entry: 'machine',
      accepted: series.length,
      unchanged: 0,
      refused: 0,
      simulated: true,
    },
  })
}

/** Heap and buffers in use after a full collection, bytes. */
function inUse(): number {
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

serve({
  /** Makes that many series of reservoirs, each with a value, and says where to connect. */
  start: async (count: number): Promise<Started> => {
    const bare = inUse()
    // Many series are many numbers of each thing, as in a country, not many things with few numbers.
    const codes = count > 3_000 ? app.catalogue.now().indicators.map((i) => i.code) : INDICATORS
    const units = reservoirs(Math.ceil(count / codes.length))
    const problems = await app.catalogue.importFrom(await withReservoirs(units.length), 'bench')
    if (problems.length) throw new Error(JSON.stringify(problems.slice(0, 3)))
    const now = app.catalogue.now()
    const cells = units.flatMap((unit) => codes.map((indicator) => ({ indicator, unit }))).slice(0, count)
    const series = await app.catalogue.seriesIds(
      cells.map(({ indicator, unit }) => {
        const i = now.indicator(indicator)
        const u = now.unitInForce(unit, Date.now())
        if (!i || !u) throw new Error(`${indicator} of ${unit} is not in the catalogue`)
        return { indicatorId: i.id, unitId: u.id }
      }),
    )
    for (let at = 0; at < series.length; at += 10_000) {
      commit(series.slice(at, at + 10_000))
      // A tick between: what changed is gone before the next.
      await new Promise((later) => setTimeout(later, 0))
    }
    const questions: ViewQuestion[] = []
    for (let at = 0; at < Math.min(cells.length, MOST_ASKED); at += 200)
      questions.push({ kind: 'cells', cells: cells.slice(at, at + 200) })
    const held = inUse() - bare
    const duty = await signIn('truc', 'duty')
    return { port, cookie: await signIn('bench', 'leader'), duty, series, questions, bytes: held }
  },
  /** Commits values of the listed series every `ms`, each list in its turn. */
  feed: (lists: number[][], ms: number) => {
    let turn = 0
    clearInterval(feeding)
    feeding = setInterval(() => commit(lists[turn++ % lists.length] ?? []), ms)
  },
  rest: () => clearInterval(feeding),
  /** Writes that many cross-checks over the real-time series; says how many places they are held against, and which series. */
  checks: async (count: number): Promise<{ places: number; series: number[] }> => {
    const now = app.catalogue.now()
    const watched = now
      .allSeries()
      .filter((s) => s.indicator.period === 'realtime' && s.unit.kind === 'reservoir')
    await writeRules(app.db.pool, watched, count)
    await app.checks.reload()
    const places = app.checks.engine.rules.reduce((n, r) => n + app.checks.engine.places(r.id), 0)
    return { places, series: watched.map((s) => s.id) }
  },
  /** Whether every change has been judged. */
  judged: () => !app.checks.engine.busy,
  once: (series: number[]) => commit(series),
  /** Agrees that many connections; each has just sent. */
  connections: async (count: number) => {
    sources = await agreeMany(app, count)
    hearAll(app, sources)
  },
  /** The last wills of these arrive in the same instant. */
  die: (from: number, to: number) => {
    const at = Date.now()
    stalls.reset()
    for (const id of sources.slice(from, to)) app.bus.emit('source-gone', { id, gone: true, at })
    return { at }
  },
  revive: (from: number, to: number) => {
    for (const id of sources.slice(from, to)) app.bus.emit('source-gone', { id, gone: false, at: Date.now() })
  },
  /** Waits until every cause and every alarm is written. */
  written: async () => {
    while (app.duty.waiting || app.alarms.waiting) await new Promise((later) => setTimeout(later, 20))
  },
  /** The longest that the event loop stood since the last death, ms. */
  stalled: () => stalls.max / 1e6,
  wholeList: () => JSON.stringify(app.duty.rows()).length,
  inUse,
  stop: async () => {
    clearInterval(feeding)
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
  },
})
