// Where a number stands among those of other units: pure, the same on the server and beside the picture.
import type { Direction, Freshness } from './vocabulary.ts'

/** What a place needs to know of a value. Times are ms since 1970; an instant's are equal. */
export type Placed = { value: number; validFrom: number; validTo: number; freshness: Freshness }
export type Place = { rank: number; of: number }

const isInstant = (p: Placed) => p.validFrom === p.validTo

/** Values of one period may be held against each other; of instants, those that are still in force. */
export function comparable(own: Placed, other: Placed): boolean {
  if (!Number.isFinite(own.value) || !Number.isFinite(other.value)) return false
  if (isInstant(own) !== isInstant(other)) return false
  if (isInstant(own)) return other.freshness !== 'stale' && other.freshness !== 'never'
  return own.validFrom === other.validFrom && own.validTo === other.validTo
}

/**
 * The place of a value among others of the same period, the best first; equals share one. `others` are of other units of
 * the same kind. Null when nothing is best, or nobody else has a value of that period.
 */
export function placeAmong(own: Placed, others: readonly Placed[], direction: Direction): Place | null {
  if (direction === 'band' || !Number.isFinite(own.value)) return null
  // What is too old to stand among the present ones has no place.
  if (isInstant(own) && (own.freshness === 'stale' || own.freshness === 'never')) return null
  const known = others.filter((o) => comparable(own, o))
  if (!known.length) return null
  const better = known.filter((o) => (direction === 'higher' ? o.value > own.value : o.value < own.value))
  return { rank: better.length + 1, of: known.length + 1 }
}
