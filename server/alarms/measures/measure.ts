import type { AlarmSeverity } from '../../../shared/alarm.ts'
import type { Words } from '../../catalogue/index.ts'

/** One alarm of the stretch that is measured. Times are ms since 1970; null = not yet, or never. */
export type Measured = {
  rule: string
  subject: Words
  severity: AlarmSeverity
  raisedAt: number
  acknowledgedAt: number | null
  endedAt: number | null
}
export type Measures = {
  raised: number
  perHour: { at: number; count: number }[]
  /** Alarms in the busiest ten minutes, and the share of ten-minute stretches with more than ten (a flood). */
  busiest: number
  flood: number
  /** Open at the end of the stretch, and of these more than a day. */
  standing: number
  stale: number
  unacknowledged: number
  /** From raising to acknowledging, ms: the middle one and the ninth tenth; null where none was. */
  answerMedian: number | null
  answerNinth: number | null
  bySeverity: Record<AlarmSeverity, number>
  /** The most frequent, with their share of all. */
  top: { rule: string; subject: Words; count: number; share: number }[]
  /** Raised three times or more within a minute. */
  chattering: { rule: string; subject: Words; times: number }[]
}
const HOUR = 3_600_000
const TEN_MINUTES = 600_000
const DAY = 86_400_000
const FLOOD_FROM = 10
const TOP = 10

const at = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null

/** What ISA-18.2 asks of an alarm system, over [from, to). */
export function measure(alarms: readonly Measured[], from: number, to: number): Measures {
  const inside = alarms.filter((a) => a.raisedAt >= from && a.raisedAt < to)
  const perHour: Measures['perHour'] = []
  for (let h = Math.floor(from / HOUR) * HOUR; h < to; h += HOUR) perHour.push({ at: h, count: 0 })
  const first = perHour[0]?.at ?? from
  const stretches = new Map<number, number>()
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 }
  const places = new Map<string, Pick<Measured, 'rule' | 'subject'> & { times: number[] }>()
  for (const a of inside) {
    const hour = perHour[Math.floor((a.raisedAt - first) / HOUR)]
    if (hour) hour.count++
    const stretch = Math.floor(a.raisedAt / TEN_MINUTES)
    stretches.set(stretch, (stretches.get(stretch) ?? 0) + 1)
    bySeverity[a.severity]++
    const key = `${a.rule}\n${a.subject.vi}`
    const place = places.get(key)
    if (place) place.times.push(a.raisedAt)
    else places.set(key, { rule: a.rule, subject: a.subject, times: [a.raisedAt] })
  }
  const answers = inside
    .flatMap((a) => (a.acknowledgedAt === null ? [] : [a.acknowledgedAt - a.raisedAt]))
    .sort((a, b) => a - b)
  const standing = alarms.filter((a) => a.raisedAt < to && (a.endedAt === null || a.endedAt >= to))
  const named = [...places.values()]
  for (const { times } of named) times.sort((a, b) => a - b)
  return {
    ...{ raised: inside.length, perHour, bySeverity },
    busiest: Math.max(0, ...stretches.values()),
    flood:
      [...stretches.values()].filter((n) => n > FLOOD_FROM).length /
      Math.max(1, Math.ceil((to - from) / TEN_MINUTES)),
    standing: standing.length,
    stale: standing.filter((a) => to - a.raisedAt > DAY).length,
    unacknowledged: standing.filter((a) => a.acknowledgedAt === null || a.acknowledgedAt >= to).length,
    ...{ answerMedian: at(answers, 0.5), answerNinth: at(answers, 0.9) },
    top: named
      .map(({ rule, subject, times }) => ({
        ...{ rule, subject, count: times.length, share: times.length / Math.max(1, inside.length) },
      }))
      .sort((a, b) => b.count - a.count)
      .slice(0, TOP),
    chattering: named
      .filter(({ times }) => times.some((t, i) => (times[i + 2] ?? Number.POSITIVE_INFINITY) - t <= 60_000))
      .map(({ rule, subject, times }) => ({ rule, subject, times: times.length }))
      .sort((a, b) => b.times - a.times)
      .slice(0, TOP),
  }
}
