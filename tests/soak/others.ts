import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second, whatever the machine. */
const TICKS = 100
type Sample = { at: number; busy: number; own: number }

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // the process has ended meanwhile
  }
}

/** Ticks of this process, of every process that names `mark`, and of all below them, those that ended there included. */
function ownTicks(mark: string): number {
  const all = new Map<number, { parent: number; ticks: number; root: boolean }>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    // The name of a program may hold spaces and brackets: what counts stands after the last one.
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = words.slice(11, 15).reduce((sum, w) => sum + Number(w), 0)
    const root = Number(name) === process.pid || read(`/proc/${name}/cmdline`).includes(mark)
    all.set(Number(name), { parent: Number(words[1]), ticks, root })
  }
  const isOwn = (pid: number): boolean => {
    const p = all.get(pid)
    return p !== undefined && (p.root || isOwn(p.parent))
  }
  return [...all].reduce((sum, [pid, p]) => (isOwn(pid) ? sum + p.ticks : sum), 0)
}

/** How much of the machine was busy with what is not ours: a wall that other work starves draws fewer frames. */
export class Others {
  readonly #mark: string
  constructor(mark: string) {
    this.#mark = mark
  }

  sample(): Sample {
    const [user = 0, nice = 0, system = 0] = read('/proc/stat').split(/\s+/).slice(1, 4).map(Number)
    return { at: performance.now(), busy: user + nice + system, own: ownTicks(this.#mark) }
  }

  /** Cores that others used since a sample. */
  since(before: Sample): number {
    const now = this.sample()
    const ticks = now.busy - before.busy - (now.own - before.own)
    return Math.max(0, ticks / TICKS / ((now.at - before.at) / 1_000))
  }
}
