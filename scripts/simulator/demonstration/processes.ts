import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Orders } from '../job.ts'

const program = fileURLToPath(new URL('../main.ts', import.meta.url))

/**
 * Starts one process of pretended source systems. Its own process group: a terminal's Ctrl-C must not end it before the
 * server says so. The channel between them closes when the server dies, and with it the process.
 */
export function startSources(orders: Orders, say: (line: string) => void): ChildProcess {
  const child = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' },
  })
  child.stdin?.end(JSON.stringify(orders))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => say(`source: ${text.trimEnd()}`))
  return child
}

/** Ends them and waits; one that does not go within 5 s is killed. */
export async function stopSources(children: ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const giveUp = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(giveUp)
    }),
  )
}
