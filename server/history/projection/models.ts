/** A regular series, oldest first. `year` and `place` (from 0) say where in its year each value stands. */
export type Regular = { values: readonly number[]; year: readonly number[]; place: readonly number[] }
/** The value `ahead` steps after the end of the first `n` values; null when these do not suffice. */
export type Model = (series: Regular, n: number, ahead: number) => number | null

/** The last value, moved on by the mean step so far. */
export const drift: Model = ({ values }, n, ahead) => {
  const [first, last] = [values[0], values[n - 1]]
  if (n < 4 || first === undefined || last === undefined) return null
  return last + (ahead * (last - first)) / (n - 1)
}

const GRID = [0.1, 0.3, 0.5, 0.7, 0.9]
const DAMPING = [0.8, 0.9, 0.98]

/** Holt's linear trend, damped: level and trend smoothed; the parameters with the least one-step squared error. */
export const dampedTrend: Model = ({ values }, n, ahead) => {
  if (n < 8) return null
  let best = { error: Number.POSITIVE_INFINITY, value: 0 }
  for (const alpha of GRID)
    for (const beta of GRID)
      for (const phi of DAMPING) {
        let [level, trend, error] = [values[0] ?? 0, (values[1] ?? 0) - (values[0] ?? 0), 0]
        for (let t = 1; t < n; t++) {
          const y = values[t] ?? 0
          const expected = level + phi * trend
          error += (y - expected) ** 2
          const before = level
          level = alpha * y + (1 - alpha) * expected
          trend = beta * (level - before) + (1 - beta) * phi * trend
        }
        if (error >= best.error) continue
        let sum = 0
        for (let k = 1; k <= ahead; k++) sum += phi ** k
        best = { error, value: level + sum * trend }
      }
  return best.value
}

/** The same place in the last year known, moved on by the mean change from year to year. */
export const seasonal =
  (length: number): Model =>
  ({ values }, n, ahead) => {
    if (n < 2 * length + 1) return null
    const years = Math.ceil(ahead / length)
    const base = values[n - 1 + ahead - years * length]
    if (base === undefined) return null
    let change = 0
    for (let t = length; t < n; t++) change += (values[t] ?? 0) - (values[t - length] ?? 0)
    return base + (years * change) / (n - length)
  }

/** Of a figure that adds up over the year: its value, divided by the mean share that earlier years had by then. */
export const share: Model = ({ values, year, place }, n, ahead) => {
  const [own, at, last] = [year[n - 1], place[n - 1], values[n - 1]]
  if (own === undefined || at === undefined || last === undefined) return null
  const shares: number[] = []
  for (let t = 0; t + ahead < n; t++) {
    const [then, later] = [values[t], values[t + ahead]]
    if (year[t] === own || place[t] !== at || year[t + ahead] !== year[t]) continue
    if (then !== undefined && later) shares.push(then / later)
  }
  const mean = shares.reduce((sum, s) => sum + s, 0) / shares.length
  return shares.length >= 2 && mean > 0 ? last / mean : null
}
