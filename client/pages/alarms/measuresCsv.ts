import type { AlarmMeasures } from '../../../shared/api/alarms.ts'

const cell = (v: string | number | null) => {
  const text = v === null ? '' : String(v)
  // A text that a spreadsheet would take for a formula is kept a text.
  const safe = typeof v === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const rows = (list: (string | number | null)[][]) => list.map((r) => r.map(cell).join(',')).join('\r\n')

/** The measures as one file: the figures, then each hour, then the lists. Times in ISO 8601, durations in seconds. */
export function measuresCsv(m: AlarmMeasures): string {
  const iso = (at: number) => new Date(at).toISOString()
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000))
  return `\uFEFF${rows([
    ['measure', 'value'],
    ['from', iso(m.from)],
    ['to', iso(m.to)],
    ['raised', m.raised],
    ['busiest_ten_minutes', m.busiest],
    ['flood_share', m.flood],
    ['standing', m.standing],
    ['standing_over_a_day', m.stale],
    ['unacknowledged', m.unacknowledged],
    ['answer_median_s', seconds(m.answerMedian)],
    ['answer_90_percent_s', seconds(m.answerNinth)],
    [],
    ['hour', 'alarms'],
    ...m.perHour.map((h) => [iso(h.at), h.count]),
    [],
    ['rule', 'alarm', 'times', 'share'],
    ...m.top.map((x) => [x.rule, x.subject, x.count, x.share]),
    [],
    ['chattering_rule', 'alarm', 'times'],
    ...m.chattering.map((x) => [x.rule, x.subject, x.times]),
  ])}\r\n`
}
