/** Messages a connection may send: `perSecond` on average, `burst` at once. Kept in memory, by key. */
export class Limiter {
  readonly #perSecond: number
  readonly #burst: number
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
  }

  /** Takes one. Returns 0 when it may pass, else the seconds to wait. */
  take(key: string, now = performance.now()): number {
    const b = this.#buckets.get(key) ?? { tokens: this.#burst, at: now }
    b.tokens = Math.min(this.#burst, b.tokens + ((now - b.at) / 1000) * this.#perSecond)
    b.at = now
    this.#buckets.delete(key)
    this.#buckets.set(key, b)
    if (this.#buckets.size > 10_000) this.#buckets.delete(this.#buckets.keys().next().value!)
    if (b.tokens < 1) return Math.max(1, Math.ceil((1 - b.tokens) / this.#perSecond))
    b.tokens--
    return 0
  }

  /** Whether one could be taken, taking none. */
  wait(key: string, now = performance.now()): number {
    const b = this.#buckets.get(key)
    if (!b) return 0
    const tokens = b.tokens + ((now - b.at) / 1000) * this.#perSecond
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.#perSecond))
  }
}
