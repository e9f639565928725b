// Many points in one session over a real LiveKit server: node tests/soak/bridge.ts [points] [publishers] [seconds]
// Every point has its own invitation, socket, seat and grant from our server; its media runs in a page of a headless
// Chromium with LiveKit's own client. Prints how many stand as joined in our roll call, and what it cost. Ends with 1
// when not all of them came, or any was lost.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus, homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import type { CreatedSession } from '../../shared/api/bridge.ts'
import type { UnitView } from '../../shared/api/catalogue.ts'
import type { BridgeGrant, BridgeView } from '../../shared/live.ts'
import { Client } from '../harness/client.ts'
import { connect, type LiveClient } from '../integration/bridge/sockets.ts'

const points = Number(process.argv[2] ?? 63)
const publishers = Math.min(points, Number(process.argv[3] ?? 6))
const seconds = Number(process.argv[4] ?? 30)
/** As the video tests look for one: set, or built once by `npm test`. */
const bin =
  process.env.LIVEKIT_SERVER_BIN ??
  join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'trong-dong',
    'livekit-1.13.5',
    'livekit-server',
  )
if (!existsSync(bin)) {
  console.log('no LiveKit server here: set LIVEKIT_SERVER_BIN, or let `npm test` build one')
  process.exit(2)
}
const root = join(import.meta.dirname, '..', '..')
const folder = await mkdtemp(join(tmpdir(), 'td-soak-'))
const say = (text: string) => console.log(text)

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}
const [livekitPort, tcp, udp, port] = [await freePort(), await freePort(), await freePort(), await freePort()]
const secret = 'soak'.repeat(12)
await writeFile(
  join(folder, 'livekit.yaml'),
  JSON.stringify({
    port: livekitPort,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      tcp_port: tcp,
      udp_port: udp,
      node_ip: '127.0.0.1',
      use_external_ip: false,
      enable_loopback_candidate: true,
    },
    keys: { key: secret },
    logging: { level: 'error' },
    webhook: { api_key: 'key', urls: [`http://127.0.0.1:${port}/api/bridge/livekit`] },
  }),
)
const livekit = spawn(bin, ['--config', join(folder, 'livekit.yaml')], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
const server = spawn(process.execPath, ['server/main.ts', '--demo'], {
  cwd: root,
  env: {
    ...process.env,
    PORT: String(port),
    MQTT_PORT: '0',
    DATA_DIR: join(folder, 'data'),
    LIVEKIT_URL: `ws://127.0.0.1:${livekitPort}`,
    LIVEKIT_API_KEY: 'key',
    LIVEKIT_API_SECRET: secret,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const url = `http://127.0.0.1:${port}`
await new Promise<void>((ready, failed) => {
  let said = ''
  server.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.includes('Ctrl-C')) ready()
  })
  server.once('exit', () => failed(new Error(`the server ended:\n${said}`)))
})

/** Seconds of a process's own CPU time. */
function cpuOf(pid: number | undefined): number {
  if (!pid || !existsSync(`/proc/${pid}/stat`)) return 0
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const leader = new Client(url)
await leader.signIn('lanhdao', 'trong-dong-lanhdao')
const units = (await leader.get<UnitView[]>('/api/units')).body
  .filter((u) =>
    ['province', 'ministry', 'agency', 'corporation', 'committee', 'association'].includes(u.kind),
  )
  .sort((a, b) => Number(b.kind === 'province') - Number(a.kind === 'province'))
  .slice(0, points)
  .map((u) => u.code)
if (units.length < points) say(`the catalogue has ${units.length} units that can be invited`)
const made = await leader.post<CreatedSession>('/api/bridge', {
  title: `${units.length} điểm cầu`,
  units,
  driver: 'livekit',
})
if (made.status !== 201) throw new Error(`not opened: ${made.status} ${JSON.stringify(made.body)}`)
const id = made.body.session.id
const see = async () => (await leader.get<BridgeView>(`/api/bridge/${id}`)).body
const states = (view: BridgeView) => {
  const of = view.points.filter((p) => p.role === 'point')
  return Object.fromEntries([...Map.groupBy(of, (p) => p.state)].map(([state, list]) => [state, list.length]))
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--allow-loopback-in-peer-connection'],
})
const page = await (await browser.newContext()).newPage()
// A secure context without a page of ours in it.
await page.goto(`${url}/healthz`)
await page.evaluate(
  readFileSync(join(root, 'node_modules/livekit-client/dist/livekit-client.umd.js'), 'utf8'),
)

/** Enters a LiveKit room in the page; publishers send a small moving picture, everybody receives the first one's. */
const enter = (grant: Extract<BridgeGrant, { driver: 'livekit' }>, publish: boolean) =>
  page.evaluate(
    async ({ url, token, publish }) => {
      type Kit = typeof import('livekit-client')
      const kit = (globalThis as unknown as { LivekitClient: Kit }).LivekitClient
      const room = new kit.Room({ dynacast: true, adaptiveStream: false })
      const look = () => {
        // One picture each, as a page with one large tile and the others out of sight.
        const first = [...room.remoteParticipants.values()].flatMap((p) => [
          ...p.trackPublications.values(),
        ])[0]
        if (first && 'setSubscribed' in first && !first.isSubscribed) first.setSubscribed(true)
      }
      room.on(kit.RoomEvent.TrackPublished, look)
      room.on(kit.RoomEvent.TrackSubscribed, () => {
        const shown = globalThis as unknown as { received?: number }
        shown.received = (shown.received ?? 0) + 1
      })
      await room.connect(url, token, { autoSubscribe: false })
      look()
      if (!publish) return
      const canvas = document.createElement('canvas')
      canvas.width = 160
      canvas.height = 90
      const paint = canvas.getContext('2d')
      let n = 0
      setInterval(() => {
        if (!paint) return
        paint.fillStyle = `hsl(${n++ % 360} 60% 50%)`
        paint.fillRect(0, 0, 160, 90)
      }, 200)
      const [track] = canvas.captureStream(5).getVideoTracks()
      if (track)
        await room.localParticipant.publishTrack(track, { simulcast: false, source: kit.Track.Source.Camera })
    },
    { url: grant.url, token: grant.token, publish },
  )

const sockets: LiveClient[] = []
const quality = { width: 160, height: 90, framesPerSecond: 5, lossPercent: 0, roundTripMs: 5, receiving: 1 }
const began = performance.now()
const cpu = () => ({ server: cpuOf(server.pid), livekit: cpuOf(livekit.pid) })
let joined = 0
const failures: string[] = []
for (const [i, invitation] of made.body.invitations.entries()) {
  const device = `may-thu-${String(i).padStart(3, '0')}`.padEnd(43, 'x')
  try {
    const socket = await connect(url, { pointToken: `${invitation.link.split('#')[1]}.${device}` })
    sockets.push(socket)
    const hello = await socket
      .timeout(20_000)
      .emitWithAck('bridge:hello', { device, camera: true, microphone: true })
    if ('error' in hello) throw new Error(hello.error.code)
    const answer = await socket.timeout(20_000).emitWithAck('bridge:join')
    if ('error' in answer) throw new Error(answer.error.code)
    setInterval(() => socket.emit('bridge:beat', { quality, microphone: true, camera: true }), 1_000).unref()
    if (answer.grant.driver !== 'livekit') throw new Error('not over LiveKit')
    await enter(answer.grant, i < publishers)
    joined++
  } catch (error) {
    failures.push(`${invitation.unit}: ${error instanceof Error ? error.message : error}`)
    if (failures.length > 5) break
  }
}
const entered = performance.now()
say(`${joined} of ${units.length} entered in ${((entered - began) / 1_000).toFixed(1)} s`)
for (const f of failures) say(`  ${f}`)
let view = await see()
for (const until = performance.now() + 60_000; performance.now() < until; await pause(250)) {
  view = await see()
  if ((states(view).joined ?? 0) >= joined) break
}
say(
  `in our roll call after ${((performance.now() - began) / 1_000).toFixed(1)} s: ${JSON.stringify(states(view))}`,
)

const before = cpu()
const from = performance.now()
let worst = Number.POSITIVE_INFINITY
let slowest = 0
while (performance.now() - from < seconds * 1_000) {
  await pause(1_000)
  const asked = performance.now()
  view = await see()
  slowest = Math.max(slowest, performance.now() - asked)
  worst = Math.min(worst, (states(view).joined ?? 0) + (states(view).weak ?? 0))
}
const passed = (performance.now() - from) / 1_000
const after = cpu()
const share = (name: 'server' | 'livekit') =>
  `${(((after[name] - before[name]) / passed) * 100).toFixed(0)} % of a core`
const received = await page.evaluate(() => (globalThis as unknown as { received?: number }).received ?? 0)
say(
  `over ${passed.toFixed(0)} s on ${cpus().length} cores: at least ${worst} present, ${received} receiving a picture, ${publishers} sending; ` +
    `our server (with the demonstration's sources) ${share('server')}, LiveKit ${share('livekit')}, slowest answer ${slowest.toFixed(0)} ms`,
)
await leader.post(`/api/bridge/${id}/end`)
for (const socket of sockets) socket.close()
await browser.close()
server.kill('SIGINT')
livekit.kill('SIGTERM')
await once(server, 'exit')
await rm(folder, { recursive: true, force: true })
process.exit(joined === points && worst === points ? 0 : 1)
