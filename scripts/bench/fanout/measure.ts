import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import { Child } from '../child.ts'
import { Fleet } from '../consoles/fleet.ts'
import type { Wanted } from '../consoles/wanted.ts'
import { cpuMicroseconds } from '../cpu.ts'
import { median } from '../median.ts'
import type { Context } from '../part.ts'
import type { Started } from '../server/started.ts'
import { present, startBroker } from './brokers.ts'

export const CELLS = 200
const TICK_MS = 100
const GOAL = 1.1
/** Before and during each measured stretch. */
const WARM_MS = 1_000
const WATCH_MS = 3_000

/** One server with its consoles connected, quiet until it is its turn. */
type Contestant = {
  name: string
  pid: number
  feed(): Promise<unknown> | unknown
  rest(): Promise<unknown> | unknown
  /** Frames that all its consoles have received so far. */
  delivered(): Promise<number>
  stop(): Promise<unknown> | unknown
}

/** Server CPU microseconds per delivered frame over one stretch. */
async function stretch(c: Contestant): Promise<number> {
  await c.feed()
  await pause(WARM_MS)
  const [before, from] = [await c.delivered(), cpuMicroseconds(c.pid)]
  await pause(WATCH_MS)
  const [after, to] = [await c.delivered(), cpuMicroseconds(c.pid)]
  await c.rest()
  await pause(300)
  return (to - from) / (after - before)
}

async function ours(fleet: Fleet, server: Started & { child: Child }, consoles: number): Promise<Contestant> {
  const { child, port, cookie, questions, series } = server
  await fleet.open('ours', { kind: 'live', port, cookie, questions: [questions.slice(0, 1)] }, consoles)
  return {
    name: 'ours',
    pid: child.pid,
    feed: () => child.call('feed', [series], TICK_MS),
    rest: () => child.call('rest'),
    delivered: async () => (await fleet.count('ours')).messages,
    stop: () => fleet.close('ours'),
  }
}

/** A rival in a child of its own; `frames` are what it sends in turn. */
async function module(
  fleet: Fleet,
  kind: 'ws' | 'socket.io',
  name: string,
  frames: unknown[],
  consoles: number,
) {
  const child = new Child(join(import.meta.dirname, kind === 'ws' ? 'ws.ts' : 'stock.ts'), {
    env: { NODE_ENV: 'production' },
  })
  await fleet.open(name, { kind, port: await child.call<number>('port') }, consoles)
  const contestant: Contestant = {
    name,
    pid: child.pid,
    feed: () => child.call('feed', frames, TICK_MS),
    rest: () => child.call('rest'),
    delivered: async () => (await fleet.count(name)).messages,
    stop: async () => {
      await fleet.close(name)
      await child.stop()
    },
  }
  return contestant
}

async function broker(fleet: Fleet, kind: 'nats' | 'mosquitto', frames: Uint8Array[], consoles: number) {
  const started = await startBroker(kind)
  const name = kind === 'nats' ? 'NATS' : 'Mosquitto'
  const wanted: Wanted = { kind: kind === 'nats' ? 'nats' : 'mqtt', port: started.port }
  await fleet.open(name, wanted, consoles)
  const mean = frames.reduce((sum, f) => sum + started.delivered(f.length), 0) / frames.length
  const contestant: Contestant = {
    name,
    pid: started.pid,
    feed: () => started.feed(frames, TICK_MS),
    rest: () => started.rest(),
    // A broker may put several messages into one WebSocket message: its bytes say how many came.
    delivered: async () => (await fleet.count(name)).bytes / mean,
    stop: async () => {
      await fleet.close(name)
      await started.stop()
    },
  }
  return contestant
}

/** Ours against each rival in turns. `all` = against every rival, else bare ws only. */
export async function measure(
  ctx: Context,
  server: Started & { child: Child },
  consoles: number,
  rounds: number,
  all: boolean,
) {
  const fleet = new Fleet(2)
  const contestants: Contestant[] = []
  try {
    const own = await ours(fleet, server, consoles)
    await own.feed()
    const frames = await fleet.record('ours', 20)
    await own.rest()
    const values = frames.map((bytes) => decodeFrame(frameOf(bytes)))
    contestants.push(await module(fleet, 'ws', 'bare ws', frames, consoles))
    if (all) {
      contestants.push(await module(fleet, 'socket.io', 'Socket.IO stock', values, consoles))
      for (const [kind, program] of [
        ['nats', 'nats-server'],
        ['mosquitto', 'mosquitto'],
      ] as const) {
        if (await present(program)) contestants.push(await broker(fleet, kind, frames, consoles))
        else ctx.absent(program, 'not installed, and this user may not install it from Debian')
      }
    }
    for (const c of [own, ...contestants]) await stretch(c) // the compiler has seen it all before it is measured
    const pairs = new Map<string, { own: number; rival: number }[]>()
    for (let round = 0; round < rounds; round++)
      for (const rival of contestants) {
        // In turns, and the other way round each second time: what else the machine does falls on both.
        const order = round % 2 ? [rival, own] : [own, rival]
        const took = new Map<Contestant, number>()
        for (const c of order) took.set(c, await stretch(c))
        const pair = { own: took.get(own) ?? Number.NaN, rival: took.get(rival) ?? Number.NaN }
        pairs.set(rival.name, [...(pairs.get(rival.name) ?? []), pair])
        ctx.say(
          `${consoles} consoles: ours ${pair.own.toFixed(1)} µs, ${rival.name} ${pair.rival.toFixed(1)} µs`,
        )
      }
    const size = median(frames.map((f) => f.length))
    for (const [name, list] of pairs) {
      const value = median(list.map((p) => p.own))
      const rivalValue = median(list.map((p) => p.rival))
      ctx.figure({
        case: `${consoles} consoles × ${CELLS} cells, ${1_000 / TICK_MS} frames/s of ${size} bytes`,
        what: 'server CPU per delivered frame',
        value,
        unit: 'µs',
        rival: name,
        rivalValue,
        ...(name === 'bare ws' ? { goal: `≤ ${GOAL} × bare ws`, reached: value <= rivalValue * GOAL } : {}),
      })
    }
  } finally {
    for (const c of contestants) await c.stop()
    await fleet.stop()
  }
}

/** The frame inside a recorded message: from its version and kind to the name of what follows it. */
function frameOf(message: Uint8Array): Uint8Array {
  const bytes = Buffer.from(message)
  const name = bytes.indexOf('frame') + 'frame'.length
  const [width, length] =
    bytes[name] === 0xc4
      ? [2, bytes.readUInt8(name + 1)]
      : bytes[name] === 0xc5
        ? [3, bytes.readUInt16BE(name + 1)]
        : [5, bytes.readUInt32BE(name + 1)]
  return bytes.subarray(name + width, name + width + length)
}
