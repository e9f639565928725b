// Classes of a choropleth map: few, round, and filled as evenly as round breaks allow.
import { MAP_COLOURS, type MapPalette } from './palette.ts'

export interface MapClasses {
  /** Inner breaks, ascending, one fewer than `colors`: class i holds breaks[i-1] <= value < breaks[i]. */
  breaks: number[]
  /** Lowest class first. */
  colors: string[]
}

const MANTISSAS = [1, 2, 2.5, 5]

/** Rounds away the binary tail of a decimal sum: 0.30000000000000004 is 0.3. */
const tidy = (n: number): number => Number(n.toPrecision(12))

/** Steps of 1, 2, 2.5 or 5 × a power of ten, ascending, that are of use for a spread of `range` > 0. */
function niceSteps(range: number): number[] {
  const top = Math.ceil(Math.log10(range))
  return [top - 3, top - 2, top - 1, top].flatMap((power) => MANTISSAS.map((m) => tidy(m * 10 ** power)))
}

/** Which class a value falls into, 0 = lowest. */
export const classOf = (value: number, breaks: readonly number[]): number =>
  breaks.reduce((index, edge) => (value >= edge ? index + 1 : index), 0)

/** Evenness of the filling in bits; empty classes weigh heavily, since a colour nobody has misleads. */
function evenness(values: readonly number[], breaks: readonly number[]): number {
  const counts = new Array<number>(breaks.length + 1).fill(0)
  for (const value of values) {
    const index = classOf(value, breaks)
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts.reduce((sum, n) => {
    if (n === 0) return sum - 1
    const share = n / values.length
    return sum - share * Math.log2(share)
  }, 0)
}

/** Equal steps on round numbers, the pair of step and start that fills the classes most evenly. */
function equalBreaks(sorted: readonly number[], count: number): number[] {
  const low = sorted[0] ?? 0
  const high = sorted.at(-1) ?? 0
  let best: number[] = []
  let score = Number.NEGATIVE_INFINITY
  for (const step of niceSteps(high - low)) {
    const from = Math.floor(low / step)
    const to = Math.ceil(high / step)
    // Values so close together that steps between them are beyond a number's own precision have no round breaks.
    if (to - from > 400 || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) continue
    for (let start = from; start <= to - count + 2; start++) {
      const breaks = Array.from({ length: count - 1 }, (_, i) => tidy((start + i) * step))
      const now = evenness(sorted, breaks)
      if (now > score + 1e-9) {
        score = now
        best = breaks
      }
    }
  }
  return best
}

/** The roundest number in (low, high]: a break there parts the two. */
function roundBetween(low: number, high: number): number {
  const range = high - low
  for (const step of niceSteps(range * 2).reverse()) {
    const candidate = tidy(Math.ceil((low + range / 2) / step) * step)
    if (candidate > low && candidate <= high) return candidate
    const below = tidy(Math.floor((low + range / 2) / step) * step)
    if (below > low && below <= high) return below
  }
  return high
}

/** Breaks at the quantiles, each moved to a round number between the two values it parts. */
function quantileBreaks(sorted: readonly number[], count: number): number[] {
  const breaks: number[] = []
  for (let i = 1; i < count; i++) {
    const at = Math.round((sorted.length * i) / count)
    const high = sorted[Math.min(at, sorted.length - 1)] ?? 0
    const low = sorted.findLast((value) => value < high)
    if (low === undefined) continue
    // Room to round in: a tenth of the values on each side may change class.
    const slack = Math.max(1, Math.round(sorted.length / 20))
    const wideLow = sorted[Math.max(0, at - 1 - slack)] ?? low
    const wideHigh = sorted[Math.min(sorted.length - 1, at + slack)] ?? high
    const edge = roundBetween(Math.min(low, wideLow), Math.max(high, wideHigh))
    const last = breaks.at(-1)
    if (last === undefined || edge > last) breaks.push(edge)
  }
  return breaks
}

/** `n` colours spread over the five of the ramp, ends included; one alone is the middle. */
function spread(ramp: readonly string[], n: number): string[] {
  if (n === 1) return [ramp[2] ?? '']
  return Array.from({ length: n }, (_, i) => ramp[Math.round((i * (ramp.length - 1)) / (n - 1))] ?? '')
}

/**
 * At most `count` (2-5) classes for these values. Equal round steps where they fill well; breaks near the
 * quantiles where the data is skewed. Fewer distinct values than classes give fewer classes; values that are
 * not finite are left out; no value at all gives one class.
 */
export function classify(values: readonly number[], count = 5, palette: MapPalette = 'wall'): MapClasses {
  const { ramp } = MAP_COLOURS[palette]
  const sorted = values.filter((v) => Number.isFinite(v)).sort((a, b) => a - b)
  const distinct = new Set(sorted).size
  const classes = Math.max(1, Math.min(count, ramp.length, distinct))
  if (classes === 1) return { breaks: [], colors: spread(ramp, 1) }
  const equal = equalBreaks(sorted, classes)
  const quantile = quantileBreaks(sorted, classes)
  // Equal steps read faster: they are kept unless the other way tells the provinces apart much better.
  const takesQuantile = equal.length === 0 || evenness(sorted, quantile) > evenness(sorted, equal) + 0.35
  const breaks = takesQuantile ? quantile : equal
  return { breaks, colors: spread(ramp, breaks.length + 1) }
}

/** Classes around a target: the middle class holds it, as many equal round steps to either side. */
export function classifyAround(
  values: readonly number[],
  target: number,
  count: 3 | 5 = 5,
  palette: MapPalette = 'wall',
): MapClasses {
  const { ramp } = MAP_COLOURS[palette]
  const finite = values.filter((v) => Number.isFinite(v))
  const reach = Math.max(...finite.map((v) => Math.abs(v - target)), 0)
  if (reach === 0) return { breaks: [], colors: spread(ramp, 1) }
  const half = (count - 1) / 2
  const wanted = reach / (half + 0.5)
  const step = niceSteps(reach * 2).find((s) => s >= wanted) ?? wanted
  const breaks = Array.from({ length: count - 1 }, (_, i) => tidy(target + (i - half + 0.5) * step))
  return { breaks, colors: spread(ramp, count) }
}
