/** What thinning looks at; points stand in order of `t` (ms since 1970). */
export type Thinnable = { t: number; value: number }

/**
 * At most `most` points: the first, the last, and of every slice of time its lowest and highest, so that no peak is
 * lost. Returns the points themselves, in order.
 */
export function thin<P extends Thinnable>(points: readonly P[], most: number): P[] {
  const first = points[0]
  const last = points.at(-1)
  if (points.length <= most || !first || !last) return [...points]
  if (most < 4) return most < 2 ? [last] : [first, last]
  const slices = Math.floor((most - 2) / 2)
  const width = (last.t - first.t) / slices
  const kept = new Set<P>([first])
  let [low, high, slice] = [first, first, 0]
  const keep = () => {
    for (const p of low.t <= high.t ? [low, high] : [high, low]) kept.add(p)
  }
  for (const p of points) {
    const at = width > 0 ? Math.min(slices - 1, Math.floor((p.t - first.t) / width)) : 0
    if (at !== slice) {
      keep()
      ;[low, high, slice] = [p, p, at]
    }
    if (p.value < low.value) low = p
    if (p.value > high.value) high = p
  }
  keep()
  kept.add(last)
  return [...kept]
}
