import type { ConformanceView } from '../shared/api/conformance.ts'
import type { Finding } from './finding.ts'

/** What is to be said of the Centre's answer. */
export function judge({ connection, preview, promised, newest, now }: ConformanceView): Finding[] {
  const findings: Finding[] = [{ level: 'pass', code: 'FORMAT', detail: { format: preview.format } }]
  const say = (level: Finding['level'], code: Finding['code'], detail: Finding['detail'] = {}) =>
    findings.push({ level, code, detail })
  const undecided = preview.mapping ? preview.items.filter((i) => !i.decided).map((i) => i.item) : []
  if (undecided.length) say('fail', 'UNDECIDED', { columns: undecided })
  const unknown = preview.units.filter((u) => u.code === null).map((u) => u.label)
  if (unknown.length) say('fail', 'UNKNOWN_UNITS', { units: unknown })
  if (preview.periods.unreadable.length)
    say('fail', 'UNREADABLE_PERIODS', { periods: preview.periods.unreadable })
  if (preview.refused) {
    for (const [code, rows] of grouped(preview.refusals)) say('fail', 'REFUSED', { code, rows })
  }
  if (preview.accepted) say('pass', 'ACCEPTED', { accepted: preview.accepted, refused: preview.refused })
  else say('fail', 'NO_ROWS')
  if (promised.agreed)
    say(
      promised.missing.length ? 'advice' : 'pass',
      promised.missing.length ? 'MISSING' : 'PROMISED',
      promised,
    )
  if (newest !== null) say('pass', 'NEWEST', { newest, now, period: connection.period })
  if (!connection.enabled) say('advice', 'DISABLED', { connection: connection.id })
  return findings
}

type Refusal = ConformanceView['preview']['refusals'][number]
/** By cause. Map.groupBy is missing from Node 18 and 20. */
function grouped(refusals: Refusal[]): Map<string, Refusal[]> {
  const by = new Map<string, Refusal[]>()
  for (const r of refusals) by.set(r.code, [...(by.get(r.code) ?? []), r])
  return by
}
