import { Fleet } from './consoles/fleet.ts'
import type { Part } from './part.ts'
import { startServer } from './server/started.ts'
import { cpuPerTick } from './stretch.ts'

const COUNTS = [10_000, 100_000, 1_000_000]
const CHANGES = 1_000
/** Different series change in each of so many ticks, spread over all. */
const TURNS = 10
const GOAL_RATIO = 1.3
const GOAL_BYTES = 200

export const part: Part = {
  name: 'series',
  about: '1,000 cells change a tick out of more and more series, one console watching 200 of them',
  async run(ctx) {
    let first = 0
    for (const count of COUNTS) {
      const server = await startServer(count)
      const fleet = new Fleet(1)
      try {
        const { child, port, cookie, series, questions, bytes } = server
        await fleet.open('ours', { kind: 'live', port, cookie, questions: [questions.slice(0, 1)] }, 1)
        const step = Math.floor(count / CHANGES)
        const lists = Array.from({ length: TURNS }, (_, turn) =>
          Array.from({ length: CHANGES }, (_, i) => series[i * step + turn] ?? 0),
        )
        const us = await cpuPerTick(child, lists)
        first ||= us
        const name = `${count.toLocaleString('en-US')} series`
        ctx.figure({
          case: name,
          what: `server CPU per tick of ${CHANGES} changes`,
          value: us / 1_000,
          unit: 'ms',
          rival: '10,000 series',
          rivalValue: first / 1_000,
          ...(count === 1_000_000
            ? { goal: `≤ ${GOAL_RATIO} × 10,000 series`, reached: us <= first * GOAL_RATIO }
            : {}),
        })
        ctx.figure({
          case: name,
          what: 'server memory per series, catalogue included',
          value: bytes / count,
          unit: 'bytes',
          ...(count === 1_000_000
            ? { goal: `under ${GOAL_BYTES}`, reached: bytes / count < GOAL_BYTES }
            : {}),
        })
      } finally {
        await fleet.stop()
        await server.child.stop()
      }
    }
  },
}
