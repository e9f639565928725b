import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import type { Indicator } from '../../catalogue/index.ts'
import type { Regular } from './models.ts'

const DAY = 86_400_000
export type Stretch = { from: number; to: number; value: number }

/** Steps of a year, by the indicator's period; a real-time one is taken by the day. */
export const SEASON: Record<Indicator['period'], number | null> = {
  ...{ realtime: null, daily: null, weekly: 52, monthly: 12, quarterly: 4, yearly: null },
}

/** The newest values that follow each other without a gap, oldest first (ms, half-open). */
export function unbroken(list: readonly Stretch[]): Stretch[] {
  const sorted = [...list].sort((a, b) => a.from - b.from)
  let begin = 0
  for (let i = 1; i < sorted.length; i++) if (sorted[i]?.from !== sorted[i - 1]?.to) begin = i
  return sorted.slice(begin)
}

const local = (at: number) => new Date(at + ZONE_OFFSET_MS)
const months = (at: number) => local(at).getUTCFullYear() * 12 + local(at).getUTCMonth()

/** Which year and which step of it each stands in, by its last day. */
export function regular(list: readonly Stretch[]): Regular {
  const year = list.map((s) => local(s.to - 1).getUTCFullYear())
  const place = list.map((s) => {
    const day = (s.to - 1 - Date.UTC(local(s.to - 1).getUTCFullYear(), 0) + ZONE_OFFSET_MS) / DAY
    const length = (s.to - s.from) / DAY
    return length > 27
      ? Math.floor(local(s.to - 1).getUTCMonth() / Math.round(length / 30.4))
      : Math.floor(day / length)
  })
  return { values: list.map((s) => s.value), year, place }
}

/** How many steps of the indicator's period lie between two ends of periods (ms). */
export function stepsBetween(period: Indicator['period'], from: number, to: number): number {
  // A day before each end: a regime's period may end in the middle of its month.
  const between = months(to - DAY) - months(from - DAY)
  if (period === 'monthly') return between
  if (period === 'quarterly') return Math.round(between / 3)
  if (period === 'yearly') return Math.round(between / 12)
  return Math.floor((to - from) / (period === 'weekly' ? 7 * DAY : DAY))
}

/** Whether the catalogue calls it a figure that adds up. */
export const isCumulative = ({ name }: Indicator) =>
  /l[ũu][yỹ] kế/i.test(name.vi) || /cumulative/i.test(name.en)
