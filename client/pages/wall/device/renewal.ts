// When a wall that nobody touches loads itself again: at a scene's edge, before memory runs out, and once a shift.
import { ZONE_OFFSET_MS } from '../../../../shared/vocabulary.ts'

const DAY = 86_400_000
const MINUTE = 60_000
/** Ten minutes before a shift ends in Viet Nam, so that the new one finds fresh pages. */
export const SHIFT_ENDS = [6, 14, 22].map((hour) => hour * 60 * MINUTE - 10 * MINUTE)
/** Screens of one room do not all go dark together. */
const APART_MS = 20_000
/** A page younger than this is fresh enough. */
const FRESH_MS = 60 * MINUTE
const FULL = 0.75
/** A scene that never ends does not keep a full page for ever. */
export const PATIENCE_MS = 10 * MINUTE

/** The first planned reload of a screen after `now`, ms; screens of different numbers stand apart. */
export function plannedAfter(now: number, screen: number): number {
  const apart = (screen % 12) * APART_MS
  const midnight = Math.floor((now + ZONE_OFFSET_MS) / DAY) * DAY - ZONE_OFFSET_MS
  const times = [0, DAY].flatMap((day) => SHIFT_ENDS.map((end) => midnight + day + end + apart))
  return times.find((t) => t > now) ?? midnight + DAY
}

/** Whether a page wants to be loaded again at the next edge of a scene, and why. */
export function wantsReload(page: {
  now: number
  startedAt: number
  screen: number
  heap: { used: number; limit: number } | null
}): 'heap' | 'planned' | null {
  const { now, startedAt, screen, heap } = page
  if (heap && heap.used > heap.limit * FULL) return 'heap'
  if (now - startedAt < FRESH_MS) return null
  return plannedAfter(startedAt + FRESH_MS, screen) <= now ? 'planned' : null
}
