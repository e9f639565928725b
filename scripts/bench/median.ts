/** The middle of a list; NaN of an empty one. */
export const median = (list: readonly number[]): number => quantile(list, 0.5)

/** The value that this share of a list does not exceed; NaN of an empty one. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Median microseconds of one call over `rounds` rounds of `calls` calls, after one round to warm up. */
export function medianUs(work: () => unknown, rounds = 15, calls = 200): number {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const from = performance.now()
    for (let i = 0; i < calls; i++) work()
    if (round > 0) times.push(((performance.now() - from) * 1000) / calls)
  }
  return median(times)
}
