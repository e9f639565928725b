import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import { Child } from '../child.ts'
import { LiveConsole } from '../consoles/live.ts'
import { residentBytes } from '../cpu.ts'
import { indicators } from '../ingest/catalogue.ts'
import type { Loaded } from '../ingest/sender.ts'
import type { Source, Started, Wanted } from '../ingest/server.ts'
import { median } from '../median.ts'
import type { Context, Part } from '../part.ts'

const ingest = (file: string) => join(import.meta.dirname, '..', 'ingest', file)
const WORLD: Wanted = { indicators: 20, stations: 5_000, series: true }
const SERIES = WORLD.indicators * WORLD.stations
const SOURCES = 10
/** Every series of one indicator, as a wall of twenty maps or tables would show them. */
const VIEWS = WORLD.indicators

type Ready = { port: number; seconds: number }
/** `bytes` of the snapshots alone, `wire` with what each cell is. */
type Picture = { bytes: number; wire: number; numbers: number; first: number; all: number }

/** Opens every view on one console, one after another; ms from the connecting to the first and to the last number. */
async function picture(port: number, cookie: string): Promise<Picture> {
  const from = performance.now()
  const console = await LiveConsole.join(port, cookie)
  const out = { bytes: 0, wire: 0, numbers: 0, first: Number.NaN, all: Number.NaN }
  for (const indicator of indicators(VIEWS)) {
    const { snapshot } = await console.open({ kind: 'indicator', indicator })
    const { cells } = decodeFrame(snapshot)
    out.bytes += snapshot.byteLength
    out.numbers += cells.filter((c) => !Number.isNaN(c.value)).length
    if (out.numbers && Number.isNaN(out.first)) out.first = performance.now() - from
  }
  out.all = performance.now() - from
  out.wire = console.socket.bytes
  console.socket.close()
  return out
}

/** Gives every series a value. */
async function fill(server: Child, started: Started): Promise<void> {
  const sender = new Child(ingest('sender.ts'))
  const sources = await server.call<Source[]>('sources', SOURCES)
  const wanted = { port: started.port, sources, senders: SOURCES, rows: 1_000 }
  await sender.call<Loaded>('fill', wanted)
  await sender.stop()
}

async function starts(ctx: Context, dataDir: string, count: number): Promise<void> {
  const profile = process.env.BENCH_PROFILE
  const seconds: number[] = []
  const pictures: Picture[] = []
  const sizes: number[] = []
  for (let i = 0; i < count; i++) {
    const server = new Child(ingest('server.ts'), {
      node: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, '--cpu-prof-name=start.cpuprofile'] : [],
    })
    try {
      const ready = await server.call<Ready & { cookie: string }>('again', dataDir)
      seconds.push(ready.seconds)
      sizes.push(residentBytes(server.pid))
      pictures.push(await picture(ready.port, ready.cookie))
    } finally {
      await server.stop()
    }
  }
  const name = `${SERIES} series with values`
  const figure = (what: string, value: number, unit: string) => ctx.figure({ case: name, what, value, unit })
  const of = (pick: (p: Picture) => number) => median(pictures.map(pick))
  figure('process start to ready, on a data folder that is there', median(seconds), 's')
  figure('memory of the server when ready', median(sizes) / 2 ** 20, 'MiB')
  figure(`snapshots of ${VIEWS} views`, of((p) => p.bytes) / 2 ** 20, 'MiB')
  figure(
    'a number in a snapshot',
    of((p) => p.bytes / p.numbers),
    'bytes',
  )
  figure(
    'connect to the first number',
    of((p) => p.first),
    'ms',
  )
  figure(
    `connect to all ${of((p) => p.numbers)} numbers`,
    of((p) => p.all),
    'ms',
  )
}

export const part: Part = {
  name: 'start',
  about: 'ready after a start; the first picture of a wall with 100,000 series in its views',
  async run(ctx) {
    const dataDir = await mkdtemp(join(tmpdir(), 'td-bench-'))
    try {
      const first = new Child(ingest('server.ts'))
      try {
        const started = await first.call<Started>('start', { ...WORLD, dataDir })
        await fill(first, started)
      } finally {
        await first.stop()
      }
      await starts(ctx, dataDir, ctx.full ? 7 : 3)
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
