import { FRESHNESS } from '../vocabulary.ts'
import type { Cell, Frame } from './cell.ts'
import { FRAME_KINDS } from './cell.ts'

export const FRAME_VERSION = 1
const HEADER = 32
/** Bytes of one cell over all columns. */
const PER_CELL = 4 + 5 * 8 + 4 * 2 + 1

export class FrameError extends Error {
  override name = 'FrameError'
}

/**
 * Header (32 bytes, little-endian): version u8, kind u8, spare u16, view u32, epoch u32, seq u32, previous u32,
 * count u32, serverTime f64. Then columns: index u32, value, validFrom, validTo, recordedAt, since f64,
 * flags, revision, parts, partsOf u16, freshness u8.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  const n = frame.cells.length
  const bytes = new Uint8Array(HEADER + n * PER_CELL)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, FRAME_VERSION)
  view.setUint8(1, FRAME_KINDS.indexOf(frame.kind))
  view.setUint32(4, frame.view, true)
  view.setUint32(8, frame.epoch, true)
  view.setUint32(12, frame.seq, true)
  view.setUint32(16, frame.previous, true)
  view.setUint32(20, n, true)
  view.setFloat64(24, frame.serverTime, true)
  let at = HEADER
  const column = (width: number, write: (offset: number, cell: Cell) => void) => {
    for (const cell of frame.cells) {
      write(at, cell)
      at += width
    }
  }
  column(4, (o, c) => view.setUint32(o, c.index, true))
  column(8, (o, c) => view.setFloat64(o, c.value, true))
  column(8, (o, c) => view.setFloat64(o, c.validFrom, true))
  column(8, (o, c) => view.setFloat64(o, c.validTo, true))
  column(8, (o, c) => view.setFloat64(o, c.recordedAt, true))
  column(8, (o, c) => view.setFloat64(o, c.since, true))
  column(2, (o, c) => view.setUint16(o, c.flags, true))
  column(2, (o, c) => view.setUint16(o, Math.min(c.revision, 65_535), true))
  column(2, (o, c) => view.setUint16(o, Math.min(c.parts, 65_535), true))
  column(2, (o, c) => view.setUint16(o, Math.min(c.partsOf, 65_535), true))
  column(1, (o, c) => view.setUint8(o, FRESHNESS.indexOf(c.freshness)))
  return bytes
}

/** Throws FrameError on bytes that are not a whole frame of this version. */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.byteLength < HEADER) throw new FrameError('frame is shorter than its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint8(0) !== FRAME_VERSION)
    throw new FrameError(`frame version ${view.getUint8(0)} is not known`)
  const kind = FRAME_KINDS[view.getUint8(1)]
  if (!kind) throw new FrameError('frame kind is not known')
  const n = view.getUint32(20, true)
  if (bytes.byteLength !== HEADER + n * PER_CELL) throw new FrameError('frame length does not fit its count')
  const start = (before: number) => HEADER + n * before
  const f64 = (slot: number, i: number) => view.getFloat64(start(4 + slot * 8) + i * 8, true)
  const u16 = (slot: number, i: number) => view.getUint16(start(44 + slot * 2) + i * 2, true)
  const cells: Cell[] = new Array(n)
  for (let i = 0; i < n; i++) {
    const freshness = FRESHNESS[view.getUint8(start(52) + i)]
    if (!freshness) throw new FrameError('freshness code is not known')
    cells[i] = {
      index: view.getUint32(HEADER + i * 4, true),
      value: f64(0, i),
      validFrom: f64(1, i),
      validTo: f64(2, i),
      recordedAt: f64(3, i),
      since: f64(4, i),
      flags: u16(0, i),
      revision: u16(1, i),
      parts: u16(2, i),
      partsOf: u16(3, i),
      freshness,
    }
  }
  return {
    kind,
    view: view.getUint32(4, true),
    epoch: view.getUint32(8, true),
    seq: view.getUint32(12, true),
    previous: view.getUint32(16, true),
    serverTime: view.getFloat64(24, true),
    cells,
  }
}
