import type { PROJECTION_METHODS } from '../../../shared/api/history.ts'
import { dampedTrend, drift, type Model, type Regular, seasonal, share } from './models.ts'

export type Method = (typeof PROJECTION_METHODS)[number]

/** Fewer tries than this say nothing about the error. */
const LEAST_ORIGINS = 5
/** The newest origins: what was long ago says little of now, and costs time. */
const MOST_ORIGINS = 60
const Z80 = 1.2816
const Z95 = 1.96

export type Projected = {
  method: Method
  value: number
  /** Widths from the back-test's own errors at the same distance: ± z × their root mean square. */
  low80: number
  high80: number
  low95: number
  high95: number
  backTest: { origins: number; mae: number; mape: number | null; rmse: number }
}

/** The errors of a model at a distance, each origin knowing only what was before it; newest origins only. */
export function errorsOf(model: Model, series: Regular, ahead: number): { error: number; actual: number }[] {
  const found: { error: number; actual: number }[] = []
  for (let n = series.values.length - ahead; n >= 2 && found.length < MOST_ORIGINS; n--) {
    const actual = series.values[n + ahead - 1]
    const value = model(series, n, ahead)
    if (value !== null && actual !== undefined) found.push({ error: value - actual, actual })
  }
  return found
}

/**
 * The value `ahead` steps on, by the model with the least mean absolute error over rolling origins at that distance.
 * `season`: steps of a year, when the series may have seasons; `cumulative`: it adds up over the year.
 * Null when no model has been tried often enough.
 */
export function project(
  series: Regular,
  ahead: number,
  { season, cumulative }: { season: number | null; cumulative: boolean },
): Projected | null {
  const models: [Method, Model][] = [
    ['drift', drift],
    ['damped-trend', dampedTrend],
    ...(season ? [['seasonal', seasonal(season)] satisfies [Method, Model]] : []),
    ...(cumulative ? [['share-of-year', share] satisfies [Method, Model]] : []),
  ]
  const n = series.values.length
  let best: Projected | null = null
  for (const [method, model] of models) {
    const value = model(series, n, ahead)
    const errors = errorsOf(model, series, ahead)
    if (value === null || errors.length < LEAST_ORIGINS) continue
    const mean = (of: (e: { error: number; actual: number }) => number) =>
      errors.reduce((sum, e) => sum + of(e), 0) / errors.length
    const mae = mean((e) => Math.abs(e.error))
    if (best && best.backTest.mae <= mae) continue
    const rmse = Math.sqrt(mean((e) => e.error ** 2))
    // A percentage of next to nothing says nothing.
    const mape = errors.every((e) => e.actual !== 0) ? mean((e) => Math.abs(e.error / e.actual)) * 100 : null
    best = {
      ...{ method, value, low80: value - Z80 * rmse, high80: value + Z80 * rmse },
      ...{ low95: value - Z95 * rmse, high95: value + Z95 * rmse },
      backTest: { origins: errors.length, mae, mape, rmse },
    }
  }
  return best
}
