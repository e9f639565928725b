import { type AlertLine, CAP_SEVERITIES, type CapSeverity, type MatchedUnit } from '../../shared/alert.ts'
import type { Language } from '../../shared/vocabulary.ts'
import type { CapAlert, CapInfo } from './cap/types.ts'
import { type AlertRecord, stateOf } from './store.ts'

/** How long an alert holds whose sender names no end. */
export const ASSUMED_MS = 24 * 3_600_000

export const startOf = (i: CapInfo, sent: number) => i.onset ?? i.effective ?? sent
export const endOf = (i: CapInfo, sent: number) => i.expires ?? startOf(i, sent) + ASSUMED_MS

/** When the first of its parts begins and the last one ends; null for a message without any. */
export function timesOf({ infos, sent }: CapAlert): { startsAt: number | null; endsAt: number | null } {
  if (!infos.length) return { startsAt: null, endsAt: null }
  return {
    startsAt: Math.min(...infos.map((i) => startOf(i, sent))),
    endsAt: Math.max(...infos.map((i) => endOf(i, sent))),
  }
}

const rank = (s: CapSeverity) => CAP_SEVERITIES.indexOf(s)

/** The part that speaks a language: the worst of it, else of English, else of any. */
export function infoIn(infos: readonly CapInfo[], language: Language): CapInfo | undefined {
  const worst = [...infos].sort((a, b) => rank(a.severity) - rank(b.severity))
  const speaks = (l: string) => worst.find((i) => i.language.toLowerCase().startsWith(l))
  return speaks(language) ?? speaks('en') ?? worst[0]
}

/** Every time at which something of it begins or ends (ms). */
export const turns = ({ alert }: AlertRecord): number[] =>
  alert.infos.flatMap((i) => [startOf(i, alert.sent), endOf(i, alert.sent)])

/** An alert as it is told at `at`: by those of its parts that have not ended; by all when all have. */
export function summaryOf({ alert, areas, simulated, id, receivedAt }: AlertRecord, at: number) {
  const { infos, sent } = alert
  const kept = infos.filter((i) => endOf(i, sent) > at)
  const shown = kept.length ? kept : infos
  const words = (of: (i: CapInfo) => string | null): Record<Language, string> => {
    const [vi, en] = [infoIn(shown, 'vi'), infoIn(shown, 'en')]
    return { vi: (vi && of(vi)) ?? '', en: (en && of(en)) ?? '' }
  }
  const units: MatchedUnit[] = []
  const unmatched: string[] = []
  for (const info of shown) {
    const of = areas[infos.indexOf(info)] ?? []
    for (const area of of) {
      for (const u of area.units) if (!units.some((k) => k.code === u.code)) units.push(u)
      for (const { label } of area.open) if (!unmatched.includes(label)) unmatched.push(label)
    }
  }
  const last = Math.max(...shown.map((i) => endOf(i, sent)))
  return {
    id,
    status: alert.status,
    scope: alert.scope,
    ...{ simulated, receivedAt },
    severity: shown.reduce<CapSeverity>(
      (worst, i) => (rank(i.severity) < rank(worst) ? i.severity : worst),
      'Unknown',
    ),
    headline: words((i) => i.headline ?? i.event),
    source: words((i) => i.senderName ?? alert.sender),
    units: units.some((u) => u.code === 'VN') ? units.filter((u) => u.code === 'VN') : units,
    unmatched,
    from: shown.length ? Math.min(...shown.map((i) => startOf(i, sent))) : null,
    to: shown.length ? last : null,
    assumedEnd: shown.some((i) => i.expires === null && endOf(i, sent) === last),
  }
}

/** Null when it is neither in force nor coming at `at`. Between two of its parts it is coming again. */
export function lineOf(record: AlertRecord, at: number): AlertLine | null {
  const state = stateOf(record, at)
  const { status, from, to, ...told } = summaryOf(record, at)
  if ((state !== 'inForce' && state !== 'coming') || from === null || to === null) return null
  if (status !== 'Actual' && status !== 'Exercise') return null
  return { ...told, status, from, to, state: from > at ? 'coming' : 'inForce' }
}
