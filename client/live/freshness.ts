import { type CalendarDays, calendarOf, WEEKENDS_ONLY } from '../../shared/calendar.ts'
import type { Cell } from '../../shared/frame/cell.ts'
import { freshnessAt } from '../../shared/freshness.ts'
import type { CellMeta } from '../../shared/live.ts'
import { FRESHNESS, type Freshness } from '../../shared/vocabulary.ts'

/** The days off as the server last told them. */
let calendar = WEEKENDS_ONLY
export function learnDays(days: CalendarDays): void {
  calendar = calendarOf(days)
}

export type CellFreshness = { state: Freshness; since: number }

export type Aged = CellFreshness & {
  /** When it turns older by itself, ms. */
  until: number
}

/**
 * The server's word, and never a fresher one than the contract allows at this instant: a screen that lost its link
 * goes on ageing what it shows by the same rule.
 */
export function freshnessOf(cell: Cell | null, meta: CellMeta | undefined, now: number): Aged {
  if (!cell) return { state: 'never', since: 0, until: Number.POSITIVE_INFINITY }
  const said = { state: cell.freshness, since: cell.since, until: Number.POSITIVE_INFINITY }
  if (!meta?.times || cell.freshness === 'never') return said
  const own = freshnessAt(now, cell.validTo, meta.times, calendar)
  const older = FRESHNESS.indexOf(own.state) > FRESHNESS.indexOf(cell.freshness)
  return older ? own : { ...said, until: own.until }
}
