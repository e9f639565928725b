// Provinces in order of their value: the best first, by the indicator's own direction.
import type { Direction } from '../../../shared/vocabulary.ts'

/** A direction that the catalogue does not name is taken as 'higher'. */
export const directionOf = (text: string): Direction =>
  text === 'lower' || text === 'band' ? text : 'higher'

export type Ranked<T> = T & { rank: number | null; share: number }
type WithValue = { value: number | null; unit: string }

/**
 * Equal values share a rank (1, 2, 2, 4); units without a value come last and have none. `share` is the length of
 * the bar, 0 to 1, from zero to the largest magnitude.
 */
export function rankUnits<T extends WithValue>(rows: readonly T[], direction: Direction): Ranked<T>[] {
  const sign = direction === 'lower' ? 1 : -1
  const known = (v: number | null): v is number => v !== null && Number.isFinite(v)
  const sorted = [...rows].sort((a, b) => {
    if (!known(a.value) || !known(b.value)) return Number(known(b.value)) - Number(known(a.value))
    return sign * (a.value - b.value) || a.unit.localeCompare(b.unit)
  })
  const most = Math.max(...sorted.map((r) => (known(r.value) ? Math.abs(r.value) : 0)), 0)
  let rank = 0
  let before: number | null = null
  return sorted.map((row, i) => {
    if (!known(row.value)) return { ...row, rank: null, share: 0 }
    if (row.value !== before) rank = i + 1
    before = row.value
    return { ...row, rank, share: most ? Math.abs(row.value) / most : 0 }
  })
}
