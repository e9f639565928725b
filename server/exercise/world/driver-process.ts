import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DriverCommand, DriverNews, DriverOrders } from '../driver/orders.ts'

const program = fileURLToPath(new URL('../driver/main.ts', import.meta.url))
const PATIENCE_MS = 5_000

export type Driver = {
  tell(command: DriverCommand): void
  stop(): Promise<void>
  /** For the tests that kill it. */
  readonly pid: number | undefined
}
type Heard = {
  news(news: DriverNews): void
  /** It ended by itself; all that it told was heard before. */
  gone(why: string): void
  say(line: string): void
}

/** Starts the process that plays the scenario; it ends with the channel between them. */
export function startDriver(orders: DriverOrders, { news, gone, say }: Heard): Driver {
  const child: ChildProcess = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_NO_WARNINGS: '1',
      // It speaks to its own exercise on this machine and to nobody else; the certificate names the public host.
      ...(orders.base.startsWith('https:') ? { NODE_TLS_REJECT_UNAUTHORIZED: '0' } : {}),
    },
  })
  let stopped = false
  let over = false
  const ended = (why: string) => {
    if (!stopped && !over) gone(why)
    over = true
  }
  child.on('error', (error) => {
    say(`driver: ${error.message}`)
    // Without a number it never was; every other error leaves a process that ends with a word of its own.
    if (child.pid === undefined) ended(error.message)
  })
  child.once('close', (code, signal) => ended(`it ended (${signal ?? code})`))
  // One that dies before it has read its orders breaks the pipe: its end says so.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(JSON.stringify(orders))
  child.stderr
    ?.setEncoding('utf8')
    .on('error', () => undefined)
    .on('data', (text: string) => say(`driver: ${text.trimEnd()}`))
  child.on('message', (told: DriverNews) => news(told))
  return {
    get pid() {
      return child.pid
    },
    tell: (command) => {
      // What does not hear it has ended, and the next one learns how things stand.
      if (child.connected) child.send(command, () => undefined)
    },
    stop: async () => {
      stopped = true
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      const giveUp = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await exit
      clearTimeout(giveUp)
    },
  }
}
