import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell, Frame } from '../../../shared/frame/cell.ts'
import { FRAME_KINDS } from '../../../shared/frame/cell.ts'
import { decodeFrame, encodeFrame, FrameError } from '../../../shared/frame/codec.ts'
import { FRESHNESS } from '../../../shared/vocabulary.ts'

const u16 = fc.integer({ min: 0, max: 65_535 })
const u32 = fc.integer({ min: 0, max: 4_294_967_295 })
const EXTREMES = [
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  2 ** 51,
  -(2 ** 51),
  2 ** 51 + 1,
  2 ** 53,
  0.1,
  0.1 + 0.2,
  1e-6,
  1e-7,
  Math.fround(0.1),
]
const extreme = fc.constantFrom(...EXTREMES)
const value = fc.oneof(
  fc.double(),
  extreme,
  fc.float({ noNaN: true }),
  fc.integer(),
  fc.integer().map((n) => n / 100),
)
const NOW = 1_763_856_000_000
const time = fc.oneof(
  fc.integer({ min: NOW - 1e9, max: NOW + 1e6 }),
  fc.constantFrom(0, NOW),
  fc.double(),
  extreme,
)
const cell: fc.Arbitrary<Cell> = fc.record({
  index: u32,
  value,
  validFrom: time,
  validTo: time,
  recordedAt: time,
  flags: u16,
  freshness: fc.constantFrom(...FRESHNESS),
  since: time,
  revision: u16,
  parts: u16,
  partsOf: u16,
})
/** As a server makes them: places in order, one commit's times, an instant's ends the same. */
const usual: fc.Arbitrary<Cell[]> = fc
  .array(fc.tuple(value, fc.nat({ max: 1_000 }), u16), { maxLength: 300 })
  .map((list) =>
    list.map(([v, late, flags], i) => ({
      index: i * 2,
      value: v,
      validFrom: NOW,
      validTo: NOW,
      recordedAt: NOW + late,
      flags,
      freshness: 'fresh',
      since: NOW,
      revision: 0,
      parts: 0,
      partsOf: 0,
    })),
  )
const frame: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom(...FRAME_KINDS),
  view: u32,
  epoch: u32,
  seq: u32,
  previous: u32,
  serverTime: time,
  cells: fc.oneof(fc.array(cell, { maxLength: 50 }), usual),
})
const some: Cell = {
  index: 7,
  value: 1,
  validFrom: NOW,
  validTo: NOW,
  recordedAt: NOW,
  flags: 1,
  freshness: 'late',
  since: NOW,
  revision: 2,
  parts: 3,
  partsOf: 4,
}
const frameOf = (cells: Cell[]): Frame => ({
  kind: 'delta',
  view: 1,
  epoch: 2,
  seq: 4,
  previous: 3,
  serverTime: NOW,
  cells,
})

describe('the frame codec', () => {
  it('gives back every frame exactly, zeros with their sign', () => {
    fc.assert(
      fc.property(frame, (f) => {
        // toEqual takes -0 for 0 nowhere and NaN for NaN.
        expect(decodeFrame(encodeFrame(f))).toEqual(f)
      }),
      { numRuns: 500 },
    )
  })
  it.each(EXTREMES)('keeps %d as it is, alone and among others', (extreme) => {
    for (const cells of [
      [{ ...some, value: extreme, since: extreme }],
      [some, { ...some, index: 9, value: extreme, validTo: extreme }],
      [{ ...some, validTo: extreme }, some],
    ])
      expect(decodeFrame(encodeFrame(frameOf(cells)))).toEqual(frameOf(cells))
  })
  it('leaves what it gave before alone', () => {
    const first = encodeFrame(frameOf([some]))
    const copy = first.slice()
    encodeFrame(frameOf([{ ...some, value: 99 }]))
    expect(first).toEqual(copy)
  })
  it('decodes from the middle of a larger buffer, as a socket hands it over', () => {
    fc.assert(
      fc.property(frame, u16, (f, pad) => {
        const bytes = encodeFrame(f)
        const larger = new Uint8Array(bytes.length + (pad % 64))
        larger.set(bytes, pad % 64)
        expect(decodeFrame(larger.subarray(pad % 64))).toEqual(f)
      }),
    )
  })
  it('writes the usual frame in a fifth of its numbers or less', () => {
    const cells = Array.from({ length: 200 }, (_, i) => ({ ...some, index: i, value: 50 + (i % 97) / 100 }))
    expect(encodeFrame(frameOf(cells)).length).toBeLessThan(200 * 8)
  })
})

describe('bytes that are no frame', () => {
  /** What is not a FrameError is a fault; what is decoded keeps to its types. */
  const harmless = (bytes: Uint8Array) => {
    try {
      const { cells, kind } = decodeFrame(bytes)
      expect(FRAME_KINDS).toContain(kind)
      for (const c of cells) {
        expect(FRESHNESS).toContain(c.freshness)
        for (const small of [c.flags, c.revision, c.parts, c.partsOf])
          expect(small >= 0 && small <= 65_535).toBe(true)
        expect(c.index >= 0 && c.index < 2 ** 32).toBe(true)
      }
    } catch (error) {
      expect(error).toBeInstanceOf(FrameError)
    }
  }
  it('are refused when something is cut off or put on', () => {
    fc.assert(
      fc.property(frame, fc.nat(), (f, cut) => {
        const bytes = encodeFrame(f)
        expect(() => decodeFrame(bytes.subarray(0, cut % bytes.length))).toThrow(FrameError)
        expect(() => decodeFrame(new Uint8Array([...bytes, 0]))).toThrow(FrameError)
      }),
    )
  })
  it('are refused or harmless when some are changed', () => {
    fc.assert(
      fc.property(
        frame,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1 }),
        (f, changes) => {
          const bytes = encodeFrame(f)
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte
          harmless(bytes)
        },
      ),
      { numRuns: 500 },
    )
  })
  it('are refused or harmless whatever they are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), harmless))
    const known = encodeFrame(frameOf([]))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat({ max: 600 }), (tail, n) => {
        const bytes = new Uint8Array([...known, ...tail])
        new DataView(bytes.buffer).setUint32(20, n, true)
        harmless(bytes)
      }),
    )
  })
  it('ask for no memory by a count that is not true', () => {
    const bytes = encodeFrame(frameOf([]))
    new DataView(bytes.buffer).setUint32(20, 2 ** 32 - 1, true)
    expect(() => decodeFrame(bytes)).toThrow(FrameError)
  })
})
