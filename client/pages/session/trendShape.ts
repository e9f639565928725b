// What the chart of the selected number draws, as plain data.
import type { TrendPoint } from './useTrend.ts'

export type TrendLabel = { key: 'own' | 'target' | 'nation' | 'other'; text: string; at: number }

/** Puts labels beside the ends of their lines, apart by at least `gap`, in the order of their lines. Pure. */
export function spread<L extends { at: number }>(
  labels: readonly L[],
  gap: number,
  top: number,
  bottom: number,
): (L & { y: number })[] {
  const placed = [...labels].sort((a, b) => a.at - b.at).map((l) => ({ ...l, y: l.at }))
  let floor = top
  for (const l of placed) {
    l.y = Math.max(l.y, floor)
    floor = l.y + gap
  }
  let ceiling = bottom
  for (const l of placed.reverse()) {
    l.y = Math.min(l.y, ceiling)
    ceiling = l.y - gap
  }
  return placed.reverse()
}

/** The part of another's history that lies beside the own one. */
export const beside = (own: readonly TrendPoint[], other: readonly TrendPoint[]): TrendPoint[] => {
  const [first, last] = [own[0], own.at(-1)]
  return first && last ? other.filter((p) => p.at >= first.at && p.at <= last.at) : []
}
