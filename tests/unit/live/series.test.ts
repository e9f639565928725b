import { expect, it } from 'vitest'
import { joinSeries, keepLive, type LivePoint } from '../../../client/live/series.ts'

const point = (t: number, value: number, recordedAt: number): LivePoint => ({
  from: t,
  to: t,
  value,
  recordedAt,
})
const history = { knownAt: 100, points: [1, 2, 3].map((t) => ({ from: t, to: t, value: t * 10 })) }

it('history and stream join without gap or double', () => {
  // The stream began before the history was read: 2 and 3 came both ways.
  const live = [point(2, 20, 95), point(3, 30, 100), point(4, 40, 101), point(5, 50, 102)]
  expect(joinSeries(history, live, 10).map((p) => [p.from, p.value])).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
    [5, 50],
  ])
})

it('an old word never overrules later knowledge; a correction takes its own place', () => {
  expect(joinSeries(history, [point(2, 999, 99)], 10).map((p) => p.value)).toEqual([10, 20, 30])
  expect(joinSeries(history, [point(2, 21, 120)], 10).map((p) => p.value)).toEqual([10, 21, 30])
})

it('does not grow with time', () => {
  let live: LivePoint[] = []
  for (let t = 0; t < 1_000; t++) live = keepLive(live, point(t, t, 200 + t), 50)
  expect(live).toHaveLength(50)
  expect(joinSeries(history, live, 20).map((p) => p.from)).toEqual(
    Array.from({ length: 20 }, (_, n) => 980 + n),
  )
  expect(keepLive(live, point(999, 7, 9_999), 50)).toHaveLength(50)
})
