import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from './child.ts'
import { cpuMicroseconds } from './cpu.ts'
import { median } from './median.ts'

const TICK_MS = 100

/** CPU microseconds of the server per tick while these lists of series change in turn; the median of some stretches, warmed up. */
export async function cpuPerTick(
  child: Child,
  lists: number[][],
  { stretches = 5, ms = 2_000, warmMs = 2_000 } = {},
): Promise<number> {
  await child.call('feed', lists, TICK_MS)
  await pause(warmMs)
  const took: number[] = []
  for (let i = 0; i < stretches; i++) {
    const from = cpuMicroseconds(child.pid)
    await pause(ms)
    took.push(((cpuMicroseconds(child.pid) - from) * TICK_MS) / ms)
  }
  await child.call('rest')
  return median(took)
}
