import type { FastifyInstance } from 'fastify'
import type { AlarmSeverity } from '../../shared/alarm.ts'
import type { AlertLine } from '../../shared/alert.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { Facts, Rule } from './types.ts'
import {
  connectionTitle,
  directiveTitle,
  disputeTitle,
  intrusionText,
  intrusionTitle,
  screenTitle,
} from './words.ts'

const GRAVE: Record<AlertLine['severity'], AlarmSeverity> = {
  ...{ Extreme: 'critical', Severe: 'high', Moderate: 'medium', Minor: 'low', Unknown: 'medium' },
}
const nothing = { unitId: null, series: null, connection: null, attention: null, simulated: false }

/** What stands now of the things that a rule of these kinds watches; `causes`: those of the desk's board. Null for a rule on series. */
export function standingFor(
  app: FastifyInstance,
  { input }: Pick<Rule, 'input'>,
  causes: () => readonly Facts[],
): Facts[] | null {
  const c = input.condition
  switch (c.kind) {
    case 'connection':
    case 'screen':
    case 'directive':
    case 'intrusion':
      return causes().filter(({ detail, connection }) => {
        if (detail.kind !== c.kind) return false
        if (c.kind !== 'connection') return true
        const named = !c.connections.length || c.connections.some((id) => id === connection)
        return named && c.states.some((s) => s === detail.state)
      })
    case 'cap':
      return app.alerts.lines().flatMap((l) => (l.state === 'inForce' ? [cap(l)] : []))
    case 'check':
      return disputes(app, new Set(c.checks))
    default:
      return null
  }
}

/** The causes on the desk's board. */
export function causesOf(app: FastifyInstance): Facts[] {
  const nation = app.catalogue.now().nation().id
  return app.duty.rows().map((r): Facts => {
    const c = r.kind === 'connection' ? app.intake.connections.get(r.subject) : undefined
    const title =
      r.kind === 'connection'
        ? connectionTitle(r.subjectName, r.state)
        : r.kind === 'screen'
          ? screenTitle(r.subjectName.vi)
          : r.kind === 'intrusion'
            ? intrusionTitle(r.subjectName.vi, r.state)
            : directiveTitle(r.subjectName)
    const text =
      r.kind === 'directive' ? String(r.detail.text ?? '') : r.kind === 'connection' ? r.subject : ''
    return {
      ...nothing,
      place: `${r.kind}:${r.subject}/${r.state}`,
      unitId: c?.agencyId ?? (r.kind === 'connection' ? null : nation),
      connection: r.kind === 'connection' ? r.subject : null,
      ...{ attention: r.id, title, since: r.since },
      text: r.kind === 'intrusion' ? intrusionText(r) : { vi: text, en: text },
      simulated: c?.simulated ?? false,
      detail: { ...r.detail, kind: r.kind, subject: r.subject, state: r.state },
      taken: r.acknowledged,
    }
  })
}

function cap(l: AlertLine): Facts {
  const places = (language: 'vi' | 'en') =>
    [...l.units.map((u) => u.name[language]), ...l.unmatched].slice(0, 8).join(', ')
  const exercise = l.status === 'Exercise'
  return {
    ...nothing,
    place: `cap:${l.id}`,
    title: {
      vi: `${exercise ? 'DIỄN TẬP. ' : ''}${l.headline.vi}`,
      en: `${exercise ? 'EXERCISE. ' : ''}${l.headline.en}`,
    },
    text: { vi: `${l.source.vi}: ${places('vi')}`, en: `${l.source.en}: ${places('en')}` },
    ...{ simulated: l.simulated || exercise, since: l.from, severity: exercise ? 'low' : GRAVE[l.severity] },
    detail: { alert: l.id, capSeverity: l.severity, until: l.to },
  }
}

function disputes(app: FastifyInstance, codes: ReadonlySet<string>): Facts[] {
  const now = app.catalogue.now()
  const today = dayOf(Date.now())
  return app.checks.disputes.open().flatMap((d): Facts[] => {
    const rule = app.checks.engine.rules.find((r) => r.id === d.rule)
    const unit = now.unitById(d.unit)
    const indicator = now.indicatorById(d.indicator)
    if (!rule || !unit || !indicator || (codes.size && !codes.has(rule.code))) return []
    const { name, severity } = rule.input
    return [
      {
        ...nothing,
        place: `dispute:${d.id}`,
        unitId: unit.id,
        title: disputeTitle(nameOn(unit, today), indicator.short),
        text: { vi: name.vi, en: name.en },
        since: d.openedAt,
        ...(severity === 'serious' ? { severity: 'medium' as const } : {}),
        detail: {
          dispute: d.id,
          check: rule.code,
          indicator: indicator.code,
          unit: unit.code,
          period: d.period,
        },
      },
    ]
  })
}
