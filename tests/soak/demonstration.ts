// Runs the demonstration and one wall for a while and prints what memory did: node tests/soak/demonstration.ts [minutes]
// Flat means: the median of the last third is not above that of the middle third by more than a tenth.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'

const minutes = Number(process.argv[2] ?? 30)
const root = join(import.meta.dirname, '..', '..')
const dataDir = await mkdtemp(join(tmpdir(), 'td-soak-'))

async function startDemonstration(): Promise<{ server: ChildProcess; wall: string }> {
  const server = spawn(process.execPath, ['server/main.ts', '--demo'], {
    cwd: root,
    env: { ...process.env, PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
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
  return { server, wall }
}

/** Resident memory of a process in MiB. */
function resident(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
function flat(name: string, samples: number[]): boolean {
  const third = Math.floor(samples.length / 3)
  const middle = median(samples.slice(third, 2 * third))
  const last = median(samples.slice(2 * third))
  const ok = last <= middle * 1.1
  console.log(
    `${ok ? 'flat' : 'GROWS'}  ${name}: middle ${middle.toFixed(0)} MiB, last ${last.toFixed(0)} MiB`,
  )
  return ok
}

const { server, wall } = await startDemonstration()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--enable-precise-memory-info',
  ],
})
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
const problems: string[] = []
page.on('pageerror', (error) => problems.push(error.message))
await page.goto(wall)
await page.waitForSelector('[data-series]')
const cdp = await page.context().newCDPSession(page)

const rss: number[] = []
const heap: number[] = []
const nodes: number[] = []
for (let minute = 1; minute <= minutes; minute++) {
  await pause(60_000)
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.enable').then(() => cdp.send('Performance.getMetrics'))
  const metric = (name: string) => metrics.find((m) => m.name === name)?.value ?? 0
  rss.push(resident(server.pid ?? 0))
  heap.push(metric('JSHeapUsedSize') / 2 ** 20)
  nodes.push(metric('Nodes'))
  console.log(
    `${String(minute).padStart(3)} min  server ${rss.at(-1)?.toFixed(0)} MiB  wall heap ${heap.at(-1)?.toFixed(1)} MiB  nodes ${nodes.at(-1)}  errors ${problems.length}`,
  )
}
const ok = [flat('server', rss), flat('wall heap', heap), problems.length === 0].every(Boolean)
for (const problem of new Set(problems)) console.log(`page error: ${problem}`)
await browser.close()
server.kill('SIGINT')
await once(server, 'exit')
await rm(dataDir, { recursive: true, force: true })
process.exit(ok ? 0 : 1)
