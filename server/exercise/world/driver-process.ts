import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DriverCommand, DriverNews, DriverOrders } from '../driver/orders.ts'

const program = fileURLToPath(new URL('../driver/main.ts', import.meta.url))
const PATIENCE_MS = 5_000

export type Driver = { tell(command: DriverCommand): void; stop(): Promise<void> }

/** Starts the process that plays the scenario; it ends with the channel between them. */
export function startDriver(
  orders: DriverOrders,
  hear: (news: DriverNews) => void,
  say: (line: string) => void,
): Driver {
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
  child.stdin?.end(JSON.stringify(orders))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => say(`driver: ${text.trimEnd()}`))
  child.on('message', (news: DriverNews) => hear(news))
  return {
    tell: (command) => {
      if (child.connected) child.send(command)
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const giveUp = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await ended
      clearTimeout(giveUp)
    },
  }
}
