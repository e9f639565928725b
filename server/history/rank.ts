import { timeShown } from '../../shared/time-of-whole.ts'
import type { Direction } from '../../shared/vocabulary.ts'

/** Those whose value is of the time that most have: others would be ranked by another period's number. */
export function ofOneTime<T extends { value: number | null; validTo: number | null }>(
  list: readonly T[],
  period: string,
): T[] {
  const ends = list.flatMap((s) => (s.value === null || s.validTo === null ? [] : [s.validTo]))
  const time = timeShown(period, ends, list.length)
  return list.filter((s) => time === null || s.validTo === time)
}

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
