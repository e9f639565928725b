import { addDuration } from './period.ts'
import type { ConnectionState, Freshness } from './vocabulary.ts'
import { ZONE_OFFSET_MS } from './vocabulary.ts'

/** Opening hours on Viet Nam's clock; days 0 = Sunday … 6 = Saturday. */
export type Hours = { days: number[]; from: string; to: string }[]
/** What a connection promised: the part of its contract that ageing needs. Durations ISO 8601 and seconds. */
export type ContractTimes = {
  period: string
  graceSeconds: number
  expirySeconds: number
  hours: Hours | null
}

const DAY = 86_400_000
const minutes = (hhmm: string) => Number(hhmm.slice(0, 2)) * 60 + Number(hhmm.slice(3, 5))

/** Whether a source is expected to send at this instant. */
export function withinHours(at: number, hours: Hours | null): boolean {
  if (!hours) return true
  const d = new Date(at + ZONE_OFFSET_MS)
  const minute = d.getUTCHours() * 60 + d.getUTCMinutes()
  return hours.some(
    (h) => h.days.includes(d.getUTCDay()) && minute >= minutes(h.from) && minute < minutes(h.to),
  )
}

/** The same instant when the source is open, else its next opening (searched over 8 days). */
export function nextWithinHours(at: number, hours: Hours | null): number {
  if (!hours || withinHours(at, hours)) return at
  const midnight = Math.floor((at + ZONE_OFFSET_MS) / DAY) * DAY
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i <= 7; i++) {
    const day = midnight + i * DAY
    for (const h of hours) {
      const opens = day + minutes(h.from) * 60_000 - ZONE_OFFSET_MS
      if (h.days.includes(new Date(day).getUTCDay()) && opens >= at) best = Math.min(best, opens)
    }
  }
  return Number.isFinite(best) ? best : at
}

/** When a value whose time ends at `base` is next expected, becomes late, and expires (ms). */
export function ageing(
  base: number,
  contract: ContractTimes,
): { dueAt: number; lateAt: number; staleAt: number } {
  const expected = addDuration(base, contract.period)
  const dueAt = nextWithinHours(expected, contract.hours)
  const waited = dueAt - expected // time outside hours does not age a value
  const lateAt = dueAt + contract.graceSeconds * 1000
  return { dueAt, lateAt, staleAt: Math.max(lateAt, base + contract.expirySeconds * 1000 + waited) }
}

/** The one freshness rule: `base` is the end of the time the value is about; null = never supplied. */
export function freshnessAt(
  now: number,
  base: number | null,
  contract: ContractTimes,
): { state: Freshness; since: number; until: number } {
  if (base === null) return { state: 'never', since: 0, until: Number.POSITIVE_INFINITY }
  const { dueAt, lateAt, staleAt } = ageing(base, contract)
  if (now >= staleAt) return { state: 'stale', since: staleAt, until: Number.POSITIVE_INFINITY }
  if (now >= lateAt) return { state: 'late', since: lateAt, until: staleAt }
  if (now >= dueAt) return { state: 'due', since: dueAt, until: lateAt }
  return { state: 'fresh', since: base, until: dueAt }
}

export type ConnectionFacts = {
  enabled: boolean
  lastMessageAt: number | null
  /** Refused rows in the last message that had any row. */
  lastRefused: number
  lastRefusedAt: number | null
  maintenance: { from: number; to: number } | null
}

/** A connection's state from its last message and its contract, with the instant it may next change. */
export function connectionStateAt(
  now: number,
  facts: ConnectionFacts,
  contract: ContractTimes,
): { state: ConnectionState; since: number; until: number } {
  const never = { since: 0, until: Number.POSITIVE_INFINITY }
  if (!facts.enabled) return { state: 'disabled', ...never }
  const m = facts.maintenance
  if (m && now >= m.from && now < m.to) return { state: 'maintenance', since: m.from, until: m.to }
  if (facts.lastMessageAt === null) return { state: 'never', ...never }
  const f = freshnessAt(now, facts.lastMessageAt, contract)
  if (f.state === 'stale') return { state: 'lost', since: f.since, until: f.until }
  if (f.state === 'late') return { state: 'late', since: f.since, until: f.until }
  if (facts.lastRefused > 0)
    return { state: 'refusing', since: facts.lastRefusedAt ?? facts.lastMessageAt, until: f.until }
  if (!withinHours(now, contract.hours))
    return { state: 'outside', since: facts.lastMessageAt, until: f.until }
  return f.state === 'due'
    ? { state: 'due', since: f.since, until: f.until }
    : { state: 'up', since: facts.lastMessageAt, until: f.until }
}
