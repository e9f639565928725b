import { describe, expect, test } from 'vitest'
import { projectionShape } from '../../../../../client/pages/indicator/projectionShape.ts'
import type { ProjectionView } from '../../../../../shared/api/history.ts'

const BOX = { left: 0, top: 0, right: 100, bottom: 100 }
const view: ProjectionView = {
  ...{
    indicator: 'DP-07',
    unit: 'VN',
    unitFrom: '1945-09-02',
    measure: '%',
    values: 3,
    from: 0,
    to: 300,
    lastValue: 30,
  },
  target: { comparator: '>=', value: 95, valueHigh: null, period: '2026', source: 'x', simulated: true },
  deadline: 400,
  ahead: 1,
  projection: {
    ...{ method: 'drift', value: 40, low80: 35, high80: 45, low95: 30, high95: 50, verdict: 'missed' },
    backTest: { origins: 5, mae: 1, mape: 2, rmse: 1.5 },
  },
  impossible: null,
}
const points = [100, 200, 300].map((to) => ({
  from: to - 100,
  to,
  value: to / 10,
  period: null,
  status: 'official',
}))

describe('a projection drawn', () => {
  test('begins where the values end, ends at the deadline, and widens', () => {
    const shape = projectionShape(view, points, BOX)
    expect(shape?.end.x).toBe(100)
    expect(shape?.ahead.startsWith(`M${shape.lastX.toFixed(1)} `)).toBe(true)
    expect(shape?.past.endsWith(shape.ahead.split('L')[0]?.slice(1) ?? '?')).toBe(true)
    const { low80, high80, low95, high95 } = shape?.end ?? { low80: 0, high80: 0, low95: 0, high95: 0 }
    expect(low95 - high95).toBeGreaterThan(low80 - high80)
  })
  test('leaves the past no more than its share of the axis', () => {
    const long = Array.from({ length: 100 }, (_, i) => ({
      ...points[0],
      from: 0,
      to: i * 3,
      value: 1,
      period: null,
      status: 'official',
    }))
    expect(projectionShape(view, long, BOX)?.lastX).toBeLessThanOrEqual(75)
  })
  test('is nothing where none is possible', () => {
    expect(projectionShape({ ...view, projection: null, impossible: 'TOO_SHORT' }, points, BOX)).toBeNull()
  })
})
