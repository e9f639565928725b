import type { CellMeta } from '../../live/index.ts'

export type HistoryPoint = { from: number; to: number; value: number; period: string | null }
/** `by` says against what: the same time a day or a year ago, or the period before. */
export type Change = {
  value: number
  kind: 'points' | 'percent'
  by: 'yesterday' | 'hour' | 'year' | 'before'
}

const DAY = 86_400_000
const NEAR = 30 * 60_000
const SHARE = new Set(['%', '‰'])

const nearest = (points: readonly HistoryPoint[], at: number, within: number): HistoryPoint | null => {
  let best: HistoryPoint | null = null
  for (const p of points)
    if (Math.abs(p.to - at) <= within && (!best || Math.abs(p.to - at) < Math.abs(best.to - at))) best = p
  return best
}

/** A share changes by points, anything else by percent; against zero there is no percent. */
function between(now: number, then: number, measure: string, by: Change['by']): Change | null {
  if (SHARE.has(measure)) return { value: now - then, kind: 'points', by }
  return then === 0 ? null : { value: ((now - then) / Math.abs(then)) * 100, kind: 'percent', by }
}

/** The change a reader asks for first: on the day before at this hour, on the same period last year, else on the period before. */
export function changeOf(
  meta: Pick<CellMeta, 'period' | 'measure'>,
  now: { value: number; validFrom: number; validTo: number },
  points: readonly HistoryPoint[],
): Change | null {
  if (meta.period === 'realtime') {
    const yesterday = nearest(points, now.validTo - DAY, NEAR)
    if (yesterday) return between(now.value, yesterday.value, meta.measure, 'yesterday')
    const hour = nearest(points, now.validTo - DAY / 24, NEAR / 3)
    return hour ? between(now.value, hour.value, meta.measure, 'hour') : null
  }
  const before = points.filter((p) => p.to <= now.validFrom)
  // The same days a year ago: its interval ends where this one does, less a year.
  const end = new Date(now.validTo)
  end.setUTCFullYear(end.getUTCFullYear() - 1)
  const year = nearest(before, end.getTime(), 2 * DAY)
  if (year) return between(now.value, year.value, meta.measure, 'year')
  const last = before.at(-1)
  return last ? between(now.value, last.value, meta.measure, 'before') : null
}
