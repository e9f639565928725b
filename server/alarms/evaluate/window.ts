/** As many values as a window keeps, however often they come. */
const MOST = 512

/** Values of one series within a window, thinned to a bounded number of stretches: what stood a window ago. */
export class Window {
  readonly #ms: number
  /** Oldest first; the first may lie before the window: it is what stood when that began. */
  readonly #kept: { at: number; value: number }[] = []

  constructor(ms: number) {
    this.#ms = ms
  }

  /** A value that stands from `at` (ms) on. One that comes late is not needed. */
  put(at: number, value: number): void {
    const [before, last] = [this.#kept.at(-2), this.#kept.at(-1)]
    if (last && at < last.at) return
    if (before && last && at - before.at < this.#ms / MOST) last.value = value
    else this.#kept.push({ at, value })
  }

  /** What stood a window before `now`, or the oldest known where that is not so long ago; null where nothing is. */
  before(now: number): number | null {
    while ((this.#kept[1]?.at ?? Number.POSITIVE_INFINITY) <= now - this.#ms) this.#kept.shift()
    return this.#kept[0]?.value ?? null
  }
}
