import { ZONE_OFFSET_MS } from './vocabulary.ts'

/** Where a reporting period begins: the calendar's first day, or the 15th of the month before (regimes). */
export type Cutoff = 'calendar' | 'm15'
/** Milliseconds since 1970, half-open [from, to). An instant has from = to. */
export type Interval = { from: number; to: number }

const local = (year: number, month0: number, day: number) => Date.UTC(year, month0, day) - ZONE_OFFSET_MS

/** '2026' | '2026-H1' | '2026-Q3' | '2026-10' | '2026-W07' | '2026-11-23' → its interval, or null when it is not a period. */
export function parsePeriod(text: string, cutoff: Cutoff = 'calendar'): Interval | null {
  const m = /^(\d{4})(?:-(?:Q([1-4])|H([12])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?$/.exec(text)
  if (!m) return null
  const year = Number(m[1])
  if (year < 1900 || year > 2200) return null
  if (m[6]) {
    const from = local(year, Number(m[5]) - 1, Number(m[6]))
    return periodText({ from, to: from + 86_400_000 }) === text ? { from, to: from + 86_400_000 } : null
  }
  if (m[4]) return week(year, Number(m[4]))
  const [start, length] = m[2]
    ? [(Number(m[2]) - 1) * 3, 3]
    : m[3]
      ? [(Number(m[3]) - 1) * 6, 6]
      : m[5]
        ? [Number(m[5]) - 1, 1]
        : [0, 12]
  if (start > 11 || start < 0) return null
  if (cutoff === 'calendar') return { from: local(year, start, 1), to: local(year, start + length, 1) }
  // Regimes: month = 15th of the month before to the 14th; longer periods end on the 14th of their last month.
  return { from: local(year, start - 1, 15), to: local(year, start + length - 1, 15) }
}

function week(year: number, n: number): Interval | null {
  if (n < 1 || n > 53) return null
  const jan4 = new Date(Date.UTC(year, 0, 4))
  const monday = Date.UTC(year, 0, 4 - ((jan4.getUTCDay() + 6) % 7)) + (n - 1) * 7 * 86_400_000
  if (new Date(monday + 3 * 86_400_000).getUTCFullYear() !== year) return null
  return { from: monday - ZONE_OFFSET_MS, to: monday - ZONE_OFFSET_MS + 7 * 86_400_000 }
}

/** The inverse of parsePeriod; null for an instant or an interval that is no named period. */
export function periodText({ from, to }: Interval, cutoff: Cutoff = 'calendar'): string | null {
  if (from === to) return null
  const shifted = new Date((from + to) / 2 + ZONE_OFFSET_MS)
  const year = shifted.getUTCFullYear()
  const days = (to - from) / 86_400_000
  const pad = (n: number) => String(n).padStart(2, '0')
  if (days === 1) {
    const d = new Date(from + ZONE_OFFSET_MS)
    return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`
  }
  if (days === 7) {
    const thursday = new Date(from + ZONE_OFFSET_MS + 3 * 86_400_000)
    const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
    return `${thursday.getUTCFullYear()}-W${pad(Math.floor((thursday.getTime() - first) / 604_800_000) + 1)}`
  }
  const end = new Date(to + ZONE_OFFSET_MS - 1)
  const lastMonth = end.getUTCMonth()
  const names: [number, string][] = [
    [1, `${end.getUTCFullYear()}-${pad(lastMonth + 1)}`],
    [3, `${end.getUTCFullYear()}-Q${Math.floor(lastMonth / 3) + 1}`],
    [6, `${year}-H${Math.floor(lastMonth / 6) + 1}`],
    [12, `${end.getUTCFullYear()}`],
  ]
  for (const [, name] of names) {
    const back = parsePeriod(name, cutoff)
    if (back && back.from === from && back.to === to) return name
  }
  return null
}

/** When the reporting period of that length which holds an instant ends (ms); null where no named period is that long. */
export function endOfPeriod(at: number, duration: string, cutoff: Cutoff = 'calendar'): number | null {
  const d = new Date(at + ZONE_OFFSET_MS)
  if (duration === 'P1D') return local(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate() + 1)
  if (duration === 'P1W')
    return local(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate() + 7 - ((d.getUTCDay() + 6) % 7))
  const months = { P1M: 1, P3M: 3, P6M: 6, P1Y: 12 }[duration]
  if (!months) return null
  // Cut at the 15th, the days after the 14th belong to the next month.
  const month = d.getUTCMonth() + (cutoff === 'm15' && d.getUTCDate() >= 15 ? 1 : 0)
  const end = Math.floor(month / months) * months + months
  return cutoff === 'm15' ? local(d.getUTCFullYear(), end - 1, 15) : local(d.getUTCFullYear(), end, 1)
}

type Duration = { readonly months: number; readonly ms: number }
/** Contracts use a dozen durations; each is read once, not with every value. */
const durations = new Map<string, Duration | null>()
const MOST_DURATIONS = 1_000

/** ISO 8601 durations this system uses: one unit, e.g. PT1S PT15M PT1H P1D P1W P1M P3M P1Y. Null = not one. */
export function parseDuration(text: string): Duration | null {
  const known = durations.get(text)
  if (known !== undefined) return known
  const read = readDuration(text)
  if (durations.size < MOST_DURATIONS) durations.set(text, read)
  return read
}

function readDuration(text: string): Duration | null {
  const m = /^P(?:(\d+)([DWMY])|T(\d+)([SMH]))$/.exec(text)
  if (!m) return null
  if (m[2]) {
    const n = Number(m[1])
    if (m[2] === 'M') return { months: n, ms: 0 }
    if (m[2] === 'Y') return { months: 12 * n, ms: 0 }
    return { months: 0, ms: n * (m[2] === 'W' ? 604_800_000 : 86_400_000) }
  }
  return { months: 0, ms: Number(m[3]) * { S: 1000, M: 60_000, H: 3_600_000 }[m[4] as 'S' | 'M' | 'H'] }
}

/** Adds a duration on Viet Nam's calendar (a month after 31 January is 28 or 29 February). Throws on a bad duration. */
export function addDuration(instant: number, duration: string): number {
  const d = parseDuration(duration)
  if (!d) throw new Error(`bad duration ${duration}`)
  if (!d.months) return instant + d.ms
  const at = new Date(instant + ZONE_OFFSET_MS)
  const day = at.getUTCDate()
  at.setUTCDate(1)
  at.setUTCMonth(at.getUTCMonth() + d.months)
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  at.setUTCDate(Math.min(day, last))
  return at.getTime() - ZONE_OFFSET_MS
}
