import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Broker = {
  pid: number
  /** Where its WebSocket readers connect. */
  port: number
  /** Bytes on the wire of one delivered message of that length, without the WebSocket's own. */
  delivered(length: number): number
  feed(frames: Uint8Array[], ms: number): void
  rest(): void
  stop(): Promise<void>
}

/** Whether the program is there; installed from Debian when it is not and this process may. */
export async function present(program: string): Promise<boolean> {
  const there = () =>
    run('sh', ['-c', `command -v ${program}`], { env: PATHS }).then(
      () => true,
      () => false,
    )
  if (await there()) return true
  if (process.getuid?.() !== 0) return false
  const apt = ['install', '-y', '--no-install-recommends', program]
  await run('apt-get', apt, { env: { ...PATHS, DEBIAN_FRONTEND: 'noninteractive' } }).catch(() =>
    run('apt-get', ['update']).then(
      () => run('apt-get', apt).catch(() => null),
      () => null,
    ),
  )
  return there()
}
const PATHS = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

async function reach(port: number, child: ChildProcess): Promise<Socket> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      await new Promise((later) => setTimeout(later, 50))
    }
  }
  throw new Error(`${child.spawnfile} does not answer on port ${port}`)
}

type Kind = {
  program: string
  config(plain: number, web: number): string
  flag: string[]
  hello: Buffer
  publish(frame: Uint8Array): Buffer
  delivered(length: number): number
}

const mqttLength = (n: number) => (n > 16_383 ? 3 : n > 127 ? 2 : 1)
const KINDS: Record<'nats' | 'mosquitto', Kind> = {
  nats: {
    program: 'nats-server',
    config: (plain, web) =>
      `host: 127.0.0.1\nport: ${plain}\nmax_payload: 8MB\nwebsocket { host: "127.0.0.1", port: ${web}, no_tls: true }\n`,
    flag: ['-c'],
    hello: Buffer.from('CONNECT {"verbose":false,"pedantic":false}\r\n'),
    publish: (frame) => Buffer.concat([Buffer.from(`PUB v ${frame.length}\r\n`), frame, Buffer.from('\r\n')]),
    delivered: (length) => `MSG v 1 ${length}\r\n`.length + length + 2,
  },
  mosquitto: {
    program: 'mosquitto',
    config: (plain, web) =>
      `allow_anonymous true\nset_tcp_nodelay true\nlistener ${plain} 127.0.0.1\nlistener ${web} 127.0.0.1\nprotocol websockets\n`,
    flag: ['-c'],
    hello: Buffer.from([0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 1, 0x70]),
    publish: (frame) => {
      const head = [0x30]
      for (let rest = frame.length + 3; ; rest >>= 7) {
        head.push(rest > 127 ? (rest & 127) | 128 : rest)
        if (rest <= 127) break
      }
      return Buffer.concat([Buffer.from([...head, 0, 1, 0x76]), frame])
    },
    delivered: (length) => 1 + mqttLength(length + 3) + 3 + length,
  },
}

/** Starts a broker with one publisher on its plain port. Throws when it does not come up. */
export async function startBroker(name: 'nats' | 'mosquitto'): Promise<Broker> {
  const kind = KINDS[name]
  const [plain, port] = [await freePort(), await freePort()]
  const folder = await mkdtemp(join(tmpdir(), 'td-bench-'))
  const config = join(folder, 'broker.conf')
  await writeFile(config, kind.config(plain, port))
  const child = spawn(kind.program, [...kind.flag, config], { env: PATHS, stdio: 'ignore' })
  child.on('error', () => {})
  const publisher = await reach(plain, child)
  ;(await reach(port, child)).destroy() // its other door opens a moment later
  // NATS asks whether its clients are there.
  publisher.on('data', (data) => name === 'nats' && data.includes('PING') && publisher.write('PONG\r\n'))
  publisher.on('error', () => {})
  publisher.write(kind.hello)
  let feeding: NodeJS.Timeout | undefined
  return {
    pid: child.pid ?? 0,
    port,
    delivered: kind.delivered,
    feed: (frames, ms) => {
      const packets = frames.map(kind.publish)
      let turn = 0
      feeding = setInterval(() => publisher.write(packets[turn++ % packets.length] ?? ''), ms)
    },
    rest: () => clearInterval(feeding),
    stop: async () => {
      clearInterval(feeding)
      publisher.destroy()
      const gone = once(child, 'exit')
      child.kill()
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}
