import { type Calendar, dayNumber, startOfDay } from '../../../shared/calendar.ts'
import type { Escalation, Rung } from '../../../shared/ladder.ts'

export type Plan = Record<Rung, number>

const MINUTE = 60_000
/** Longest run of days off that is looked past. */
const MOST_DAYS = 60

/** The same time of day, so many working days later. */
function workingDaysAfter(at: number, days: number, calendar: Calendar): number {
  const from = dayNumber(at)
  let day = from
  for (let left = days; left > 0 && day < from + MOST_DAYS; ) if (calendar.isWorking(++day)) left--
  return at + startOfDay(day) - startOfDay(from)
}

/**
 * When each rung comes (ms). Agreed in the contract, or: the owner at once; for a real-time source the duty officer at once
 * and the proposal after a quarter of an hour; for a periodic one, one and three working days later.
 */
export function planOf(
  since: number,
  { escalation, realtime }: { escalation: Escalation | null; realtime: boolean },
  calendar: Calendar,
): Plan {
  const after = (rung: Rung) => since + (escalation?.[rung] ?? 0) * 1000
  if (escalation) return { owner: after('owner'), duty: after('duty'), propose: after('propose') }
  if (realtime) return { owner: since, duty: since, propose: since + 15 * MINUTE }
  return {
    owner: since,
    duty: workingDaysAfter(since, 1, calendar),
    propose: workingDaysAfter(since, 3, calendar),
  }
}
