import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Fleet } from './consoles/fleet.ts'
import { residentBytes } from './cpu.ts'
import { median, quantile } from './median.ts'
import type { Part } from './part.ts'
import { startServer } from './server/started.ts'

const READING = 900
const STOPPED = 100
const CELLS = 200
const TICK_MS = 100
const GOAL_BYTES = 64 * 1024
/** Three of these outlast the sixty frames that a silent console is given, and not the ten seconds of a ping's answer. */
const STRETCH_MS = 2_800
/** The noise of a machine: a p99 within this of the one before is the same. */
const SAME_MS = 25

type Seen = { consoles: { seq: number; gaps: number; merged: number }[]; lateness: number[] }

/** Memory of all TCP buffers of the machine, bytes: both ends of each socket are here. */
function kernelBytes(): number {
  const pages = /^TCP:.* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1]
  return Number(pages) * 4096
}

export const part: Part = {
  name: 'slow',
  about: `${STOPPED} of ${READING + STOPPED} consoles stop reading, and read again`,
  async run(ctx) {
    const server = await startServer(CELLS)
    const fleet = new Fleet(2)
    try {
      const { child, port, cookie, series, questions } = server
      const wanted = { kind: 'live' as const, port, cookie, questions: [questions.slice(0, 1)] }
      await fleet.open('reading', wanted, READING)
      await fleet.open('stopped', wanted, STOPPED)
      await child.call('feed', [series], TICK_MS)
      await pause(5_000)
      const p99 = async (ms: number) => {
        await fleet.tell('watch', 'reading')
        await pause(ms)
        return quantile(
          (await fleet.tell<Seen>('seen', 'reading')).flatMap((s) => s.lateness),
          0.99,
        )
      }
      const stretches = async () =>
        median([await p99(STRETCH_MS), await p99(STRETCH_MS), await p99(STRETCH_MS)])
      const before = await stretches()
      const held = await child.call<number>('inUse')
      const [resident, kernel] = [residentBytes(child.pid), kernelBytes()]
      await fleet.tell('pause', 'stopped')
      const during = await stretches()
      const grown = ((await child.call<number>('inUse')) - held) / STOPPED
      const [residentAfter, kernelAfter] = [residentBytes(child.pid), kernelBytes()]
      await fleet.tell('resume', 'stopped')
      const name = `${READING + STOPPED} consoles × ${CELLS} cells, ${STOPPED} stopped`
      ctx.figure({
        case: name,
        what: 'frame at a reading console, p99 after its tick',
        value: during,
        unit: 'ms',
        rival: 'before',
        rivalValue: before,
        goal: 'the others keep their p99',
        reached: during <= before + SAME_MS,
      })
      const memory = (what: string, value: number, judged: boolean) =>
        ctx.figure({
          case: name,
          what,
          value: value / 1024,
          unit: 'KB',
          ...(judged ? { goal: 'under 64 KB', reached: value < GOAL_BYTES } : {}),
        })
      memory('server memory per stopped console, heap and buffers', Math.max(0, grown), true)
      memory('  the process’s growth meanwhile, noise included', (residentAfter - resident) / STOPPED, false)
      memory('  TCP buffers of the system, both ends', (kernelAfter - kernel) / STOPPED, false)
      await pause(2_000)
      await child.call('rest')
      await pause(1_000)
      const others = (await fleet.tell<Seen>('seen', 'reading')).flatMap((s) => s.consoles)
      const again = (await fleet.tell<Seen>('seen', 'stopped')).flatMap((s) => s.consoles)
      const newest = Math.max(...others.map((c) => c.seq))
      const right = again.filter((c) => c.seq === newest && c.gaps === 0 && c.merged <= 1).length
      ctx.figure({
        case: name,
        what: 'consoles right after one merged frame when they read again',
        value: right,
        unit: `of ${STOPPED}`,
        goal: 'all',
        reached: right === STOPPED,
      })
    } finally {
      await fleet.stop()
      await server.child.stop()
    }
  },
}
