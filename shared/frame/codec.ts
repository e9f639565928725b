import { FRESHNESS } from '../vocabulary.ts'
import { FrameError, Reader, Writer } from './bytes.ts'
import type { Cell, Frame } from './cell.ts'
import { FRAME_KINDS } from './cell.ts'
import { readNumbers, readSmall, writeNumbers, writeSmall } from './column.ts'

export { FrameError } from './bytes.ts'
export const FRAME_VERSION = 2
const HEADER = 32
/** No cell is longer: five numbers of at most 9 bytes, an index of 6, five small numbers of 3; and 16 bytes of columns' heads. */
const MOST_PER_CELL = 66
const MOST_HEADS = 128
const MOST_INDEX = 2 ** 32 - 1
/** Differences of times are written when they come out exactly. */
const MOST_EXACT = 2 ** 51

const out = new Writer()
let room = 0
let values = new Float64Array(0)
let times = new Float64Array(0)
let small = new Uint16Array(0)

type Time = 'validFrom' | 'validTo' | 'recordedAt' | 'since'
type Small = 'flags' | 'revision' | 'parts' | 'partsOf'

const plain = (time: number) =>
  Number.isSafeInteger(time) && Math.abs(time) < MOST_EXACT && !Object.is(time, -0)

/** A column of times as what they lie before or after another; as they are when one of them is not a plain time. */
function writeTimes(cells: readonly Cell[], of: Time, after: Time | number): void {
  let exact = true
  for (let i = 0; i < cells.length && exact; i++) {
    const cell = cells[i] as Cell
    const base = typeof after === 'number' ? after : cell[after]
    exact = plain(base) && plain(cell[of])
    times[i] = cell[of] - base
  }
  if (!exact) for (let i = 0; i < cells.length; i++) times[i] = (cells[i] as Cell)[of]
  out.u8(exact ? 1 : 0)
  writeNumbers(out, times, cells.length)
}

function writeColumn(cells: readonly Cell[], of: Small): void {
  for (let i = 0; i < cells.length; i++) small[i] = Math.min((cells[i] as Cell)[of], 65_535)
  writeSmall(out, small, cells.length)
}

/**
 * Header (32 bytes, little-endian): version u8, kind u8, spare u16, view u32, epoch u32, seq u32, previous u32,
 * count u32, serverTime f64. Then, when there are cells, columns: index (zigzag varint steps from the one before),
 * value, validTo after serverTime, validFrom, recordedAt and since after validTo, flags, revision, parts, partsOf, freshness.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  const { cells } = frame
  const n = cells.length
  out.begin(HEADER + MOST_HEADS + n * MOST_PER_CELL)
  out.u8(FRAME_VERSION)
  out.u8(FRAME_KINDS.indexOf(frame.kind))
  out.u8(0)
  out.u8(0)
  out.u32(frame.view)
  out.u32(frame.epoch)
  out.u32(frame.seq)
  out.u32(frame.previous)
  out.u32(n)
  out.f64(frame.serverTime)
  if (n === 0) return out.end()
  if (n > room) {
    room = n * 2
    values = new Float64Array(room)
    times = new Float64Array(room)
    small = new Uint16Array(room)
  }
  let before = -1
  for (let i = 0; i < n; i++) {
    const { index, value } = cells[i] as Cell
    const step = index - before - 1
    out.varint(step < 0 ? -2 * step - 1 : 2 * step)
    before = index
    values[i] = value
  }
  writeNumbers(out, values, n)
  writeTimes(cells, 'validTo', frame.serverTime)
  writeTimes(cells, 'validFrom', 'validTo')
  writeTimes(cells, 'recordedAt', 'validTo')
  writeTimes(cells, 'since', 'validTo')
  writeColumn(cells, 'flags')
  writeColumn(cells, 'revision')
  writeColumn(cells, 'parts')
  writeColumn(cells, 'partsOf')
  for (let i = 0; i < n; i++) small[i] = FRESHNESS.indexOf((cells[i] as Cell).freshness)
  writeSmall(out, small, n)
  return out.end()
}

/** `after` are the times that these lie after, one a cell or one for all. */
function readTimes(from: Reader, n: number, after: Float64Array | number): Float64Array {
  const exact = from.u8()
  if (exact > 1) throw new FrameError('the way of a column is not known')
  const list = readNumbers(from, n)
  if (exact)
    for (let i = 0; i < n; i++) {
      const base = typeof after === 'number' ? after : (after[i] ?? 0)
      list[i] = (list[i] ?? 0) + base
    }
  return list
}

/** Throws FrameError on bytes that are not a whole frame of this version. */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.byteLength < HEADER) throw new FrameError('the frame is shorter than its header')
  const from = new Reader(bytes)
  const version = from.u8()
  if (version !== FRAME_VERSION) throw new FrameError(`frame version ${version} is not known`)
  const kind = FRAME_KINDS[from.u8()]
  if (!kind || from.u8() || from.u8()) throw new FrameError('the kind of the frame is not known')
  const [view, epoch, seq, previous, n] = [from.u32(), from.u32(), from.u32(), from.u32(), from.u32()]
  const serverTime = from.f64()
  const frame: Frame = { kind, view, epoch, seq, previous, serverTime, cells: [] }
  // Each cell has a byte of its own at least: a count that is not true asks for no memory.
  if (n > from.left) throw new FrameError('the frame is shorter than its count')
  if (n > 0) readCells(from, n, frame)
  if (from.left) throw new FrameError('the frame is longer than its count')
  return frame
}

function readCells(from: Reader, n: number, frame: Frame): void {
  const index = new Float64Array(n)
  let before = -1
  for (let i = 0; i < n; i++) {
    const z = from.varint(2 * MOST_INDEX + 2)
    before += 1 + (z % 2 ? -(z + 1) / 2 : z / 2)
    if (before < 0 || before > MOST_INDEX) throw new FrameError('the place of a cell is out of range')
    index[i] = before
  }
  const value = readNumbers(from, n)
  const validTo = readTimes(from, n, frame.serverTime)
  const validFrom = readTimes(from, n, validTo)
  const recordedAt = readTimes(from, n, validTo)
  const since = readTimes(from, n, validTo)
  const [flags, revision, parts, partsOf] = [
    readSmall(from, n),
    readSmall(from, n),
    readSmall(from, n),
    readSmall(from, n),
  ]
  const codes = readSmall(from, n)
  for (let i = 0; i < n; i++) {
    const freshness = FRESHNESS[codes[i] ?? 0]
    if (!freshness) throw new FrameError('freshness code is not known')
    frame.cells.push({
      index: index[i] ?? 0,
      value: value[i] ?? 0,
      validFrom: validFrom[i] ?? 0,
      validTo: validTo[i] ?? 0,
      recordedAt: recordedAt[i] ?? 0,
      flags: flags[i] ?? 0,
      freshness,
      since: since[i] ?? 0,
      revision: revision[i] ?? 0,
      parts: parts[i] ?? 0,
      partsOf: partsOf[i] ?? 0,
    })
  }
}
