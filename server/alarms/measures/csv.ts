import { stringify } from 'csv-stringify/sync'
import type { AlarmMeasures } from '../../../shared/api/alarms.ts'

/** The measures as one file: the figures, then each hour, then the lists. Times in ISO 8601, durations in seconds. */
export function measuresCsv(m: AlarmMeasures): string {
  const iso = (at: number) => new Date(at).toISOString()
  const seconds = (ms: number | null) => (ms === null ? '' : Math.round(ms / 1_000))
  const rows = [
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
    ['rule', 'alarm_vi', 'alarm_en', 'times', 'share'],
    ...m.top.map((x) => [x.rule, x.subject.vi, x.subject.en, x.count, x.share]),
    [],
    ['chattering_rule', 'alarm_vi', 'alarm_en', 'times'],
    ...m.chattering.map((x) => [x.rule, x.subject.vi, x.subject.en, x.times]),
  ]
  return `\uFEFF${stringify(rows, { escape_formulas: true, record_delimiter: 'windows' })}`
}
