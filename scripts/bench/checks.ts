import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from './child.ts'
import { cpuMicroseconds } from './cpu.ts'
import { median } from './median.ts'
import type { Part } from './part.ts'
import { startServer } from './server/started.ts'

const SERIES = 100_000
const RULES = 10_000
/** 1,000 rows a second, as a message of a hundred ten times a second. */
const ROWS = 100
const EVERY_MS = 100
const GOAL_PERCENT = 20

/** CPU of the server in percent of one core while rows come; the median of some stretches. */
async function load(child: Child, lists: number[][]): Promise<number> {
  await child.call('feed', lists, EVERY_MS)
  await pause(3_000)
  const took: number[] = []
  for (let i = 0; i < 5; i++) {
    const [cpu, at] = [cpuMicroseconds(child.pid), performance.now()]
    await pause(2_000)
    took.push((cpuMicroseconds(child.pid) - cpu) / (performance.now() - at) / 10)
  }
  await child.call('rest')
  return median(took)
}

export const part: Part = {
  name: 'checks',
  about: '10,000 rules over 100,000 series while 1,000 rows a second come in',
  async run(ctx) {
    const { child, series } = await startServer(SERIES)
    try {
      const spread = (of: number[]) =>
        Array.from({ length: 50 }, (_, turn) =>
          Array.from(
            { length: ROWS },
            (_, i) => of[((i * 50 + turn) * Math.max(1, Math.floor(of.length / 5_000))) % of.length] ?? 0,
          ),
        )
      const none = await child.call<{ places: number; series: number[] }>('checks', 0)
      const lists = spread(none.series)
      const without = await load(child, lists)
      const { places, series: watched } = await child.call<{ places: number; series: number[] }>(
        'checks',
        RULES,
      )
      const settle = async () => {
        while (!(await child.call<boolean>('judged'))) await pause(20)
      }
      // Every place is judged once: what judging all of them at each batch would cost.
      const all: number[] = []
      for (let i = 0; i < 3; i++) {
        const before = cpuMicroseconds(child.pid)
        await child.call('once', watched)
        await pause(300)
        await settle()
        all.push((cpuMicroseconds(child.pid) - before) / 1_000)
      }
      const withRules = await load(child, lists)
      await settle()
      ctx.figure({
        case: `${series.length.toLocaleString('en-US')} series, ${RULES.toLocaleString('en-US')} rules at ${places.toLocaleString('en-US')} places`,
        what: 'server CPU with the rules, above the same without them',
        value: withRules - without,
        unit: '% of one core',
        rival: 'judging every place at each of five batches a second',
        rivalValue: median(all) / 2,
        goal: `≤ ${GOAL_PERCENT} %`,
        reached: withRules - without <= GOAL_PERCENT,
      })
      ctx.figure({ case: 'the same', what: 'server CPU in all', value: withRules, unit: '% of one core' })
      ctx.figure({ case: 'the same', what: 'every place judged once', value: median(all), unit: 'ms' })
    } finally {
      await child.stop()
    }
  },
}
