/** Counts by key within a fixed window; memory is bounded, the oldest keys go first. */
export class Rate {
  readonly #most: number
  readonly #windowMs: number
  readonly #keys: number
  readonly #found = new Map<string, { count: number; until: number }>()
  constructor(most: number, windowMs: number, keys = 10_000) {
    this.#most = most
    this.#windowMs = windowMs
    this.#keys = keys
  }

  /** Seconds to wait; 0 = now. Counts nothing. */
  wait(key: string, now: number): number {
    const f = this.#found.get(key)
    return !f || f.until <= now || f.count < this.#most ? 0 : Math.ceil((f.until - now) / 1000)
  }

  count(key: string, now: number): void {
    const f = this.#found.get(key)
    if (f && f.until > now) {
      f.count++
      return
    }
    this.#found.delete(key)
    this.#found.set(key, { count: 1, until: now + this.#windowMs })
    if (this.#found.size <= this.#keys) return
    const oldest = this.#found.keys().next().value
    if (oldest !== undefined) this.#found.delete(oldest)
  }

  /** Takes one. Returns 0 when it may pass, else the seconds to wait. */
  take(key: string, now: number): number {
    const wait = this.wait(key, now)
    if (!wait) this.count(key, now)
    return wait
  }
}
