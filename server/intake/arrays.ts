// PostgreSQL's binary arrays: the driver passes a Buffer on as it is, and the server has no text to parse.
const OID = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  integer: 23,
  text: 25,
  double: 701,
  instant: 1184,
} as const
const HEADER = 20
/** ms from 1970 to PostgreSQL's own year zero, 2000. */
const EPOCH_MS = 946_684_800_000
const TWO_32 = 2 ** 32

/** An array without elements, of any type that its place in the statement says. */
export const empty = (oid: keyof typeof OID): Buffer => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(OID[oid], 8)
  return bytes
}

function header(oid: keyof typeof OID, count: number, bytes: number): Buffer {
  const out = Buffer.allocUnsafe(HEADER + count * 4 + bytes)
  out.writeInt32BE(1, 0)
  out.writeInt32BE(0, 4)
  out.writeInt32BE(OID[oid], 8)
  out.writeInt32BE(count, 12)
  out.writeInt32BE(1, 16)
  return out
}

/** Elements of one width, none null. */
function fixed(
  oid: keyof typeof OID,
  width: number,
  count: number,
  write: (out: Buffer, i: number, at: number) => void,
): Buffer {
  if (!count) return empty(oid)
  const out = header(oid, count, count * width)
  for (let i = 0, at = HEADER; i < count; i++, at += 4 + width) {
    out.writeInt32BE(width, at)
    write(out, i, at + 4)
  }
  return out
}

export const integers = (list: readonly number[]): Buffer =>
  fixed('integer', 4, list.length, (out, i, at) => out.writeInt32BE(list[i]!, at))

export const doubles = (list: readonly number[]): Buffer =>
  fixed('double', 8, list.length, (out, i, at) => out.writeDoubleBE(list[i]!, at))

export const booleans = (list: readonly boolean[]): Buffer =>
  fixed('boolean', 1, list.length, (out, i, at) => {
    out[at] = Number(list[i])
  })

/** Of whole numbers in text, as message ids are kept. */
export const bigints = (list: readonly string[]): Buffer => {
  let text = ''
  let value = 0n
  return fixed('bigint', 8, list.length, (out, i, at) => {
    // One message has many rows: its id is read once.
    if (list[i] !== text) {
      text = list[i]!
      value = BigInt(text)
    }
    out.writeBigInt64BE(value, at)
  })
}

function writeInstant(out: Buffer, ms: number, at: number): void {
  const micros = Math.round((ms - EPOCH_MS) * 1000)
  const high = Math.floor(micros / TWO_32)
  out.writeInt32BE(high, at)
  out.writeUInt32BE(micros - high * TWO_32, at + 4)
}

/** Of ms since 1970, to the microsecond. */
export const instants = (list: readonly number[]): Buffer =>
  fixed('instant', 8, list.length, (out, i, at) => writeInstant(out, list[i]!, at))

/** One timestamptz, not an array. */
export function instant(ms: number): Buffer {
  const out = Buffer.allocUnsafe(8)
  writeInstant(out, ms, 0)
  return out
}

/** Elements of any length; null stays null. */
function variable<T>(
  oid: keyof typeof OID,
  list: readonly (T | null)[],
  size: (v: T) => number,
  write: (out: Buffer, v: T, at: number) => void,
): Buffer {
  if (!list.length) return empty(oid)
  const sizes = list.map((v) => (v === null ? -1 : size(v)))
  const out = header(
    oid,
    list.length,
    sizes.reduce((sum, n) => sum + Math.max(n, 0), 0),
  )
  out.writeInt32BE(sizes.includes(-1) ? 1 : 0, 4)
  let at = HEADER
  for (const [i, v] of list.entries()) {
    at = out.writeInt32BE(sizes[i]!, at)
    if (v === null) continue
    write(out, v, at)
    at += sizes[i]!
  }
  return out
}

export const texts = (list: readonly (string | null)[]): Buffer =>
  variable(
    'text',
    list,
    (v) => Buffer.byteLength(v),
    (out, v, at) => out.write(v, at),
  )

export const byteas = (list: readonly (Buffer | null)[]): Buffer =>
  variable(
    'bytea',
    list,
    (v) => v.length,
    (out, v, at) => v.copy(out, at),
  )
