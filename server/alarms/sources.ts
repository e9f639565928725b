import type { FastifyInstance } from 'fastify'
import type { AlarmSeverity } from '../../shared/alarm.ts'
import type { AlertLine } from '../../shared/alert.ts'
import { type ConnectionState, FLAG } from '../../shared/vocabulary.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import { WANTING } from '../duty/index.ts'
import type { Facts, Rule } from './types.ts'
import {
  capText,
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
    case 'connection': {
      const named = ({ connection }: Facts) =>
        !c.connections.length || c.connections.some((id) => id === connection)
      const own = causes().filter(
        (f) => f.detail.kind === c.kind && c.states.some((s) => s === f.detail.state),
      )
      return [...own, ...quiet(app, c.states)].filter(named)
    }
    case 'screen':
    case 'directive':
    case 'intrusion':
      return causes().filter(({ detail }) => detail.kind === c.kind)
    case 'cap':
      // Also of a time to come: a warning is for the hours before.
      return app.alerts.lines().map(cap)
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

/** Connections in a wanted state that is nobody's cause on the board: not yet sent, in maintenance, put aside. */
function quiet(app: FastifyInstance, states: readonly ConnectionState[]): Facts[] {
  const wanted = new Set(states.filter((s) => !WANTING.has(s)))
  if (!wanted.size) return []
  return app.trust.connections().flatMap(({ id, state }): Facts[] => {
    const c = app.intake.connections.get(id)
    const age = wanted.has(state) && app.trust.connection(id)
    if (!c || !age) return []
    return [
      {
        ...nothing,
        ...{ place: `connection:${id}/${state}`, unitId: c.agencyId, connection: id, since: age.since },
        ...{ title: connectionTitle(c.name, state), text: { vi: id, en: id }, simulated: c.simulated },
        detail: { kind: 'connection', subject: id, state },
      },
    ]
  })
}

function cap(l: AlertLine): Facts {
  const exercise = l.status === 'Exercise'
  return {
    ...nothing,
    place: `cap:${l.id}`,
    title: {
      vi: `${exercise ? 'DIỄN TẬP. ' : ''}${l.headline.vi}`,
      en: `${exercise ? 'EXERCISE. ' : ''}${l.headline.en}`,
    },
    ...{ text: capText(l), since: l.receivedAt, simulated: l.simulated || exercise },
    severity: exercise ? 'low' : GRAVE[l.severity],
    detail: { alert: l.id, capSeverity: l.severity, from: l.from, until: l.to },
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
    const series = now.findSeries(indicator.id, unit.id)
    const simulated = series !== undefined && (app.live.cell(series).flags & FLAG.simulated) !== 0
    return [
      {
        ...nothing,
        place: `dispute:${d.id}`,
        simulated,
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
