import { type Calendar, dayNumber, startOfDay } from './calendar.ts'
import type { UnitKind } from './vocabulary.ts'

/** When a report is to be in: so many days, or working days, after its period's last day, at a time of day in Viet Nam. */
export type Deadline = { days: number; working: boolean; at: string }
/** Who a number is about, as the regimes set their deadlines: each tier sums up the one below. */
export const TIERS = ['commune', 'province', 'central'] as const
export type Tier = (typeof TIERS)[number]
/** A deadline for each tier that has one; a tier without takes that of the next one above. */
export type Deadlines = Partial<Record<Tier, Deadline>>

export const tierOf = (kind: UnitKind): Tier =>
  kind === 'commune' ? 'commune' : kind === 'province' ? 'province' : 'central'

export function deadlineFor(deadlines: Deadlines | null | undefined, tier: Tier): Deadline | null {
  if (!deadlines) return null
  const above = TIERS.slice(TIERS.indexOf(tier)).find((t) => deadlines[t])
  return above ? (deadlines[above] ?? null) : null
}

/** The first deadline that anything of it has: after it the source has been silent. */
export function firstDeadline(deadlines: Deadlines | null | undefined): Deadline | null {
  const all = TIERS.flatMap((t) => deadlines?.[t] ?? [])
  return all.sort((a, b) => a.days - b.days || a.at.localeCompare(b.at))[0] ?? null
}

/** Longest run of days off that is looked past. */
const MOST_DAYS = 400

/**
 * The instant (ms) of the deadline of a period that ends at `end` (exclusive, ms). A deadline in days that falls on a day
 * off moves to the next working day (Civil Code 2015, article 148.5).
 */
export function deadlineAfter(end: number, deadline: Deadline, calendar: Calendar): number {
  let day = dayNumber(end - 1)
  const limit = day + deadline.days + MOST_DAYS
  if (deadline.working)
    for (let left = deadline.days; left > 0 && day < limit; ) {
      day++
      if (calendar.isWorking(day)) left--
    }
  else {
    day += deadline.days
    while (!calendar.isWorking(day) && day < limit) day++
  }
  const [hour = 0, minute = 0] = deadline.at.split(':').map(Number)
  return startOfDay(day) + (hour * 60 + minute) * 60_000
}
