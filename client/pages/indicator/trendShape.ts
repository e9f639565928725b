// A trend as coordinates: pure, so that the drawing is only drawing.
import { type Box, roundTicks } from '../../charts/range/shape.ts'
import type { Point } from './summary.ts'

export type TrendShape = {
  /** Each point's place in the box. */
  dots: { x: number; y: number; point: Point }[]
  /** SVG path through the points; a gap of more than two steps is not bridged. */
  path: string
  ticks: { y: number; value: number }[]
  targetY: number | null
}

/** Time runs to the right by the end of each period. Null when there is nothing to draw. */
export function trendShape(points: readonly Point[], target: number | null, box: Box): TrendShape | null {
  const known = points.filter((p) => Number.isFinite(p.value))
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last) return null
  const values = known.map((p) => p.value)
  if (target !== null) values.push(target)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const pad = high === low ? Math.max(Math.abs(high) * 0.1, 1) : 0
  const ticks = roundTicks(low - pad, high + pad, 5)
  const [bottom = low, top = high] = [ticks[0], ticks.at(-1)]
  const y = (v: number) => box.bottom - ((v - bottom) / (top - bottom || 1)) * (box.bottom - box.top)
  const span = last.to - first.to
  const x = (t: number) =>
    span === 0 ? (box.left + box.right) / 2 : box.left + ((t - first.to) / span) * (box.right - box.left)
  const dots = known.map((point) => ({ x: x(point.to), y: y(point.value), point }))
  const steps = known.slice(1).map((p, i) => p.to - (known[i]?.to ?? p.to))
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  const path = dots
    .map((d, i) => {
      const gap = i === 0 || (steps[i - 1] ?? 0) > usual * 2.5
      return `${gap ? 'M' : 'L'}${d.x.toFixed(1)} ${d.y.toFixed(1)}`
    })
    .join('')
  return {
    dots,
    path,
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    targetY: target === null ? null : y(target),
  }
}

/** Which dots get their period written below: the newest always, then each older one that leaves `room` between. */
export function labelled<D extends { x: number }>(dots: readonly D[], room: number): D[] {
  const found: D[] = []
  for (const dot of [...dots].reverse()) {
    const last = found.at(-1)
    if (!last || last.x - dot.x >= room) found.push(dot)
  }
  return found.reverse()
}
