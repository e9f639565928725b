// Records what a running demonstration shows, replays it, and compares all cells by value:
// node tests/soak/replay.ts [minutes] [pictures compared at most]. Ends with 1 when any cell differs.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ViewQuestion } from '../../shared/live.ts'
import { compareBySeeks, differing, type Picture, Recorder } from '../fixtures/replay/recording.ts'
import { Client } from '../harness/client.ts'

const minutes = Number(process.argv[2] ?? 30)
const most = Number(process.argv[3] ?? 2_000)
const root = join(import.meta.dirname, '..', '..')
const dataDir = await mkdtemp(join(tmpdir(), 'td-soak-'))

async function startDemonstration(): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, ['server/main.ts', '--demo'], {
    cwd: root,
    env: { ...process.env, PORT: process.env.PORT ?? '0', MQTT_PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((found, failed) => {
    let said = ''
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const link = /(https?:\/\/\S+)\/desk/.exec(said)
      if (link?.[1] && said.includes('Ctrl-C')) found(link[1].replace('localhost', '127.0.0.1'))
    })
    server.once('exit', () => failed(new Error(`the server ended:\n${said}`)))
  })
  return { server, url }
}

const { server, url } = await startDemonstration()
server.on('exit', (code, signal) => console.log(`the server ended: ${code ?? signal}`))
const client = new Client(url)
await client.signIn('lanhdao', 'trong-dong-lanhdao')
const questions: ViewQuestion[] = Array.from({ length: 7 }, (_, i) => ({ kind: 'section', section: i + 1 }))
const add = async (page: Recorder, question: ViewQuestion) => (await page.open(question)).metas
const connected = () => new Recorder(url, client.cookie).connected()
// A view holds the series that there were when it was opened.
console.log('waiting for the sources to have all spoken once')
const quiet = await connected()
let changedAt = Date.now()
quiet.socket.on('view:changed', () => {
  changedAt = Date.now()
})
const indicators = new Set<string>()
for (const q of questions) for (const m of await add(quiet, q)) indicators.add(m.indicator)
for (const start = Date.now(); Date.now() - changedAt < 15_000 && Date.now() - start < 90_000; )
  await pause(1_000)
quiet.close()
// Ten indicators with all their units beside the sections: parts together with their wholes.
const some = [...indicators].filter((_, i) => i % Math.ceil(indicators.size / 10) === 0)
questions.push(...some.map((indicator): ViewQuestion => ({ kind: 'indicator', indicator })))

const live = await connected()
for (const q of questions) await add(live, q)
console.log(`recording ${questions.length} views for ${minutes} min`)
await pause(minutes * 60_000)
const recorded: Picture[] = live.pictures.slice(questions.length)
const gaps = live.gaps
live.close()
await pause(3_000)

const span = { from: (recorded[0]?.at ?? 0) - 2_000, to: recorded.at(-1)?.at ?? 0 }
const page = await connected()
const asked = performance.now()
await page.set({ mode: 'replay', ...span, at: span.from, rate: 1, playing: false, known: 'then' })
for (const q of questions) await add(page, q)
console.log(`first picture of ${questions.length} views after ${(performance.now() - asked).toFixed(0)} ms`)

const step = Math.ceil(recorded.length / most)
const picked = recorded.filter((_, i) => i % step === 0)
const seeking = performance.now()
const result = await compareBySeeks(picked, page)
console.log(
  `by seeks: ${result.pictures} of ${recorded.length} pictures, ${result.cells} cells compared, ${result.differing.length} differing; ` +
    `${result.late} pictures a moment late by commits on their way; ${((performance.now() - seeking) / result.pictures).toFixed(1)} ms a picture; gaps ${gaps}`,
)
for (const line of result.differing.slice(0, 20)) console.log(`  ${line}`)

// Played to the end, at each rate: the last picture of every view.
let wrong = result.differing.length
for (const rate of [60, 600, 10] as const) {
  await page.control({ do: 'seek', at: span.from })
  await page.control({ do: 'rate', rate })
  const cpu = process.cpuUsage()
  const begun = performance.now()
  page.pictures.length = 0
  await page.control({ do: 'play' })
  while (!page.clocks.some((c, i) => i === page.clocks.length - 1 && c.mode === 'replay' && c.ended))
    await pause(50)
  await pause(300)
  const took = performance.now() - begun
  const last = questions.map((_, view) => [recorded.findLast((p) => p.view === view), view] as const)
  let cells = 0
  const off = last.flatMap(([one, view]) => {
    const shown = page.pictures.findLast((p) => p.view === view)
    cells += one?.cells.size ?? 0
    return one && shown ? differing(one, shown) : []
  })
  wrong += off.length
  console.log(
    `at ${rate}: ${page.pictures.length} pictures in ${(took / 1000).toFixed(1)} s (${((span.to - span.from) / took).toFixed(0)} times), ` +
      `end ${cells} cells, ${off.length} differing; page CPU ${(process.cpuUsage(cpu).user / 1000).toFixed(0)} ms`,
  )
  for (const line of off.slice(0, 10)) console.log(`  ${line}`)
}
page.close()
server.kill('SIGINT')
await once(server, 'exit')
await rm(dataDir, { recursive: true, force: true })
process.exit(wrong ? 1 : 0)
