import { deadlineFor, firstDeadline, type Tier } from '../../shared/deadline.ts'
import type { ContractTimes, Times } from '../../shared/freshness.ts'
import { type Cutoff, parseDuration } from '../../shared/period.ts'
import type { IndicatorPeriod } from '../../shared/vocabulary.ts'

const DAY = 86_400
/** ISO 8601 duration of each period of an indicator; a real-time one follows its connection. */
const DURATION: Record<IndicatorPeriod, string | null> = {
  realtime: null,
  daily: 'P1D',
  weekly: 'P1W',
  monthly: 'P1M',
  quarterly: 'P3M',
  yearly: 'P1Y',
}
/** For a value whose connection is gone from the register: what its indicator's period alone lets one expect. */
const ALONE: Record<IndicatorPeriod, Times> = {
  realtime: { period: 'PT1M', graceSeconds: 60, expirySeconds: 3600, hours: null },
  daily: { period: 'P1D', graceSeconds: DAY, expirySeconds: 7 * DAY, hours: null },
  weekly: { period: 'P1W', graceSeconds: 3 * DAY, expirySeconds: 30 * DAY, hours: null },
  monthly: { period: 'P1M', graceSeconds: 15 * DAY, expirySeconds: 120 * DAY, hours: null },
  quarterly: { period: 'P3M', graceSeconds: 30 * DAY, expirySeconds: 270 * DAY, hours: null },
  yearly: { period: 'P1Y', graceSeconds: 90 * DAY, expirySeconds: 800 * DAY, hours: null },
}

/** Length of a duration in ms, months as 30 days: for comparing only. */
export function roughMs(duration: string): number {
  const d = parseDuration(duration)
  return d ? d.ms + d.months * 30 * DAY * 1000 : 0
}

/** Asked with every row: each answer is made once for as long as its contract is. */
const made = new WeakMap<ContractTimes, Map<string, Times>>()
function once(contract: ContractTimes, key: string, make: () => Times): Times {
  const of = made.get(contract) ?? new Map<string, Times>()
  const times = of.get(key) ?? make()
  if (!of.size) made.set(contract, of)
  of.set(key, times)
  return times
}

/**
 * What a series may be expected to do: its connection's contract, but never more often than its indicator's own
 * period (one connection carries daily and yearly indicators), and by the deadline of its unit's tier.
 */
export function timesFor(contract: ContractTimes | null, period: IndicatorPeriod, tier: Tier): Times {
  if (!contract) return ALONE[period]
  return once(contract, `${period} ${tier}`, () => {
    const { deadlines, ...times } = contract
    const own = DURATION[period]
    const slower = own && roughMs(own) > roughMs(times.period) ? { ...times, period: own } : times
    // An instant is no reporting period.
    return { ...slower, deadline: period === 'realtime' ? null : deadlineFor(deadlines, tier) }
  })
}

/** What a connection as a whole may be expected to do: something of it by the first of its deadlines. */
export const timesOfConnection = (contract: ContractTimes, cutoff: Cutoff): Times =>
  once(contract, cutoff, () => {
    const { deadlines, ...times } = contract
    return { ...times, deadline: firstDeadline(deadlines), cutoff }
  })

/** A feed that is a moment behind its beat is not yet due: else a one-second feed would flicker on every screen. */
export const slackMs = (period: string): number => Math.min(roughMs(period) / 2, 2_000)
