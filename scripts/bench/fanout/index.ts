import type { Part } from '../part.ts'
import { startServer } from '../server/started.ts'
import { CELLS, measure } from './measure.ts'

export const part: Part = {
  name: 'fanout',
  about: 'one view of 200 changing cells to many consoles at ten ticks a second, all features on',
  async run(ctx) {
    const server = await startServer(CELLS)
    try {
      await measure(ctx, server, 100, ctx.full ? 3 : 2, true)
      await measure(ctx, server, 1_000, 3, true)
      await measure(ctx, server, 5_000, ctx.full ? 3 : 1, ctx.full)
    } finally {
      await server.child.stop()
    }
  },
}
