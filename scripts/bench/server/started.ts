import { join } from 'node:path'
import type { ViewQuestion } from '../../../shared/live.ts'
import { Child } from '../child.ts'

/** `questions` hold 200 cells each, in the order of `series`. */
export type Started = {
  port: number
  cookie: string
  /** Of a duty officer. */
  duty: string
  series: number[]
  questions: ViewQuestion[]
  /** What the server holds for these series, with their units: heap and buffers after a full collection. */
  bytes: number
}

/** The server with that many series. `node`: further options of its process. */
export async function startServer(series: number, node: string[] = []): Promise<Started & { child: Child }> {
  const child = new Child(join(import.meta.dirname, 'process.ts'), { node: ['--expose-gc', ...node] })
  try {
    return { child, ...(await child.call<Started>('start', series)) }
  } catch (error) {
    await child.stop()
    throw error
  }
}
