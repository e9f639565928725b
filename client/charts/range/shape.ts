// A range of a series as coordinates: pure, so that the drawing is only drawing.
import type { Bucket } from './buckets.ts'

export type Box = { left: number; top: number; right: number; bottom: number }
export type Scale = { x(at: number): number; y(value: number): number; ticks: readonly number[] }
export type RangeShape = Scale & {
  /** SVG paths: through the last value of each bucket, and around lowest and highest. A gap is not bridged. */
  line: string
  band: string
  dots: { x: number; y: number; bucket: Bucket }[]
}

/** Round numbers that span low to high, about `count` of them. */
export function roundTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low]
  const raw = (high - low) / Math.max(count - 1, 1)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? raw
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Axes for times from–to and all of the values. */
export function scaleOf(values: readonly number[], from: number, to: number, box: Box): Scale {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const pad = high === low ? Math.max(Math.abs(high) * 0.1, 1) : 0
  const ticks = roundTicks(low - pad, high + pad, 5)
  const [bottom = low, top = high] = [ticks[0], ticks.at(-1)]
  return {
    ticks,
    x: (at) => box.left + ((at - from) / (to - from || 1)) * (box.right - box.left),
    y: (value) => box.bottom - ((value - bottom) / (top - bottom || 1)) * (box.bottom - box.top),
  }
}

/** Steps looked at on either side of a silence. */
const NEAR = 5
const median = (steps: readonly number[]) =>
  [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0

/**
 * Runs of buckets without a silence: a step of more than 2.5 times what is usual on both of its sides. A source that
 * begins to send more often is no silence.
 */
function runsOf(buckets: readonly Bucket[]): Bucket[][] {
  const steps = buckets.slice(1).map((b, i) => b.lastAt - (buckets[i]?.lastAt ?? b.lastAt))
  const runs: Bucket[][] = []
  buckets.forEach((b, i) => {
    const run = runs.at(-1)
    // steps[i - 1] leads to this bucket.
    const sides = [steps.slice(Math.max(0, i - 1 - NEAR), i - 1), steps.slice(i, i + NEAR)].map(median)
    const usual = Math.max(...sides)
    if (!run || (usual > 0 && (steps[i - 1] ?? 0) > usual * 2.5)) runs.push([b])
    else run.push(b)
  })
  return runs
}

const path = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

/** Null when there is nothing to draw between `from` and `to`. */
export function rangeShape(
  buckets: readonly Bucket[],
  target: number | null,
  from: number,
  to: number,
  box: Box,
): RangeShape | null {
  const inside = buckets.filter((b) => b.lastAt >= from && b.lastAt <= to)
  if (!inside.length) return null
  const values = inside.flatMap((b) => [b.min, b.max])
  const scale = scaleOf(target === null ? values : [...values, target], from, to, box)
  const { x, y } = scale
  const runs = runsOf(inside)
  return {
    ...scale,
    // A lone value has no line: a short stroke stands for it.
    line: runs
      .map((run) => path(run.map((b) => [x(b.lastAt), y(b.last)])) + (run.length === 1 ? 'h0.01' : ''))
      .join(''),
    band: runs
      .filter((run) => run.some((b) => b.max > b.min))
      .map(
        (run) =>
          `${path([
            ...run.map((b) => [x(b.lastAt), y(b.max)] as const),
            ...run.toReversed().map((b) => [x(b.lastAt), y(b.min)] as const),
          ])}Z`,
      )
      .join(''),
    dots: inside.map((bucket) => ({ x: x(bucket.lastAt), y: y(bucket.last), bucket })),
  }
}
