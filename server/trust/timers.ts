/**
 * Instants at which keyed things change next: a binary heap. A key that is put off, as each new value does, keeps its place
 * and is moved when it comes up: the heap holds about one entry a key, however often they change.
 */
export class Timers {
  #at: number[] = []
  #key: number[] = []
  /** The instant each key waits for; NaN = none. By key: small whole numbers. */
  #wanted = new Float64Array(0)
  /** The instant of each key's entry in the heap, NaN = none; another entry of the key is old. */
  #queued = new Float64Array(0)
  #waiting = 0

  /** Replaces the key's instant (ms); infinite = none. */
  set(key: number, at: number): void {
    this.#grow(key)
    const none = Number.isNaN(this.#wanted[key])
    if (!Number.isFinite(at)) {
      if (!none) this.#waiting--
      this.#wanted[key] = Number.NaN
      return
    }
    if (none) this.#waiting++
    this.#wanted[key] = at
    if (this.#queued[key]! <= at) return
    this.#queued[key] = at
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
      this.#queued[key] = Number.NaN
      this.#wanted[key] = Number.NaN
      this.#waiting--
      keys.push(key)
    }
  }

  get size(): number {
    return this.#waiting
  }

  #dropOld(): void {
    while (this.#at.length) {
      const [at, key] = [this.#at[0]!, this.#key[0]!]
      const wanted = this.#wanted[key]!
      const queued = this.#queued[key]!
      if (queued === at && wanted === at) return
      this.#pop()
      if (queued !== at) continue
      this.#queued[key] = wanted
      if (!Number.isNaN(wanted)) this.#push(wanted, key)
    }
  }

  #grow(key: number): void {
    if (key < this.#wanted.length) return
    const wider = (old: Float64Array) => {
      const next = new Float64Array(Math.max(1024, 2 ** Math.ceil(Math.log2(key + 1)))).fill(Number.NaN)
      next.set(old)
      return next
    }
    this.#wanted = wider(this.#wanted)
    this.#queued = wider(this.#queued)
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
