// Runs the demonstration and one wall for a while and prints what they did: node tests/soak/demonstration.ts [minutes] [pace]
// The pace is how many times more often than agreed the sources send; the wall's line is cut once a minute. It ends with 1
// when memory or nodes grow, frames get fewer, the page breaks, a cut line does not come back, the wall ever showed a
// value that it was not sent, or a row that a source has an answer for is not in the database.
// Flat means: the median of the last third is not above that of the middle third by more than a tenth (frames: not below).
// Frames are judged over the minutes in which the machine was ours: at most a quarter of a core for anything else.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { chromium } from 'playwright-core'
import { runningEmbedded } from '../../server/db/embedded/index.ts'
import { cable } from '../harness/cable.ts'
import { Inside } from './inside.ts'
import { Others } from './others.ts'

const [minutes = 30, pace = 1] = process.argv.slice(2).map(Number)
const root = join(import.meta.dirname, '..', '..')
const dataDir = await mkdtemp(join(tmpdir(), 'td-soak-'))

async function startDemonstration(): Promise<{ server: ChildProcess; wall: string; inspector: string }> {
  const server = spawn(process.execPath, ['--inspect=127.0.0.1:0', 'server/main.ts', '--demo'], {
    cwd: root,
    env: {
      ...process.env,
      ...{ NODE_ENV: 'production', PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, DEMO_PACE: String(pace) },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let inspector = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    inspector ||= /ws:\/\/\S+/.exec(text)?.[0] ?? ''
    if (!/^(Debugger|For help)/.test(text)) process.stderr.write(text)
  })
  const wall = await new Promise<string>((found, failed) => {
    let said = ''
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const link = /(https?:\/\/\S+\/wall#\S+)/.exec(said)
      if (link?.[1]) found(link[1])
    })
    server.once('exit', () => failed(new Error(`the server ended:\n${said}`)))
  })
  return { server, wall, inspector }
}

/** Resident memory of a process in MiB. */
function resident(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
const ALONE = 0.25
const ENOUGH = 3
function flat(name: string, samples: number[], unit: string, wanted: 'no more' | 'no less' = 'no more') {
  const third = Math.floor(samples.length / 3)
  return level(name, samples.slice(third, 2 * third), samples.slice(2 * third), unit, wanted)
}
function level(name: string, of: number[], then: number[], unit: string, wanted: 'no more' | 'no less') {
  const [middle, last] = [median(of), median(then)]
  const ok = wanted === 'no more' ? last <= middle * 1.1 : last >= middle * 0.9
  const word = ok ? 'flat ' : wanted === 'no more' ? 'GROWS' : 'FALLS'
  console.log(`${word}  ${name}: middle ${middle.toFixed(0)} ${unit}, last ${last.toFixed(0)} ${unit}`)
  return ok
}

/** Frames a second over half a minute, more than one section long; throws when the page begins anew meanwhile. */
async function drawn(): Promise<number> {
  // A locator, not a handle: a handle would keep its part of a section that has turned.
  await page.locator('[data-series]').first().waitFor({ timeout: 120_000 })
  return page.evaluate(async () => {
    let count = 0
    const end = performance.now() + 30_000
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame)
      count++
    }
    return count / 30
  })
}

const { server, wall, inspector } = await startDemonstration()
// Nothing is left running whatever breaks here.
process.on('uncaughtException', (error) => {
  console.error(error)
  server.kill('SIGKILL')
  process.exit(1)
})
const inside = await Inside.open(inspector)
const link = new URL(wall)
const line = await cable(`http://127.0.0.1:${link.port}`)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    // As in the tests: the map is drawn by software, the page is put together without it.
    '--disable-gpu-compositing',
    '--enable-precise-memory-info',
  ],
})
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
const problems: string[] = []
page.on('pageerror', (error) => problems.push(error.message))
// A page that finds itself too slow or too full begins anew: that is its own care, and counted.
let anew = -1
page.on('framenavigated', (frame) => {
  if (frame === page.mainFrame()) anew++
})
await page.goto(`${line.url}${link.pathname}${link.search}${link.hash}`)
await page.locator('[data-series]').first().waitFor({ timeout: 120_000 })
const cdp = await page.context().newCDPSession(page)
await cdp.send('Performance.enable')
const { host, port, user, database } = runningEmbedded(join(dataDir, 'postgres'))
const pool = new pg.Pool({ host, port, user, database, max: 1 })
const one = async (sql: string) => Object.values<number>((await pool.query(sql)).rows[0] ?? {}).map(Number)

