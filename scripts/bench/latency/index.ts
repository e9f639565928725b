import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Child } from '../child.ts'
import { cpuMicroseconds } from '../cpu.ts'
import { indicators, stations } from '../ingest/catalogue.ts'
import type { Source, Started, Wanted } from '../ingest/server.ts'
import { median, quantile } from '../median.ts'
import type { Context, Part } from '../part.ts'
import type { Arrivals } from './consoles.ts'
import type { Pace, Paced } from './sender.ts'

const here = (file: string) => join(import.meta.dirname, file)
const WORLD: Wanted = {
  indicators: 20,
  stations: 1_000,
  series: true,
  env: { SOCKETS_PER_ADDRESS: '10000' },
}
const CONSOLES = 500
/** One row in forty of what comes in is on the consoles' view, two or three of each message. */
const SHOWN_STATIONS = 25
const ROWS = 100
const SOURCES = 10
const TICK_MS = 100
const WINDOW_MS = 2_000
const GOAL = { rate: 10_000, ms: TICK_MS + 50 }

/** The ms that this share of the values did not exceed. */
function within({ counts }: Arrivals, share: number): number {
  const total = counts.reduce((a, b) => a + b, 0)
  let sum = 0
  for (const [ms, count] of counts.entries()) {
    sum += count
    if (sum >= total * share) return ms + 1
  }
  return Number.NaN
}

type Room = {
  ctx: Context
  server: Child
  sender: Child
  consoles: Child
  started: Started
  sources: Source[]
}

/** Sends at that rate for `windows` windows and one to warm up; the figures are the medians of the windows. */
async function measure(
  { ctx, server, sender, consoles, started, sources }: Room,
  rate: number,
  windows: number,
): Promise<void> {
  const wanted: Pace = {
    port: started.port,
    sources,
    rowsPerSecond: rate,
    rows: ROWS,
    ms: WINDOW_MS * (windows + 1),
  }
  const cpu = cpuMicroseconds(server.pid)
  const sending = sender.call<Paced>('pace', wanted)
  const seen: Arrivals[] = []
  for (let n = 0; n <= windows; n++) {
    await pause(WINDOW_MS)
    seen.push(await consoles.call<Arrivals>('arrivals'))
  }
  const done = await sending
  const used = (cpuMicroseconds(server.pid) - cpu) / (done.ms * 1000)
  await pause(500)
  await consoles.call('arrivals')
  const measured = seen.slice(1)
  const share = (of: number) => median(measured.map((a) => within(a, of)))
  const name = `${rate} rows/s in, ${CONSOLES} consoles`
  const figure = (what: string, value: number, unit: string) => ctx.figure({ case: name, what, value, unit })
  figure('taken in', (done.rows * 1000) / done.ms, 'rows/s')
  if (done.refused) figure('messages told to come back', done.refused, '')
  figure('request to answer, median', quantile(done.answered, 0.5), 'ms')
  figure('request to console, median', share(0.5), 'ms')
  const p99 = share(0.99)
  ctx.figure({
    case: name,
    what: `request to console, 99 % within (median of ${windows} windows)`,
    value: p99,
    unit: 'ms',
    rival: 'tick',
    rivalValue: TICK_MS,
    ...(rate === GOAL.rate ? { goal: 'one tick and 50 ms', reached: p99 <= GOAL.ms } : {}),
  })
  figure('the same in the worst window', Math.max(...measured.map((a) => within(a, 0.99))), 'ms')
  figure('request to console, longest', Math.max(...measured.map((a) => a.longest)), 'ms')
  figure('CPU of the server', used * 100, '% of one')
}

export const part: Part = {
  name: 'latency',
  about: "from a source's request to the value's arrival on a console, by one machine's clock",
  async run(ctx) {
    const server = new Child(join(import.meta.dirname, '..', 'ingest', 'server.ts'))
    const [sender, consoles] = [new Child(here('sender.ts')), new Child(here('consoles.ts'))]
    try {
      const started = await server.call<Started>('start', WORLD)
      const sources = await server.call<Source[]>('sources', SOURCES)
      const cells = indicators(WORLD.indicators).flatMap((indicator) =>
        stations(WORLD.stations)
          .filter((_, i) => i % (WORLD.stations / SHOWN_STATIONS) === 0)
          .map((unit) => ({ indicator, unit })),
      )
      await consoles.call('open', started.port, started.cookie, { kind: 'cells', cells }, CONSOLES)
      const room = { ctx, server, sender, consoles, started, sources }
      const profile = process.env.BENCH_PROFILE
      for (const rate of [1_000, 10_000, 30_000]) {
        if (profile) await server.call('profile')
        await measure(room, rate, ctx.full ? 30 : 6)
        if (profile) await server.call('profiled', join(profile, `latency-${rate}.cpuprofile`))
      }
    } finally {
      await Promise.all([sender.stop(), consoles.stop()])
      await server.stop()
    }
  },
}
