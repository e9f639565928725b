import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** `connections` share the reservoirs evenly; `period` is what each promises, ISO 8601. */
export type Wanted = { reservoirs: number; connections: number; period: string }
export type Started = {
  url: string
  /** A wall is let in by this link once. */
  pairing: string
  /** Of the account `bench`, a duty officer. */
  password: string
  connections: { id: string; key: string; units: string[] }[]
}

/** Starts the server in a process of its own; `stop` ends it and its database. */
export async function startServer(wanted: Wanted): Promise<Started & { stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts'), JSON.stringify(wanted)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((found, failed) => {
    createInterface({ input: child.stdout }).once('line', found)
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}`)))
  })
  return {
    ...(JSON.parse(line) as Started),
    stop: async () => {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}
