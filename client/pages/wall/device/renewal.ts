// When a wall that nobody touches loads itself again: at a scene's edge, before memory runs out, and once a shift.
import { type ShiftPlan, shiftAfter, shiftAt } from '../../../../shared/shift.ts'

const MINUTE = 60_000
/** Before a shift ends, so that the new one finds fresh pages. */
const BEFORE_MS = 10 * MINUTE
/** Screens of one room do not all go dark together. */
const APART_MS = 20_000
/** A page younger than this is fresh enough. */
const FRESH_MS = 60 * MINUTE
const FULL = 0.75
/** A scene that never ends does not keep a full page for ever. */
export const PATIENCE_MS = 10 * MINUTE

/** The first planned reload of a screen after `now`, ms; screens of different numbers stand apart. */
export function plannedAfter(plans: readonly ShiftPlan[], now: number, screen: number): number {
  const apart = (screen % 12) * APART_MS
  const shift = shiftAt(plans, now)
  const first = shift.to - BEFORE_MS + apart
  return first > now ? first : shiftAfter(plans, shift).to - BEFORE_MS + apart
}

/** Whether a page wants to be loaded again at the next edge of a scene, and why. */
export function wantsReload(page: {
  now: number
  /** How long the page has stood, ms, by no clock that can be set: the machine's may be hours or years off. */
  age: number
  screen: number
  /** Empty before the server told of them. */
  plans: readonly ShiftPlan[]
  heap: { used: number; limit: number } | null
}): 'heap' | 'planned' | null {
  const { now, age, screen, plans, heap } = page
  if (heap && heap.used > heap.limit * FULL) return 'heap'
  if (age < FRESH_MS || !plans.length) return null
  return plannedAfter(plans, now - age + FRESH_MS, screen) <= now ? 'planned' : null
}
