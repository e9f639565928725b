import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './port.ts'

/** Set by `npm test`, which builds one where that is possible. */
export const LIVEKIT_BIN = process.env.LIVEKIT_SERVER_BIN || null
export const WITHOUT_LIVEKIT = 'no LiveKit server here: set LIVEKIT_SERVER_BIN or install Go 1.21 or newer'

const PATIENCE_MS = 30_000

/** A real LiveKit server on ports of its own. Ports and keys are known before it runs. */
export class Livekit {
  readonly key = 'key'
  readonly secret = randomBytes(32).toString('hex')
  readonly port: number
  readonly #ports: { tcp: number; udp: number }
  #child: ChildProcess | null = null
  #folder = ''

  private constructor(port: number, ports: { tcp: number; udp: number }) {
    this.port = port
    this.#ports = ports
  }

  static async reserve(): Promise<Livekit> {
    return new Livekit(await freePort(), { tcp: await freePort(), udp: await freePort() })
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }
  /** The settings of a server that uses it. */
  get env(): Record<string, string> {
    return { LIVEKIT_URL: this.url, LIVEKIT_API_KEY: this.key, LIVEKIT_API_SECRET: this.secret }
  }

  /** Resolves when it answers. `tell` is where it sends what happens; null tells nobody. */
  async start(tell: string | null): Promise<void> {
    if (!LIVEKIT_BIN) throw new Error(WITHOUT_LIVEKIT)
    this.#folder ||= await mkdtemp(join(tmpdir(), 'td-livekit-'))
    const config = join(this.#folder, 'config.yaml')
    await writeFile(
      config,
      JSON.stringify({
        port: this.port,
        bind_addresses: ['127.0.0.1'],
        rtc: {
          tcp_port: this.#ports.tcp,
          udp_port: this.#ports.udp,
          node_ip: '127.0.0.1',
          use_external_ip: false,
          enable_loopback_candidate: true,
        },
        keys: { [this.key]: this.secret },
        logging: { level: 'error' },
        ...(tell ? { webhook: { api_key: this.key, urls: [tell] } } : {}),
      }),
      { mode: 0o600 },
    )
    const child = spawn(LIVEKIT_BIN, ['--config', config], { stdio: ['ignore', 'ignore', 'inherit'] })
    this.#child = child
    // Scripts outside the test runner start one as well.
    for (const until = Date.now() + PATIENCE_MS; ; ) {
      if (child.exitCode !== null) throw new Error(`LiveKit ended with ${child.exitCode}`)
      const answer = await fetch(`http://127.0.0.1:${this.port}`).catch(() => null)
      if (answer?.ok) return
      if (Date.now() > until) throw new Error(`LiveKit answers ${answer?.status ?? 'nothing'}`)
      await pause(20)
    }
  }

  /** At once, as when the machine dies. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  async stop(): Promise<void> {
    await this.kill()
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true })
  }
}
