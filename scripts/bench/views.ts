import { Fleet } from './consoles/fleet.ts'
import type { Part } from './part.ts'
import { startServer } from './server/started.ts'
import { cpuPerTick } from './stretch.ts'

const CONSOLES = 1_000
const CELLS = 200
const VIEWS = [1, 10, 100, 1_000]

export const part: Part = {
  name: 'views',
  about:
    '1,000 consoles spread over more and more distinct views of 200 cells, 200 cells of each changing a tick',
  async run(ctx) {
    // Views overlap: each begins one cell further. Every cell changes in every tick, so that every view has a whole frame.
    const server = await startServer(CELLS + Math.max(...VIEWS))
    try {
      const cells = server.questions.flatMap((q) => (q.kind === 'cells' ? q.cells : []))
      let first = 0
      for (const views of VIEWS) {
        const fleet = new Fleet(2)
        const questions = Array.from({ length: views }, (_, i) => [
          { kind: 'cells' as const, cells: cells.slice(i, i + CELLS) },
        ])
        const { port, cookie, child } = server
        await fleet.open('ours', { kind: 'live', port, cookie, questions }, CONSOLES)
        const us = await cpuPerTick(child, [server.series])
        await fleet.stop()
        first ||= us
        ctx.figure({
          case: `${CONSOLES} consoles, ${CELLS} cells each, all change`,
          what: `${views} views: server CPU per tick`,
          value: us / 1_000,
          unit: 'ms',
          rival: '1 view',
          rivalValue: first / 1_000,
          ...(views === 1_000
            ? {
                goal: 'a view costs less than 1/10 ms more',
                reached: (us - first) / (views - 1) < 100,
              }
            : {}),
        })
      }
    } finally {
      await server.child.stop()
    }
  },
}
