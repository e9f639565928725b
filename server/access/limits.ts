/** Attempts that were not right, by key, within a window; memory is bounded, the oldest keys go first. */
export class Attempts {
  readonly #most: number
  readonly #windowMs: number
  readonly #found = new Map<string, { count: number; until: number }>()
  constructor(most: number, windowMs: number) {
    this.#most = most
    this.#windowMs = windowMs
  }
  /** Seconds to wait before the next attempt; 0 = now. */
  wait(key: string, now = Date.now()): number {
    const f = this.#found.get(key)
    if (!f || f.until <= now || f.count < this.#most) return 0
    return Math.ceil((f.until - now) / 1000)
  }
  /** Counts an attempt; taken before the answer is known, so that many at once cannot slip by. */
  take(key: string, now = Date.now()): void {
    const f = this.#found.get(key)
    const fresh = !f || f.until <= now
    this.#found.delete(key)
    this.#found.set(key, { count: fresh ? 1 : f.count + 1, until: fresh ? now + this.#windowMs : f.until })
    if (this.#found.size > 20_000) {
      const oldest = this.#found.keys().next().value
      if (oldest !== undefined) this.#found.delete(oldest)
    }
  }
  /** An attempt that turned out right counts no longer. */
  giveBack(key: string): void {
    const f = this.#found.get(key)
    if (f) f.count--
  }
  clear(key: string): void {
    this.#found.delete(key)
  }
}
