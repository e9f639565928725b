import { expect, it } from 'vitest'
import { View } from '../../../server/live/index.ts'
import { differing } from '../../../server/wall/proofs.ts'

const NOTHING = {
  ...{ validFrom: 0, validTo: 0, recordedAt: 0, flags: 0, freshness: 'fresh' as const },
  ...{ since: 0, revision: 0, parts: 0, partsOf: 0 },
}

it('a view remembers what each sequence said, also of what changed later and of what never changed', () => {
  const now = new Map([
    [1, 10],
    [2, 20],
  ])
  const view = new View(1, [1, 2], 9, (series) => ({ ...NOTHING, value: now.get(series) ?? Number.NaN }))
  for (const value of [11, 12, 13]) {
    now.set(1, value)
    view.tick([1], value)
  }
  expect(view.sent(2, 1)?.[0]).toBe(11)
  expect(view.sent(3, 1)?.[0]).toBe(12)
  expect(view.sent(4, 1)?.[0]).toBe(13)
  expect(view.sent(1, 1)?.[0]).toBe(10)
  expect(view.sent(2, 2)?.[0]).toBe(20)
  expect(view.sent(5, 1)).toBeUndefined()
  // So many later that the first are not held any more.
  for (let value = 14; value < 400; value++) {
    now.set(1, value)
    view.tick([1], value)
  }
  expect(view.sent(2, 1)).toBeUndefined()
  expect(view.sent(380, 1)?.[0]).toBe(389)
  expect(view.sent(380, 2)?.[0]).toBe(20)
})

it('a report differs where a value is not what was sent, or nobody knows any more what was', () => {
  const sent = (_view: number, seq: number) => (seq === 1 ? [5, 6] : undefined)
  expect(differing([[7, 1, 1, 5, 0, '5']], sent)).toEqual([])
  expect(differing([[7, 1, 1, 6, 0, '6']], sent)).toEqual([])
  expect(differing([[7, 1, 1, 8, 0, '8']], sent)).toEqual([7])
  expect(differing([[7, 1, 2, 5, 0, '5']], sent)).toEqual([7])
})
