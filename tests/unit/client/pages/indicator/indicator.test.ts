import { describe, expect, test } from 'vitest'
import { roundTicks } from '../../../../../client/charts/range/shape.ts'
import { csvText } from '../../../../../client/export/csv.ts'
import { changeOf, judge } from '../../../../../client/pages/indicator/change.ts'
import { ownDay, periodDays } from '../../../../../client/pages/indicator/periods.ts'
import { rankUnits } from '../../../../../client/pages/indicator/ranking.ts'
import type { Standing } from '../../../../../client/pages/indicator/summary.ts'
import { labelled, trendShape } from '../../../../../client/pages/indicator/trendShape.ts'

describe('a change', () => {
  test('of a share is in points, of anything else in percent', () => {
    expect(changeOf(61.8, 58.1, '%')).toEqual({ kind: 'points', value: 61.8 - 58.1 })
    expect(changeOf(110, 100, 'tỷ đồng')).toEqual({ kind: 'percent', value: 10 })
  })
  test('on a negative value keeps its direction', () => {
    expect(changeOf(-5, -10, 'người')?.value).toBe(50)
  })
  test('has nothing to say without an earlier value, or from zero', () => {
    expect(changeOf(1, null, '%')).toBeNull()
    expect(changeOf(1, 0, 'người')).toBeNull()
  })
})

describe('a target', () => {
  test('is met by its own comparator', () => {
    expect(judge(80, { comparator: '>=', value: 80, valueHigh: null })).toBe('met')
    expect(judge(4.1, { comparator: '<', value: 4, valueHigh: null })).toBe('missed')
    expect(judge(5, { comparator: 'range', value: 4, valueHigh: 6 })).toBe('met')
    expect(judge(null, { comparator: '<', value: 4, valueHigh: null })).toBeNull()
  })
})

describe('a ranking', () => {
  const rows = [
    { unit: '01', value: 3 },
    { unit: '02', value: null },
    { unit: '03', value: 9 },
    { unit: '04', value: 3 },
  ]
  test('puts the best first by the direction of the indicator', () => {
    expect(rankUnits(rows, 'higher').map((r) => r.unit)).toEqual(['03', '01', '04', '02'])
    expect(rankUnits(rows, 'lower').map((r) => r.unit)).toEqual(['01', '04', '03', '02'])
  })
  test('gives equals one rank and units without a value none', () => {
    expect(rankUnits(rows, 'higher').map((r) => r.rank)).toEqual([1, 2, 2, null])
  })
})

describe('a trend', () => {
  const box = { left: 0, top: 0, right: 100, bottom: 100 }
  const point = (to: number, value: number) => ({ from: to - 1, to, value, period: null, status: 'official' })
  test('runs from left to right and holds the target in its frame', () => {
    const shape = trendShape([point(1, 10), point(2, 20)], 40, box)
    expect(shape?.dots.map((d) => d.x)).toEqual([0, 100])
    expect(shape?.targetY).toBeGreaterThanOrEqual(0)
  })
  test('does not bridge a gap', () => {
    const shape = trendShape([point(1, 1), point(2, 2), point(3, 2), point(9, 3)], null, box)
    expect(shape?.path.match(/M/g)).toHaveLength(2)
  })
  test('is nothing when there is nothing to draw', () => {
    expect(trendShape([], 5, box)).toBeNull()
  })
  test('has round ticks, and labels that name the newest and never touch', () => {
    expect(roundTicks(0, 10, 5)).toEqual([0, 2.5, 5, 7.5, 10])
    const dots = [0, 4, 8, 500, 540, 560, 600].map((x) => ({ x }))
    expect(labelled(dots, 50).map((d) => d.x)).toEqual([8, 540, 600])
  })
})

test('a CSV cell never runs as a formula and keeps quotes and commas', () => {
  const text = csvText(
    ['a', 'b'],
    [
      ['=1+1', -3.5],
      ['say "hi", you', null],
    ],
  )
  expect(text).toBe('\uFEFFa,b\r\n\'=1+1,-3.5\r\n"say ""hi"", you",\r\n')
})

describe('the periods of an indicator', () => {
  const year = (y: number) => ({
    from: Date.parse(`${y}-01-01T00:00:00+07:00`),
    to: Date.parse(`${y + 1}-01-01T00:00:00+07:00`),
    value: 1,
    period: String(y),
    status: 'official',
  })
  const unit = (code: string, unitFrom: string, to: number | null): Standing => ({
    unit: code,
    unitFrom,
    kind: 'province',
    name: { vi: code, en: code },
    value: to === null ? null : 1,
    period: null,
    validFrom: to,
    validTo: to,
    recordedAt: to,
    status: 'official',
    simulated: false,
    computed: false,
    weightMissing: false,
    parts: 0,
    partsOf: 0,
    freshness: 'fresh',
    revision: 0,
    flags: 0,
    approved: null,
    rank: null,
    before: null,
    lastYear: null,
    target: null,
  })
  test('are told newest first, each by its last day', () => {
    expect(periodDays([year(2019), year(2020), year(2019)])).toEqual([
      { period: '2020', day: '2020-12-31' },
      { period: '2019', day: '2019-12-31' },
    ])
  })
  test('of the time of the 63 provinces are shown on the 63 provinces', () => {
    const summary = { day: '2026-11-23', nation: null, sources: [] }
    const old = {
      ...summary,
      units: [unit('01', '2008-08-01', year(2023).to), unit('15', '2025-07-01', null)],
    }
    expect(ownDay(old, [])).toBe('2023-12-31')
    expect(ownDay({ ...summary, units: [unit('15', '2025-07-01', year(2025).to)] }, [])).toBeNull()
    expect(ownDay({ ...summary, units: [] }, [{ period: '2020', day: '2020-12-31' }])).toBe('2020-12-31')
  })
})
