import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RunState, Steer } from '../../shared/api/exercise.ts'
import { REQUEST_ERRORS, RequestError, type RequestErrorCode } from '../../shared/refusal.ts'
import type { Ended } from './world/index.ts'
import type { AccountCopy, WorldCommand, WorldNews, WorldOrders } from './world/orders.ts'

const program = fileURLToPath(new URL('../exercise-world.ts', import.meta.url))
const START_MS = 240_000
const STOP_MS = 30_000
const ANSWER_MS = 10_000

type Heard = {
  state(state: RunState, endReason: Ended | null): void
  /** It went away by itself. */
  gone(): void
  say(line: string): void
}
const isCode = (code: string): code is RequestErrorCode => code in REQUEST_ERRORS

/** The process of one exercise, seen from the real server: what it says and what it is asked. */
export class WorldProcess {
  readonly #child: ChildProcess
  readonly #heard: Heard
  readonly #asked = new Map<number, { resolve(): void; reject(error: Error): void }>()
  #no = 0
  #stopping = false
  port = 0

  private constructor(orders: WorldOrders, heard: Heard) {
    this.#heard = heard
    const { PATH, TMPDIR, TZ, NODE_EXTRA_CA_CERTS: authorities } = process.env
    this.#child = spawn(process.execPath, [program], {
      // Its own process group: a terminal's Ctrl-C must not end it before the server says so.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
      // Nothing of the server's environment, which holds the real world's settings and secrets, but where programs and
      // temporary files lie, the time zone, and the authorities that an inner network's certificates are checked by.
      env: {
        ...{ PATH, NODE_NO_WARNINGS: '1' },
        ...(TMPDIR ? { TMPDIR } : {}),
        ...(TZ ? { TZ } : {}),
        ...(authorities ? { NODE_EXTRA_CA_CERTS: authorities } : {}),
      },
    })
    // One that dies before it has read its orders breaks the pipe: its end says so.
    this.#child.stdin?.on('error', () => undefined)
    this.#child.stdin?.end(JSON.stringify(orders))
    this.#child.stderr
      ?.setEncoding('utf8')
      .on('error', () => undefined)
      .on('data', (text: string) => heard.say(`exercise: ${text.trimEnd()}`))
    this.#child.on('exit', () => {
      for (const { reject } of this.#asked.values()) reject(new RequestError('EXERCISE_ENDED'))
      this.#asked.clear()
    })
  }

  /** Resolves when the exercise can be entered. Throws EXERCISE_FAILED with what it said. */
  static async start(orders: WorldOrders, heard: Heard): Promise<WorldProcess> {
    const world = new WorldProcess(orders, heard)
    await world.#ready()
    return world
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  async #ready(): Promise<void> {
    const child = this.#child
    const failure = await new Promise<string | null>((resolve) => {
      const giveUp = setTimeout(() => resolve(`no answer within ${START_MS / 1000} s`), START_MS)
      const settle = (why: string | null) => {
        clearTimeout(giveUp)
        resolve(why)
      }
      child.on('error', (error) => settle(error.message))
      child.once('exit', (code, signal) => settle(`it ended (${signal ?? code})`))
      child.on('message', (news: WorldNews) => {
        if (news.kind === 'ready') {
          this.port = news.port
          settle(null)
        } else if (news.kind === 'failed') settle(news.message)
        else this.#hear(news)
      })
    })
    if (failure !== null) {
      await this.stop()
      throw new RequestError('EXERCISE_FAILED', { problem: failure })
    }
    child.once('exit', () => {
      if (!this.#stopping) this.#heard.gone()
    })
  }

  #hear(news: Exclude<WorldNews, { kind: 'ready' | 'failed' }>): void {
    if (news.kind === 'state') this.#heard.state(news.state, news.endReason)
    const asked = news.no === null ? undefined : this.#asked.get(news.no)
    if (!asked || news.no === null) return
    this.#asked.delete(news.no)
    if (news.kind === 'state') asked.resolve()
    else asked.reject(new RequestError(isCode(news.code) ? news.code : 'NOT_READY'))
  }

  /** Resolves when it has been carried out there. */
  async steer(steer: Steer): Promise<void> {
    const no = ++this.#no
    const command: WorldCommand = { no, steer }
    if (!this.#child.connected) throw new RequestError('EXERCISE_ENDED')
    let giveUp: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        this.#asked.set(no, { resolve, reject })
        giveUp = setTimeout(() => reject(new RequestError('NOT_READY')), ANSWER_MS)
        this.#child.send(command, (error) => error && reject(new RequestError('EXERCISE_ENDED')))
      })
    } finally {
      clearTimeout(giveUp)
      this.#asked.delete(no)
    }
  }

  /** A process that does not hear it is lost, and learns them when it is taken up again. */
  tellAccounts(accounts: AccountCopy[]): void {
    const command: WorldCommand = { accounts }
    if (this.#child.connected) this.#child.send(command, () => undefined)
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(giveUp)
  }
}
