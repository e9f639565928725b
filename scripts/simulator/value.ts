import { SHAPES, type Shape, WEIGHT_SHAPE } from './shapes.ts'
import { dayStart, doneByHour, fixed, hourOf, loadByHour, noise, yearFraction } from './signal.ts'

const DAY = 86_400_000
const YEAR = 365.25 * DAY
const EPOCH = Date.UTC(2026, 0, 1)

export type SeriesSpec = {
  indicator: string
  unit: string
  /** This unit's part of the national base, 0…1; the parts of a sum add up to about 1. */
  share: number
  decimals: number
  aggregation: string
}

/** The invented value of a series at an instant (for a period: at its end). A function of seed, series and instant, nothing else. */
export function simulatedValue(seed: string, spec: SeriesSpec, at: number): number {
  const shape = SHAPES[spec.indicator] ?? WEIGHT_SHAPE
  const key = `${seed}|${spec.indicator}|${spec.unit}`
  const raw = shaped(shape, spec, key, at)
  const bounded = Math.min(
    shape.max ?? Number.POSITIVE_INFINITY,
    Math.max(shape.min ?? Number.NEGATIVE_INFINITY, raw),
  )
  return Number(bounded.toFixed(spec.decimals))
}

function shaped(shape: Shape, spec: SeriesSpec, key: string, at: number): number {
  const wave = shape.wave ?? 0
  const growth = (1 + (shape.trend ?? 0)) ** ((at - EPOCH) / YEAR)
  // A rate or an index is alike everywhere, each unit with its own standing; a sum is shared out.
  const additive = spec.aggregation === 'sum'
  const standing = fixed(key) * 2 - 1
  const scale = additive ? spec.share : 1
  const mean = shape.base * scale * growth
  const slow = noise(key, at, 9 * DAY)
  const quick = noise(`${key}|q`, at, 11 * 60_000)
  switch (shape.kind) {
    case 'level': {
      const season = (shape.season ?? 0) * Math.sin(2 * Math.PI * (yearFraction(at) - 0.3 + 0.05 * standing))
      const own = additive || spec.share === 1 ? 1 : 1 + 0.25 * standing
      return mean * own * (1 + season + wave * (0.6 * slow + 0.4 * quick))
    }
    case 'rate': {
      const own = spec.share === 1 ? 0 : wave * 1.4 * standing
      return shape.base + own + wave * (0.7 * slow + (shape.quick ?? 0.45) * quick)
    }
    case 'step': {
      const amount =
        shape.base * scale +
        wave * scale * noise(key, at, 3 * DAY) +
        wave * scale * 0.4 * noise(`${key}|h`, at, 5 * 3_600_000)
      return Math.round(amount)
    }
    case 'day': {
      const today = dayStart(at)
      const weekday = new Date(today + 7 * 3_600_000).getUTCDay()
      const [saturday, sunday] = shape.rest ?? [0.6, 0.35]
      const busy = weekday === 0 ? sunday : weekday === 6 ? saturday : 1
      return Math.floor(mean * busy * (1 + wave * noise(key, today, 3 * DAY)) * doneByHour(hourOf(at)))
    }
    case 'year': {
      const done = yearFraction(at - 1) ** 1.08
      const own = additive || spec.share === 1 ? 1 : 1 + 0.22 * standing
      return mean * own * done * (1 + wave * slow * 0.3)
    }
    case 'load':
      return (
        mean *
        loadByHour(hourOf(at)) *
        (1 + wave * (0.5 * slow + 0.3 * quick + 0.05 * noise(`${key}|s`, at, 4_000)))
      )
  }
}
