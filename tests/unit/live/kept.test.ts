import { expect, it } from 'vitest'
import { forgetViews, keepViews, readView } from '../../../client/live/views.ts'
import type { Cell } from '../../../shared/frame/cell.ts'
import { meta } from '../client/wall/meta.ts'

const cell = (value: number): Cell => ({
  ...{ index: 0, value, validFrom: 0, validTo: 0, recordedAt: 0, flags: 0, freshness: 'fresh', since: 0 },
  ...{ revision: 0, parts: 0, partsOf: 0 },
})
const section = (no: number) => ({ kind: 'section' as const, section: no })
const kept = (no: number, value: number) => ({
  question: section(no),
  cells: [meta(0)],
  values: [cell(value)],
})
const valueIn = (no: number) => {
  const { state, release } = readView(section(no))
  release()
  return state.store.getState().values.get(0)?.value
}

it('what was kept of each section stands while the server is away, the newest of each; a shut-out screen has none', () => {
  keepViews([kept(1, 10), kept(2, 20)])
  keepViews([kept(1, 11)])
  expect([valueIn(1), valueIn(2), valueIn(3)]).toEqual([11, 20, undefined])
  forgetViews()
  keepViews([kept(5, 50)])
  forgetViews()
  expect(valueIn(5)).toBeUndefined()
})

it('as many questions are kept as a wall shows in a round, and those kept longest ago are named to go', () => {
  forgetViews()
  expect(keepViews(Array.from({ length: 32 }, (_, n) => kept(n, n)))).toEqual([])
  expect(keepViews([kept(0, 1), kept(40, 2)])).toEqual([JSON.stringify(section(1))])
  forgetViews()
})
