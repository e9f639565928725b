import { cpuMicroseconds } from '../cpu.ts'
import { median } from '../median.ts'
import type { Part } from '../part.ts'
import { startServer } from '../server/started.ts'
import { deskOf } from './desk.ts'

const DEAD = 5_000
const DESKS = 4
const GOAL_MS = 1_000

export const part: Part = {
  name: 'alarms',
  about: '5,000 connections die in the same instant, beside one that dies alone',
  async run(ctx) {
    const { child, port, duty } = await startServer(200)
    const url = `http://127.0.0.1:${port}`
    const desks = await Promise.all(Array.from({ length: DESKS }, () => deskOf(url, duty)))
    try {
      await child.call('connections', DEAD)
      const alone: number[] = []
      for (let i = 0; i < 9; i++) {
        const heard = desks[0]?.all(1)
        const { at } = await child.call<{ at: number }>('die', i, i + 1)
        alone.push(((await heard) ?? 0) - at)
        const calm = desks[0]?.none()
        await child.call('revive', i, i + 1)
        await calm
      }
      for (const d of desks) d.reset()
      const heard = desks.map((d) => [d.first(), d.all(DEAD)] as const)
      const before = cpuMicroseconds(child.pid)
      const { at } = await child.call<{ at: number }>('die', 0, DEAD)
      const firsts = await Promise.all(heard.map(([first]) => first))
      const alls = await Promise.all(heard.map(([, all]) => all))
      await child.call('written')
      const cpu = (cpuMicroseconds(child.pid) - before) / 1_000
      const one = median(alone)
      const name = `${DEAD.toLocaleString('en-US')} causes, ${DESKS} desks`
      const figure = (what: string, value: number, unit: string, rival: string, rivalValue: number) =>
        ctx.figure({ case: name, what, value, unit, rival, rivalValue })
      const [first, all] = [Math.max(...firsts) - at, Math.max(...alls) - at]
      ctx.figure({
        ...{
          case: name,
          what: 'death to the first alarms and the counts on every desk',
          value: first,
          unit: 'ms',
        },
        ...{ rival: 'one alone', rivalValue: one, goal: `≤ ${GOAL_MS} ms`, reached: first <= GOAL_MS },
      })
      figure('death to the last alarm on the last desk', all, 'ms', 'one alone', one)
      ctx.figure({
        case: name,
        what: 'longest that the server stood',
        value: await child.call<number>('stalled'),
        unit: 'ms',
      })
      ctx.figure({ case: name, what: 'server CPU until all is written', value: cpu, unit: 'ms' })
      const bytes = median(desks.map((d) => d.bytes()))
      const whole = await child.call<number>('wholeList')
      figure('the causes told to one desk', bytes / 1024, 'KiB', 'the whole list once', whole / 1024)
    } finally {
      for (const d of desks) d.close()
      await child.stop()
    }
  },
}
