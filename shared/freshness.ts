import { type Calendar, dayNumber, startOfDay, weekday } from './calendar.ts'
import { type Deadline, type Deadlines, deadlineAfter } from './deadline.ts'
import { addDuration, type Cutoff, endOfPeriod } from './period.ts'
import type { ConnectionState, Freshness } from './vocabulary.ts'

/** Opening hours on Viet Nam's clock; days 0 = Sunday … 6 = Saturday. Public holidays are like other days unless closed. */
export type Hours = { days: number[]; from: string; to: string; holidays?: 'closed' }[]
/** What a connection promised: the part of its contract that ageing needs. Durations ISO 8601 and seconds. */
export type ContractTimes = {
  period: string
  graceSeconds: number
  expirySeconds: number
  hours: Hours | null
  /** Of named periods; null or absent = due as soon as the next period has ended. */
  deadlines?: Deadlines | null
}
/** The same for one series or one connection: with the deadline of its tier. */
export type Times = Omit<ContractTimes, 'deadlines'> & {
  deadline?: Deadline | null
  /** Of a connection with a deadline: how its reporting periods are cut. */
  cutoff?: Cutoff
}

const minutes = (hhmm: string) => Number(hhmm.slice(0, 2)) * 60 + Number(hhmm.slice(3, 5))

/** Whether a source is expected to send at this instant. */
export function withinHours(at: number, hours: Hours | null, calendar: Calendar): boolean {
  if (!hours) return true
  const day = dayNumber(at)
  const minute = (at - startOfDay(day)) / 60_000
  return hours.some((h) => minute >= minutes(h.from) && minute < minutes(h.to) && opens(h, day, calendar))
}
const opens = (h: Hours[number], day: number, calendar: Calendar) =>
  h.days.includes(weekday(day)) && !(h.holidays === 'closed' && calendar.isHoliday(day))

/** Past the longest run of public holidays and the days around it. */
const DAYS_SEARCHED = 21

/** The same instant when the source is open, else its next opening (within three weeks). */
export function nextWithinHours(at: number, hours: Hours | null, calendar: Calendar): number {
  if (!hours || withinHours(at, hours, calendar)) return at
  const today = dayNumber(at)
  for (let day = today; day <= today + DAYS_SEARCHED; day++) {
    const openings = hours
      .filter((h) => opens(h, day, calendar))
      .map((h) => startOfDay(day) + minutes(h.from) * 60_000)
      .filter((opening) => opening >= at)
    if (openings.length) return Math.min(...openings)
  }
  return at
}

/**
 * When a value whose time ends at `base` is next expected, becomes late, and expires (ms). The next is expected at
 * `expected`, when its period has ended; with a deadline it is late only after that.
 */
export function ageing(
  base: number,
  times: Times,
  calendar: Calendar,
  expected = addDuration(base, times.period),
): { dueAt: number; lateAt: number; staleAt: number } {
  const dueAt = nextWithinHours(expected, times.hours, calendar)
  const waited = dueAt - expected // time outside hours does not age a value
  const deadline = times.deadline ? deadlineAfter(expected, times.deadline, calendar) : dueAt
  const lateAt = Math.max(dueAt, deadline) + times.graceSeconds * 1000
  return { dueAt, lateAt, staleAt: Math.max(lateAt, base + times.expirySeconds * 1000 + waited) }
}

/** When a connection's next message is expected after its last one: with a deadline, by the reporting period. */
export function ageingOfConnection(lastMessageAt: number, times: Times, calendar: Calendar) {
  const end = times.deadline ? endOfPeriod(lastMessageAt, times.period, times.cutoff) : null
  return ageing(lastMessageAt, times, calendar, end ?? undefined)
}

/** The one freshness rule: `base` is the end of the time the value is about; null = never supplied. */
export function freshnessAt(
  now: number,
  base: number | null,
  times: Times,
  calendar: Calendar,
): { state: Freshness; since: number; until: number } {
  if (base === null) return { state: 'never', since: 0, until: Number.POSITIVE_INFINITY }
  return stateOf(now, base, ageing(base, times, calendar))
}

function stateOf(now: number, base: number, { dueAt, lateAt, staleAt }: ReturnType<typeof ageing>) {
  const age = (state: Freshness, since: number, until: number) => ({ state, since, until })
  if (now >= staleAt) return age('stale', staleAt, Number.POSITIVE_INFINITY)
  if (now >= lateAt) return age('late', lateAt, staleAt)
  if (now >= dueAt) return age('due', dueAt, lateAt)
  return age('fresh', base, dueAt)
}

export type ConnectionFacts = {
  enabled: boolean
  lastMessageAt: number | null
  /** Refused rows in the last message that had any row. */
  lastRefused: number
  lastRefusedAt: number | null
  maintenance: { from: number; to: number } | null
  /** When its last will said that it is gone; a message after that takes it back. */
  goneAt?: number | null
}

/** A connection's state from its last message and its contract, with the instant it may next change. */
export function connectionStateAt(
  now: number,
  facts: ConnectionFacts,
  times: Times,
  calendar: Calendar,
): { state: ConnectionState; since: number; until: number } {
  const never = { since: 0, until: Number.POSITIVE_INFINITY }
  if (!facts.enabled) return { state: 'disabled', ...never }
  const m = facts.maintenance
  if (m && now >= m.from && now < m.to) return { state: 'maintenance', since: m.from, until: m.to }
  if (facts.lastMessageAt === null) return { state: 'never', ...never }
  const { goneAt } = facts
  if (goneAt != null && goneAt >= facts.lastMessageAt && withinHours(now, times.hours, calendar))
    return { state: 'lost', since: goneAt, until: Number.POSITIVE_INFINITY }
  const f = stateOf(now, facts.lastMessageAt, ageingOfConnection(facts.lastMessageAt, times, calendar))
  if (f.state === 'stale') return { state: 'lost', since: f.since, until: f.until }
  if (f.state === 'late') return { state: 'late', since: f.since, until: f.until }
  if (facts.lastRefused > 0)
    return { state: 'refusing', since: facts.lastRefusedAt ?? facts.lastMessageAt, until: f.until }
  if (!withinHours(now, times.hours, calendar))
    return { state: 'outside', since: facts.lastMessageAt, until: f.until }
  return f.state === 'due'
    ? { state: 'due', since: f.since, until: f.until }
    : { state: 'up', since: facts.lastMessageAt, until: f.until }
}
