import type { Direction } from '../../shared/vocabulary.ts'

/** Gives each its place, the best first by the indicator's direction; equals share one. A band has no best: no places. */
export function rank(list: { value: number | null; rank: number | null }[], direction: Direction): void {
  if (direction === 'band') return
  const sign = direction === 'higher' ? -1 : 1
  const valued = list.flatMap((s) => (s.value === null ? [] : [{ s, value: s.value }]))
  valued.sort((a, b) => sign * (a.value - b.value))
  valued.forEach(({ s, value }, n) => {
    const ahead = valued[n - 1]
    s.rank = ahead && ahead.value === value ? ahead.s.rank : n + 1
  })
}
