import type { Cell, Frame } from '../../shared/frame/cell.ts'
import { decodeFrame, encodeFrame } from '../../shared/frame/codec.ts'
import { FRESHNESS } from '../../shared/vocabulary.ts'
import { medianUs } from './median.ts'
import type { Part } from './part.ts'

const CELLS = 200

/** A delta as a wall receives it: figures with some decimals, instants of now. The same numbers on every run. */
function delta(cells: number): Frame {
  let seed = 20_261_123
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const now = 1_763_856_000_000
  const cell = (_: unknown, i: number): Cell => ({
    index: i * 3,
    value: Math.round(random() * 1e7) / 100,
    validFrom: now - 60_000,
    validTo: now,
    recordedAt: now + Math.floor(random() * 1000),
    flags: Math.floor(random() * 4),
    freshness: FRESHNESS[Math.floor(random() * FRESHNESS.length)] ?? FRESHNESS[0],
    since: now - Math.floor(random() * 1e6),
    revision: 0,
    parts: 34,
    partsOf: 34,
  })
  return {
    kind: 'delta',
    view: 1,
    epoch: 1,
    seq: 1000,
    previous: 999,
    serverTime: now,
    cells: Array.from({ length: cells }, cell),
  }
}

export const part: Part = {
  name: 'codec',
  about: 'our frame against JSON text of the same delta, from object to bytes and back, one call',
  async run(ctx) {
    const frame = delta(CELLS)
    const bytes = encodeFrame(frame)
    const utf8 = new TextEncoder()
    const text = new TextDecoder()
    const json = utf8.encode(JSON.stringify(frame))
    const figure = (what: string, unit: string, value: number, rivalValue: number) =>
      ctx.figure({ case: `a delta of ${CELLS} cells`, what, value, unit, rival: 'JSON', rivalValue })
    figure('size', 'bytes', bytes.byteLength, json.byteLength)
    figure(
      'encode',
      'µs',
      medianUs(() => encodeFrame(frame)),
      medianUs(() => utf8.encode(JSON.stringify(frame))),
    )
    figure(
      'decode',
      'µs',
      medianUs(() => decodeFrame(bytes)),
      medianUs(() => JSON.parse(text.decode(json))),
    )
  },
}
