export class FrameError extends Error {
  override name = 'FrameError'
}

const HIGH = 128
/** Above this a number no longer fits the bit operations. */
const NARROW = 2 ** 31
const TEN = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
export const power = (decimals: number): number => TEN[decimals] ?? Number.NaN
export const MOST_DECIMALS = TEN.length - 1

/** Bytes being written, one after the other, little-endian; the memory is used again for the next frame. */
export class Writer {
  #bytes = new Uint8Array(16 * 1024)
  #view = new DataView(this.#bytes.buffer)
  at = 0

  /** Empties it and makes room for that many bytes. */
  begin(most: number): void {
    this.at = 0
    if (most <= this.#bytes.length) return
    this.#bytes = new Uint8Array(most * 2)
    this.#view = new DataView(this.#bytes.buffer)
  }
  /** What was written, in memory of its own. */
  end(): Uint8Array {
    return this.#bytes.slice(0, this.at)
  }

  u8(value: number): void {
    this.#bytes[this.at++] = value
  }
  u32(value: number): void {
    this.#view.setUint32(this.at, value, true)
    this.at += 4
  }
  f32(value: number): void {
    this.#view.setFloat32(this.at, value, true)
    this.at += 4
  }
  f64(value: number): void {
    this.#view.setFloat64(this.at, value, true)
    this.at += 8
  }
  /** A whole number from 0 to 2^53 in seven bits a byte. */
  varint(value: number): void {
    const bytes = this.#bytes
    let left = value
    while (left >= NARROW) {
      bytes[this.at++] = (left % HIGH) | HIGH
      left = Math.floor(left / HIGH)
    }
    while (left >= HIGH) {
      bytes[this.at++] = (left & 127) | HIGH
      left >>>= 7
    }
    bytes[this.at++] = left
  }
}

/** Reads what a Writer wrote. Every method throws FrameError where the bytes end too early or mean nothing. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.at
  }
  #take(size: number): number {
    const at = this.at
    if (at + size > this.#bytes.length) throw new FrameError('the frame ends too early')
    this.at = at + size
    return at
  }
  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }
  f32(): number {
    return this.#view.getFloat32(this.#take(4), true)
  }
  f64(): number {
    return this.#view.getFloat64(this.#take(8), true)
  }
  varint(most: number): number {
    const bytes = this.#bytes
    let value = 0
    let scale = 1
    for (;;) {
      const byte = bytes[this.at++]
      if (byte === undefined) throw new FrameError('the frame ends too early')
      value += (byte & 127) * scale
      if (value > most) throw new FrameError('a number of the frame is out of its range')
      if (byte < HIGH) return value
      scale *= HIGH
      if (scale > 2 ** 56) throw new FrameError('a number of the frame has no end')
    }
  }
}
