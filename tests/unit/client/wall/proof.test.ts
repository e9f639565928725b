import { describe, expect, it } from 'vitest'
import { ViewState } from '../../../../client/live/view.ts'
import type { ShownView } from '../../../../client/live/views.ts'
import { valuesShown } from '../../../../client/pages/wall/device/proof.ts'
import { type DeviceState, deviceStore } from '../../../../client/pages/wall/device/self.ts'
import { coverOf } from '../../../../client/pages/wall/device/sight.ts'
import type { Cell } from '../../../../shared/frame/cell.ts'
import type { CellMeta, ViewQuestion } from '../../../../shared/live.ts'
import { MOST_SHOWN } from '../../../../shared/proof.ts'
import { CLEAR_OVERLAY } from '../../../../shared/wall.ts'
import { meta } from './meta.ts'

const cell = (index: number): Cell => ({
  ...{ index, value: 100 + index, validFrom: 0, validTo: 5, recordedAt: 0, flags: 0, freshness: 'fresh' },
  ...{ since: 0, revision: 0, parts: 0, partsOf: 0 },
})
const SCENE: ViewQuestion = { kind: 'scene', scene: 'a', version: 1 }
function view(cells: CellMeta[], question = SCENE, id = 1, values = cells.map((_, i) => cell(i))): ShownView {
  const state = new ViewState(question)
  state.restore(cells, values)
  return { question, id, epoch: 1, seq: 9, view: state.store.getState() }
}
const province = (n: number, indicator: string, unit: string) =>
  meta(n, { indicator, unit, unitKind: 'province' })
const MAP = new Map([['A', null]])
const NO_WORDS = new Map<string, string>()

describe('what a screen says it shows', () => {
  const cells = [meta(1, { indicator: 'A' }), province(2, 'A', '01'), province(3, 'B', '01')]
  it('is what stands there in words, and the provinces of a map in sight, whatever question brought them', () => {
    for (const question of [SCENE, { kind: 'indicator', indicator: 'A' } as const])
      expect(valuesShown([view(cells, question)], { words: new Map([['B@01', '102']]), maps: MAP })).toEqual({
        values: [
          [2, 1, 9, 101, 5, null],
          [3, 1, 9, 102, 5, '102'],
        ],
        cut: 0,
      })
  })
  it('is nothing of a map that is not in sight, though its numbers are there', () => {
    const asked = view(cells, { kind: 'indicator', indicator: 'A' })
    expect(valuesShown([asked], { words: NO_WORDS, maps: new Map() }).values).toEqual([])
  })
  it('is no province that the map leaves without a colour: of another period than it shows, or without a value', () => {
    const four = [1, 2, 3, 4].map((n) => province(n, 'A', `0${n}`))
    const values = [
      ...[cell(0), { ...cell(1), validTo: 4 }, { ...cell(2), value: Number.NaN }],
      { ...cell(3), validTo: 4 },
    ]
    const seen = { words: new Map([['A@04', '103']]), maps: new Map([['A', 5]]) }
    // What stands there in words is said whatever the map shows.
    expect(valuesShown([view(four, SCENE, 1, values)], seen).values.map(([series]) => series)).toEqual([1, 4])
  })
  it('says a number once, by its words rather than its colour', () => {
    const both = [view(cells), view(cells, { kind: 'indicator', indicator: 'A' }, 2)]
    const { values } = valuesShown(both, { words: new Map([['A@01', '101']]), maps: MAP })
    expect(values.map(([series, , , , , text]) => [series, text])).toEqual([[2, '101']])
  })
  it('holds a large table whole; what is beyond a report is counted, colours before words', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => province(i, 'A', `${i}`))
    const words = new Map([['A@1009', '1109']])
    const maps = MAP
    expect(valuesShown([view(many(480))], { words, maps })).toMatchObject({ cut: 0 })
    const { values, cut } = valuesShown([view(many(MOST_SHOWN + 10))], { words, maps })
    expect([values.length, cut]).toEqual([MOST_SHOWN, 10])
    expect(values.at(-1)?.[5]).toBe('1109')
  })
})

it('a screen that is dark, shows the test picture or its own name shows no number', () => {
  const at = (more: Partial<DeviceState>) => coverOf({ ...deviceStore.getState(), ...more }, 1_000)
  expect(at({})).toBeNull()
  expect(at({ testPicture: true })).toBe('test-picture')
  expect([at({ identifyUntil: 1_001 }), at({ identifyUntil: 1_000 })]).toEqual(['identity', null])
  expect(at({ testPicture: true, overlay: { ...CLEAR_OVERLAY, blank: true } })).toBe('dark')
})
