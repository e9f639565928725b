import { parsePeriod, periodText } from '../../shared/period.ts'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import type { Job, JobSeries, Row } from './job.ts'
import { simulatedValue } from './value.ts'

const DAY = 86_400_000
const HISTORY: Record<JobSeries['period'], number> = {
  realtime: 0,
  daily: 400,
  weekly: 58,
  monthly: 26,
  quarterly: 9,
  yearly: 6,
}
/** Daily figures by province: the last weeks and the same days a year before are enough to compare with. */
const WANTED_DAILY = (age: number, units: number) => units < 5 || age < 45 || (age > 358 && age < 373)

/** The values of all real-time series of a job at one instant. */
export function rowsAt(job: Job, seed: string, at: number): Row[] {
  return job.series
    .filter((s) => s.period === 'realtime')
    .flatMap((s) =>
      s.units.map((u) => ({
        indicator: s.indicator,
        unit: u.code,
        at: new Date(at).toISOString(),
        value: simulatedValue(seed, { ...s, unit: u.code, share: u.share }, at),
      })),
    )
}

/** The periods of a series that ended in (after, until], newest last. */
export function periodsBetween(
  s: JobSeries,
  after: number,
  until: number,
): { text: string; from: number; to: number }[] {
  const found = []
  let interval = containing(s, until)
  for (let n = 0; n <= HISTORY[s.period] && interval; n++) {
    if (interval.to <= after) break
    const text = periodText(interval, s.cutoff)
    if (interval.to <= until && text) found.push({ text, ...interval })
    interval = containing(s, interval.from - 1)
  }
  return found.reverse()
}

function containing(s: JobSeries, at: number) {
  const d = new Date(at + ZONE_OFFSET_MS)
  const year = d.getUTCFullYear()
  const month = d.getUTCMonth()
  const pad = (n: number) => String(n).padStart(2, '0')
  if (s.period === 'daily') return parsePeriod(`${year}-${pad(month + 1)}-${pad(d.getUTCDate())}`)
  if (s.period === 'weekly') {
    const monday =
      Math.floor((at + ZONE_OFFSET_MS) / DAY) * DAY - ((d.getUTCDay() + 6) % 7) * DAY - ZONE_OFFSET_MS
    return { from: monday, to: monday + 7 * DAY }
  }
  const names = (y: number, m: number) =>
    s.period === 'monthly'
      ? `${y}-${pad(m + 1)}`
      : s.period === 'quarterly'
        ? `${y}-Q${Math.floor(m / 3) + 1}`
        : `${y}`
  const p = parsePeriod(names(year, month), s.cutoff)
  if (p && at >= p.to)
    return parsePeriod(month === 11 ? names(year + 1, 0) : names(year, month + 1), s.cutoff)
  return p
}

/** All period figures of a job that fell due in (after, until]; the newest period is provisional. */
export function periodRows(job: Job, seed: string, after: number, until: number): Row[] {
  return job.series
    .filter((s) => s.period !== 'realtime')
    .flatMap((s) => {
      const periods = periodsBetween(s, after, until)
      return periods.flatMap((p, i) => {
        const age = (until - p.to) / DAY
        if (s.period === 'daily' && !WANTED_DAILY(age, s.units.length)) return []
        return s.units
          .filter((u) => p.from >= u.from)
          .map((u) => ({
            indicator: s.indicator,
            unit: u.code,
            period: p.text,
            value: simulatedValue(seed, { ...s, unit: u.code, share: u.share }, p.to),
            status: i === periods.length - 1 && s.period !== 'daily' ? 'provisional' : 'official',
          }))
      })
    })
}
