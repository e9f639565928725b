// Which time numbers of many units are about when they stand together: a whole, a map, a ranking. Pure.

/** A period counts as reported when this share of its parts is there; before, the last whole one stands. */
const ENOUGH = 0.9
/**
 * Which time the whole is about: the newest for which nearly all parts are there, else the one with the most parts.
 * `times` are the ends of time of every part's newest values; `expected` says how many parts there are at an end.
 */
export function timeOfWhole(
  times: readonly (readonly number[])[],
  expected: (validTo: number) => number,
): number | null {
  const counts = new Map<number, number>()
  for (const part of times) for (const t of new Set(part)) counts.set(t, (counts.get(t) ?? 0) + 1)
  let best: number | null = null
  let most = 0
  for (const [t, n] of [...counts].sort((a, b) => b[0] - a[0])) {
    if (n >= ENOUGH * expected(t)) return t
    if (n > most) [best, most] = [t, n]
  }
  return best
}

/**
 * The end of the time that units' newest values are shown for side by side, by the rule of the whole; null: any, for what
 * is of this moment is of one time, or there is none.
 */
export function timeShown(period: string, newest: readonly number[], of: number): number | null {
  if (period === 'realtime') return null
  return timeOfWhole(
    newest.map((t) => [t]),
    () => of,
  )
}

/** Those whose value is of the time that most have: what stands side by side on a map or in an order. */
export function ofOneTime<T extends { value: number | null; validTo: number | null }>(
  rows: readonly T[],
  period: string,
): T[] {
  const ends = rows.flatMap((r) => (r.value === null || r.validTo === null ? [] : [r.validTo]))
  const time = timeShown(period, ends, rows.length)
  return rows.filter((r) => r.value === null || time === null || r.validTo === time)
}
