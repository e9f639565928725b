import type { Cell, Frame } from '../../shared/frame/cell.ts'
import { decodeFrame, encodeFrame } from '../../shared/frame/codec.ts'
import { FRESHNESS } from '../../shared/vocabulary.ts'

export type Row = { what: string; bytes: number; encodeUs: number; decodeUs: number }

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

/** Median microseconds of one call over `rounds` rounds of `calls` calls, after one round to warm up. */
function medianUs(work: () => unknown, rounds = 15, calls = 200): number {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const from = performance.now()
    for (let i = 0; i < calls; i++) work()
    if (round > 0) times.push(((performance.now() - from) * 1000) / calls)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** Our frame against JSON text of the same delta, both from object to bytes and back. */
export function measureCodec(cells: number): { frame: Row; json: Row } {
  const frame = delta(cells)
  const bytes = encodeFrame(frame)
  const utf8 = new TextEncoder()
  const text = new TextDecoder()
  const json = utf8.encode(JSON.stringify(frame))
  return {
    frame: {
      what: 'frame',
      bytes: bytes.byteLength,
      encodeUs: medianUs(() => encodeFrame(frame)),
      decodeUs: medianUs(() => decodeFrame(bytes)),
    },
    json: {
      what: 'JSON',
      bytes: json.byteLength,
      encodeUs: medianUs(() => utf8.encode(JSON.stringify(frame))),
      decodeUs: medianUs(() => JSON.parse(text.decode(json))),
    },
  }
}
