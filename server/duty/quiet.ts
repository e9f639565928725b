/** A page says every five seconds how it does, in a hidden window once a minute; silent for so long, it draws no more. */
export const SILENT_AFTER_MS = 90_000
export const LOOK_MS = 5_000
/** A look that comes so late comes after the whole machine stood still: nobody could be heard meanwhile. */
const LATE_LOOK_MS = 4 * LOOK_MS

/** Who is here and says nothing more. Times are of a clock that nobody sets, `performance.now()`, in ms. */
export class Quiet {
  readonly #silent = new Set<number>()
  /** Silence is counted from here at the earliest. */
  #from: number
  #lookedAt: number
  constructor(now: number) {
    this.#from = now
    this.#lookedAt = now
  }

  /** `heard`: when each of those who are here was last heard. Gives who fell silent, for how long, and who speaks again. */
  look(
    now: number,
    heard: ReadonlyMap<number, number>,
  ): { fell: { id: number; forMs: number }[]; speaks: number[] } {
    if (now - this.#lookedAt > LATE_LOOK_MS) this.#from = now
    this.#lookedAt = now
    const fell: { id: number; forMs: number }[] = []
    const speaks: number[] = []
    for (const [id, at] of heard) {
      if (this.#silent.has(id)) {
        if (now - at <= SILENT_AFTER_MS) speaks.push(id)
      } else if (now - Math.max(at, this.#from) > SILENT_AFTER_MS) fell.push({ id, forMs: now - at })
    }
    for (const { id } of fell) this.#silent.add(id)
    for (const id of speaks) this.#silent.delete(id)
    return { fell, speaks }
  }

  /** It came anew: what was before is over. */
  forget(id: number): void {
    this.#silent.delete(id)
  }
}
