// A projection as coordinates: what was, and where it stands at the deadline if it goes on as so far.
import type { ProjectionView } from '../../../shared/api/history.ts'
import { type Box, scaleOf } from '../../charts/range/shape.ts'
import type { Point } from './summary.ts'

export type ProjectionShape = {
  ticks: { y: number; value: number }[]
  from: number
  to: number
  x(at: number): number
  /** SVG paths. */
  past: string
  ahead: string
  band80: string
  band95: string
  lastX: number
  end: { x: number; y: number; low80: number; high80: number; low95: number; high95: number }
  target: { y: number; highY: number | null }
}

/** Of the axis the past has at most this much, so that the intervals ahead can be read. */
const PAST_SHARE = 0.75

/** Null when nothing is projected. `points` are the values so far, oldest first; their time is their end. */
export function projectionShape(
  view: ProjectionView,
  points: readonly Point[],
  box: Box,
): ProjectionShape | null {
  const { projection: p, deadline, to: lastAt, lastValue, target } = view
  if (!p || deadline === null || lastAt === null || lastValue === null || !target) return null
  const ahead = deadline - lastAt
  const begin = lastAt - (ahead * PAST_SHARE) / (1 - PAST_SHARE)
  const past = points.filter((q) => q.to <= lastAt && q.to >= begin && Number.isFinite(q.value))
  const from = Math.min(past[0]?.to ?? begin, lastAt)
  const values = [...past.map((q) => q.value), lastValue, p.low95, p.high95, target.value]
  if (target.valueHigh !== null) values.push(target.valueHigh)
  const { x, y, ticks } = scaleOf(values, from, deadline, box)
  const start: [number, number] = [x(lastAt), y(lastValue)]
  const path = (list: readonly (readonly [number, number])[]) =>
    list.map(([px, py], i) => `${i ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`).join('')
  const wedge = (low: number, high: number) =>
    `${path([start, [x(deadline), y(high)], [x(deadline), y(low)]])}Z`
  const line = past.map((q) => [x(q.to), y(q.value)] as const)
  return {
    ...{ from, to: deadline, x },
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    past: path([...line.filter(([px]) => px < start[0]), start]),
    ahead: path([start, [x(deadline), y(p.value)]]),
    band80: wedge(p.low80, p.high80),
    band95: wedge(p.low95, p.high95),
    lastX: start[0],
    end: {
      ...{ x: x(deadline), y: y(p.value) },
      ...{ low80: y(p.low80), high80: y(p.high80), low95: y(p.low95), high95: y(p.high95) },
    },
    target: { y: y(target.value), highY: target.valueHigh === null ? null : y(target.valueHigh) },
  }
}
