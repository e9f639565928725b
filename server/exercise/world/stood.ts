import fp from 'fastify-plugin'
import { cutAtOf, isTooOld, readKept, readSteps } from './store.ts'

/** An exercise that is opened again stands where it ended or was cut off, before any room looks at the clock. */
export const stoodTime = fp(
  async ({ config, db, worldLife }) => {
    const kept = config.world.kind === 'exercise' ? await readKept(db.pool) : null
    if (!kept) return
    const stoodAt = kept.endedAt ?? cutAtOf(kept, await readSteps(db.pool))
    worldLife.ended = kept.endedAt !== null || isTooOld(stoodAt)
    worldLife.stoodAt = stoodAt
  },
  { name: 'stood-time', dependencies: ['db'] },
)
