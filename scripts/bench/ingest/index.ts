import { join } from 'node:path'
import { Child } from '../child.ts'
import { cpuMicroseconds } from '../cpu.ts'
import { median } from '../median.ts'
import type { Context, Part } from '../part.ts'
import type { Loaded as Inserted } from './rival.ts'
import type { Load, Loaded } from './sender.ts'
import type { Source, Started, Wanted } from './server.ts'

const here = (file: string) => join(import.meta.dirname, file)
const WORLD: Wanted = { indicators: 20, stations: 1_000, series: true }
const SERIES = WORLD.indicators * WORLD.stations
const BATCH = { rows: 500, senders: 8, sources: 8 }
/** As many as wait for one commit together; each source may send a hundred messages a second. */
const SINGLE = { rows: 1, senders: 256, sources: 125 }

type Room = { ctx: Context; server: Child; sender: Child; rival: Child; started: Started; sources: Source[] }
const perSecond = (count: number, ms: number) => (count * 1000) / ms

/** One run of the whole path; rows per second, and the server's CPU time for each row in µs. */
async function ours({ server, sender, started, sources }: Room, { rows, senders }: typeof BATCH, ms: number) {
  const before = cpuMicroseconds(server.pid)
  const load: Load = { port: started.port, sources, senders, rows, ms }
  const done = await sender.call<Loaded>('load', load)
  if (done.refused > 0) throw new Error(`${done.refused} rows were refused`)
  return { rate: perSecond(done.rows, done.ms), cpu: (cpuMicroseconds(server.pid) - before) / done.rows }
}

/** One of ours, one of theirs, in turn; what each reached, and the median of the pairs' ratios. */
async function pairs<T extends { rate: number }>(
  count: number,
  run: () => Promise<T>,
  rival: () => Promise<number>,
) {
  const mine: T[] = []
  const theirs: number[] = []
  for (let i = 0; i <= count; i++) {
    const [a, b] = [await run(), await rival()]
    if (i === 0) continue
    mine.push(a)
    theirs.push(b)
  }
  return { mine, rate: median(mine.map((m) => m.rate)), rival: median(theirs) }
}

async function batches(room: Room, count: number, ms: number): Promise<void> {
  const { ctx, rival } = room
  const name = `${BATCH.senders} senders, ${BATCH.rows} rows a message, ${SERIES} series`
  const bare = async (connections: number) => {
    const done = await rival.call<Inserted>('insert', BATCH.rows, connections, SERIES, ms)
    return perSecond(done.rows, done.ms)
  }
  const one = await pairs(
    count,
    () => ours(room, BATCH, ms),
    () => bare(1),
  )
  ctx.figure({
    case: name,
    what: 'rows through the whole write path',
    value: one.rate,
    unit: 'rows/s',
    rival: 'bare insert',
    rivalValue: one.rival,
    goal: '0.6 × a bare prepared unnest insert, one connection',
    reached: one.rate >= 0.6 * one.rival,
  })
  ctx.figure({
    case: name,
    what: 'CPU of the server, a row',
    value: median(one.mine.map((m) => m.cpu)),
    unit: 'µs',
  })
  if (!ctx.full) return
  const eight = await pairs(
    count,
    () => ours(room, BATCH, ms),
    () => bare(BATCH.senders),
  )
  ctx.figure({
    case: name,
    what: 'the same beside eight bare connections',
    value: eight.rate,
    unit: 'rows/s',
    rival: '8 inserts',
    rivalValue: eight.rival,
  })
}

/** The same server twice: one commits what has come together, the other each message alone. */
async function singles(room: Room, alone: Room, count: number, ms: number): Promise<void> {
  const name = `${SINGLE.senders} senders, one row a message`
  const { rate, rival, mine } = await pairs(
    count,
    () => ours(room, SINGLE, ms),
    async () => (await ours(alone, SINGLE, ms)).rate,
  )
  room.ctx.figure({
    case: name,
    what: 'messages of one row, committed together',
    value: rate,
    unit: '/s',
    rival: 'one commit each',
    rivalValue: rival,
    goal: '5 × the same server committing each message alone',
    reached: rate >= 5 * rival,
  })
  room.ctx.figure({
    case: name,
    what: 'CPU of the server, a message',
    value: median(mine.map((m) => m.cpu)),
    unit: 'µs',
  })
  const bare = await room.rival.call<Inserted>('insert', 1, 1, SERIES, ms)
  room.ctx.figure({
    case: name,
    what: 'bare inserts of one row and one commit each, one connection',
    value: perSecond(bare.commits, bare.ms),
    unit: '/s',
  })
}

/** What `work` does with a server of its own. */
async function withServer(
  env: Record<string, string>,
  work: (server: Child, started: Started) => Promise<void>,
) {
  const server = new Child(here('server.ts'))
  try {
    await work(server, await server.call<Started>('start', { ...WORLD, env }))
  } finally {
    await server.stop()
  }
}

export const part: Part = {
  name: 'ingest',
  about:
    'the whole write path (HTTP, validation, commit with fsync, live table) against a bare insert of the same rows',
  async run(ctx) {
    const [sender, rival] = [new Child(here('sender.ts')), new Child(here('rival.ts'))]
    const [count, ms] = ctx.full ? [9, 5_000] : [5, 2_000]
    const profile = process.env.BENCH_PROFILE
    const watched = async (server: Child, name: string, work: () => Promise<void>) => {
      if (profile) await server.call('profile')
      await work()
      if (profile) await server.call('profiled', join(profile, `ingest-${name}.cpuprofile`))
    }
    try {
      await withServer({}, async (server, started) => {
        await rival.call('prepare', started.database)
        const room = async (of: Child, own: Started, sources: number): Promise<Room> => ({
          ctx,
          server: of,
          sender,
          rival,
          started: own,
          sources: await of.call<Source[]>('sources', sources),
        })
        const big = await room(server, started, BATCH.sources)
        await watched(server, 'batches', () => batches(big, count, ms))
        const small = await room(server, started, SINGLE.sources)
        await withServer({ COMMIT_MESSAGES: '1' }, async (second, own) => {
          const alone = await room(second, own, SINGLE.sources)
          await watched(server, 'singles', () => singles(small, alone, count, ms))
        })
      })
    } finally {
      await Promise.all([sender.stop(), rival.stop()])
    }
  },
}
