/** A set of small whole numbers as one bit each, with its count. */
export class Marked {
  #bits = new Uint32Array(32)
  #count = 0

  get size(): number {
    return this.#count
  }

  set(key: number, on: boolean): void {
    const place = key >>> 5
    if (place >= this.#bits.length) {
      if (!on) return
      const wider = new Uint32Array(2 ** Math.ceil(Math.log2(place + 1)))
      wider.set(this.#bits)
      this.#bits = wider
    }
    const before = this.#bits[place] ?? 0
    const bit = 1 << (key & 31)
    if (((before & bit) !== 0) === on) return
    this.#bits[place] = before ^ bit
    this.#count += on ? 1 : -1
  }
}