const others = new Others(dataDir)
/** Cores that anything else took while a minute's frames were counted. */
const shared: number[] = []
const [rss, held, heap, nodes, frames]: [number[], number[], number[], number[], number[]] = [
  [],
  [],
  [],
  [],
  [],
]
let cuts = 0
let returned = 0
let before = 0
for (let minute = 1; minute <= minutes; minute++) {
  line.pull()
  cuts++
  // A page that other work starves takes its time to say so.
  await page.locator('[data-link]').waitFor({ timeout: 180_000 })
  line.plug()
  const back = page.locator('[data-link]').waitFor({ state: 'detached', timeout: 180_000 })
  returned += await back.then(
    () => 1,
    () => 0,
  )
  await pause(20_000)
  const begun = others.sample()
  const perSecond = await drawn().catch(() => drawn())
  shared.push(others.since(begun))
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((m) => m.name === name)?.value ?? 0
  held.push(await inside.heap())
  rss.push(resident(server.pid ?? 0))
  heap.push(metric('JSHeapUsedSize') / 2 ** 20)
  nodes.push(metric('Nodes'))
  frames.push(perSecond)
  const [rows = 0] = await one('select count(*) from observation')
  const [said = 0] = await one('select count(*) from screen_proof')
  console.log(
    `${String(minute).padStart(3)} min  server ${rss.at(-1)?.toFixed(0)} MiB, heap ${held.at(-1)?.toFixed(1)} MiB  wall heap ${heap.at(-1)?.toFixed(1)} MiB  nodes ${nodes.at(-1)}  ${perSecond.toFixed(1)} frames/s (others ${shared.at(-1)?.toFixed(2)} cores)  rows ${rows} (+${rows - before})  proofs ${said}  back ${returned}/${cuts}  errors ${problems.length}`,
  )
  before = rows
}

const [proofs = 0, foreign = 0] = await one(
  'select count(*) said, count(*) filter (where not agrees) foreign_to_it from screen_proof',
)
// What was answered for in one transaction stands in both tables in the same instant.
const [accepted = 0, kept = 0] = await one(
  'select (select sum(accepted) from message) answered, (select count(*) from observation) kept',
)
console.log(`the wall said ${proofs} times what it shows, ${foreign} times something it was not sent`)
console.log(`the line was cut ${cuts} times and came back ${returned} times`)
console.log(`the page began anew by itself ${anew} times`)
console.log(`sources have an answer for ${accepted} rows, ${kept} are kept`)
for (const problem of new Set(problems)) console.log(`page error: ${problem}`)
const thirds = [1, 2].map(
  (n) => [Math.floor((n * minutes) / 3), Math.floor(((n + 1) * minutes) / 3)] as const,
)
const alone = thirds.map(([from, to]) =>
  frames.slice(from, to).filter((_, i) => (shared[from + i] ?? 9) <= ALONE),
)
const judged = alone.every((list) => list.length >= ENOUGH)
if (!judged)
  console.log(`frames: the machine was ours in ${alone.map((l) => l.length).join(' and ')} minutes only`)
const ok = [
  flat('server', rss, 'MiB'),
  flat('heap of the server', held, 'MiB'),
  flat('wall heap', heap, 'MiB'),
  flat('nodes of the page', nodes, ''),
  judged && level('frames of minutes alone', alone[0] ?? [], alone[1] ?? [], 'a second', 'no less'),
  problems.length === 0,
  proofs > 0 && foreign === 0,
  returned === cuts,
  accepted === kept,
].every(Boolean)
await pool.end()
inside.close()
await browser.close()
line.close()
server.kill('SIGINT')
await once(server, 'exit')
await rm(dataDir, { recursive: true, force: true })
console.log(ok ? 'PASSED' : 'FAILED')
process.exit(ok ? 0 : 1)
