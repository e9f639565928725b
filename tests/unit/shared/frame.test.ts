import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell, Frame } from '../../../shared/frame/cell.ts'
import { FRAME_KINDS } from '../../../shared/frame/cell.ts'
import { decodeFrame, encodeFrame, FrameError } from '../../../shared/frame/codec.ts'
import { FRESHNESS } from '../../../shared/vocabulary.ts'

const u16 = fc.integer({ min: 0, max: 65_535 })
const u32 = fc.integer({ min: 0, max: 4_294_967_295 })
const time = fc.double({ noNaN: true })
const cell: fc.Arbitrary<Cell> = fc.record({
  index: u32,
  value: fc.double(),
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
const frame: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom(...FRAME_KINDS),
  view: u32,
  epoch: u32,
  seq: u32,
  previous: u32,
  serverTime: time,
  cells: fc.array(cell, { maxLength: 50 }),
})

describe('the frame codec', () => {
  it('gives back every frame exactly', () => {
    fc.assert(
      fc.property(frame, (f) => {
        expect(decodeFrame(encodeFrame(f))).toEqual(f)
      }),
    )
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
  it('refuses every truncated frame instead of inventing cells', () => {
    fc.assert(
      fc.property(frame, fc.nat(), (f, cut) => {
        const bytes = encodeFrame(f)
        expect(() => decodeFrame(bytes.subarray(0, cut % bytes.length))).toThrow(FrameError)
      }),
    )
  })
})
