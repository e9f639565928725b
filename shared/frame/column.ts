// One property of all cells of a frame, written in the shortest of a few ways. Every way gives back the very same numbers.
import { FrameError, MOST_DECIMALS, power, type Reader, type Writer } from './bytes.ts'

/** SAME: one number for all. DECIMAL: whole numbers over a power of ten, zigzag, one more; 0 = the number follows as f64. */
const WAY = { same: 0, decimal: 1, f32: 2, f64: 3 } as const
const MOST_WHOLE = 2 ** 51
const MOST_VARINT = 2 ** 52 + 2

/** The whole number that, over 10^decimals, is exactly this value; NaN when there is none. */
function whole(value: number, decimals: number): number {
  const ten = power(decimals)
  const n = Math.round(value * ten)
  return n / ten === value && n <= MOST_WHOLE && n >= -MOST_WHOLE && !Object.is(value, -0) ? n : Number.NaN
}

/** Numbers of any kind, bit by bit as they are (a NaN is any NaN). */
export function writeNumbers(out: Writer, list: Float64Array, n: number): void {
  const first = list[0] ?? 0
  let same = true
  let narrow = true
  let decimals = 0
  let odd = 0
  for (let i = 0; i < n; i++) {
    const value = list[i] ?? 0
    if (same && !Object.is(value, first)) same = false
    if (narrow && !Object.is(Math.fround(value), value)) narrow = false
    let d = decimals
    while (d <= MOST_DECIMALS && Number.isNaN(whole(value, d))) d++
    if (d > MOST_DECIMALS) odd++
    else decimals = d
    // Numbers with no short way to write them: not looked at any further.
    if (!same && odd > 8 && odd * 4 > i) break
  }
  const few = odd <= 8 || odd * 4 <= n
  if (same) {
    out.u8(WAY.same)
    out.f64(first)
  } else if (few) {
    out.u8(WAY.decimal)
    out.u8(decimals)
    for (let i = 0; i < n; i++) {
      const value = list[i] ?? 0
      const m = whole(value, decimals)
      if (Number.isNaN(m)) {
        out.u8(0)
        out.f64(value)
      } else out.varint((m < 0 ? -2 * m - 1 : 2 * m) + 1)
    }
  } else if (narrow && allNarrow(list, n)) {
    out.u8(WAY.f32)
    for (let i = 0; i < n; i++) out.f32(list[i] ?? 0)
  } else {
    out.u8(WAY.f64)
    for (let i = 0; i < n; i++) out.f64(list[i] ?? 0)
  }
}

function allNarrow(list: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) if (!Object.is(Math.fround(list[i] ?? 0), list[i])) return false
  return true
}

export function readNumbers(from: Reader, n: number): Float64Array {
  const list = new Float64Array(n)
  switch (from.u8()) {
    case WAY.same:
      return list.fill(from.f64())
    case WAY.f32:
      for (let i = 0; i < n; i++) list[i] = from.f32()
      return list
    case WAY.f64:
      for (let i = 0; i < n; i++) list[i] = from.f64()
      return list
    case WAY.decimal: {
      const decimals = from.u8()
      if (decimals > MOST_DECIMALS) throw new FrameError('the decimals of a column are not known')
      const ten = power(decimals)
      for (let i = 0; i < n; i++) {
        const z = from.varint(MOST_VARINT) - 1
        list[i] = z < 0 ? from.f64() : (z % 2 ? -(z + 1) / 2 : z / 2) / ten
      }
      return list
    }
    default:
      throw new FrameError('the way of a column is not known')
  }
}

/** Whole numbers from 0 to 65,535. */
export function writeSmall(out: Writer, list: Uint16Array, n: number): void {
  let same = true
  for (let i = 1; i < n && same; i++) same = list[i] === list[0]
  out.u8(same ? WAY.same : WAY.decimal)
  for (let i = 0; i < (same ? 1 : n); i++) out.varint(list[i] ?? 0)
}
export function readSmall(from: Reader, n: number): Uint16Array {
  const list = new Uint16Array(n)
  const way = from.u8()
  if (way === WAY.same) return list.fill(from.varint(65_535))
  if (way !== WAY.decimal) throw new FrameError('the way of a column is not known')
  for (let i = 0; i < n; i++) list[i] = from.varint(65_535)
  return list
}
