import { expect, it } from 'vitest'
import { ViewState } from '../../../client/live/view.ts'
import type { Cell, Frame } from '../../../shared/frame/cell.ts'
import { encodeFrame } from '../../../shared/frame/codec.ts'

const SIZE = 6
const cell = (index: number, value: number): Cell => ({
  index,
  value,
  validFrom: 0,
  validTo: 0,
  recordedAt: value,
  flags: 0,
  freshness: 'fresh',
  since: 0,
  revision: 0,
  parts: 0,
  partsOf: 0,
})
const meta = (series: number) => ({
  series,
  indicator: `I-${series}`,
  unit: 'VN',
  unitFrom: '1976-07-02',
  unitKind: 'nation',
  unitName: { vi: 'Việt Nam', en: 'Viet Nam' },
  name: { vi: '', en: '' },
  short: { vi: '', en: '' },
  measure: 'MW',
  symbol: { vi: '', en: '' },
  decimals: 0,
  direction: 'higher' as const,
  period: 'realtime' as const,
  cutoff: 'calendar' as const,
  section: 1,
  owner: 'VN',
  source: null,
  connection: null,
  times: null,
  target: null,
})
const frame = (kind: Frame['kind'], seq: number, previous: number, cells: Cell[]): Frame => ({
  kind,
  view: 1,
  epoch: 7,
  seq,
  previous,
  serverTime: 0,
  cells,
})

/** A repeatable run of numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

it.each(Array.from({ length: 200 }, (_, seed) => seed))(
  'whatever is lost, doubled or merged, an applied picture is the server’s at that sequence (seed %i)',
  (seed) => {
    const next = random(seed)
    const table = Array.from({ length: SIZE }, (_, i) => cell(i, 0))
    const at = new Map<number, number[]>([[0, table.map((c) => c.value)]])
    const picture = () =>
      frame(
        'snapshot',
        seq,
        seq,
        table.map((c) => ({ ...c })),
      )
    let seq = 0
    const state = new ViewState({ kind: 'cells', cells: [] })
    state.opened({
      view: 1,
      epoch: 7,
      cells: table.map((c) => meta(c.index)),
      days: { holidays: [], working: [] },
      snapshot: encodeFrame(picture()),
    })
    let held: Frame | null = null
    for (let turn = 1; turn <= 60; turn++) {
      const changed = table.filter(() => next() < 0.4)
      for (const c of changed) table[c.index] = cell(c.index, turn)
      // A slow client is passed over, then gets one frame with all it missed.
      const cells = new Map<number, Cell>(held?.cells.map((c) => [c.index, table[c.index] ?? c]))
      for (const { index } of changed) cells.set(index, table[index] ?? cell(index, turn))
      const delta: Frame = frame('delta', ++seq, held?.previous ?? seq - 1, [...cells.values()])
      at.set(
        seq,
        table.map((c) => c.value),
      )
      if (next() < 0.2) {
        held = delta
        continue
      }
      held = null
      const times = next() < 0.15 ? 0 : next() < 0.15 ? 2 : 1
      const outcomes = Array.from({ length: times }, () => state.frame(delta))
      if (outcomes[0] === 'applied' && times === 2) expect(outcomes[1]).toBe('ignored')
      if (outcomes[0] === 'gap' || next() < 0.05) expect(state.frame(picture())).toBe('applied')
      expect(
        state.store
          .getState()
          .values.list()
          .map((c) => c?.value),
      ).toEqual(at.get(state.seq))
    }
    // A heartbeat tells a client what it did not get; a snapshot mends it.
    if (state.seq < seq) expect(state.frame(frame('heartbeat', seq, seq, []))).toBe('gap')
    state.frame(picture())
    expect(state.store.getState().values.list()).toEqual(table)
  },
)

it('a frame of another life of the server is a gap', () => {
  const state = new ViewState({ kind: 'cells', cells: [] })
  state.opened({
    view: 1,
    epoch: 7,
    cells: [meta(0)],
    days: { holidays: [], working: [] },
    snapshot: encodeFrame(frame('snapshot', 3, 3, [cell(0, 1)])),
  })
  expect(state.frame({ ...frame('delta', 4, 3, [cell(0, 2)]), epoch: 8 })).toBe('gap')
  expect(state.store.getState().values.get(0)?.value).toBe(1)
})
