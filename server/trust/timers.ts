/** Instants at which keyed things change next: a binary heap, old entries left in place and passed over when they come up. */
export class Timers {
  #at: number[] = []
  #key: number[] = []
  /** The instant each key waits for; an entry of the heap that says another is old. */
  #wanted = new Map<number, number>()

  /** Replaces the key's instant (ms); infinite = none. */
  set(key: number, at: number): void {
    if (!Number.isFinite(at)) {
      this.#wanted.delete(key)
      return
    }
    if (this.#wanted.get(key) === at) return
    this.#wanted.set(key, at)
    this.#push(at, key)
  }

  /** The earliest instant that anything waits for; infinite = nothing. */
  next(): number {
    this.#dropOld()
    return this.#at[0] ?? Number.POSITIVE_INFINITY
  }

  /** Keys whose instant has come, each once; they wait for nothing afterwards. */
  due(now: number): number[] {
    const keys: number[] = []
    for (;;) {
      this.#dropOld()
      if (!this.#at.length || this.#at[0]! > now) return keys
      const key = this.#pop()
      this.#wanted.delete(key)
      keys.push(key)
    }
  }

  get size(): number {
    return this.#wanted.size
  }

  #dropOld(): void {
    while (this.#at.length && this.#wanted.get(this.#key[0]!) !== this.#at[0]) this.#pop()
  }

  #push(at: number, key: number): void {
    let i = this.#at.push(at) - 1
    this.#key.push(key)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (this.#at[parent]! <= this.#at[i]!) break
      this.#swap(i, parent)
      i = parent
    }
  }

  #pop(): number {
    const key = this.#key[0]!
    const lastAt = this.#at.pop()!
    const lastKey = this.#key.pop()!
    if (this.#at.length) {
      this.#at[0] = lastAt
      this.#key[0] = lastKey
      for (let i = 0; ; ) {
        const [left, right] = [2 * i + 1, 2 * i + 2]
        let least = i
        if (left < this.#at.length && this.#at[left]! < this.#at[least]!) least = left
        if (right < this.#at.length && this.#at[right]! < this.#at[least]!) least = right
        if (least === i) break
        this.#swap(i, least)
        i = least
      }
    }
    return key
  }

  #swap(a: number, b: number): void {
    ;[this.#at[a], this.#at[b]] = [this.#at[b]!, this.#at[a]!]
    ;[this.#key[a], this.#key[b]] = [this.#key[b]!, this.#key[a]!]
  }
}
