import type { FastifyInstance } from 'fastify'
import type { LogAbout, LogSnapshot } from '../../shared/api/logbook.ts'
import { RequestError } from '../../shared/refusal.ts'
import { FLAG } from '../../shared/vocabulary.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'

type Taken = { subject: string; snapshot: LogSnapshot }

/** What a thing is at this moment, for an entry that speaks of it. Throws NOT_FOUND for what its writer may not see. */
export function snapshotOf(app: FastifyInstance, person: AccountPrincipal, about: LogAbout): Taken {
  const takenAt = Date.now()
  const none = (): never => {
    throw new RequestError('NOT_FOUND', { ...about })
  }
  switch (about.kind) {
    case 'series':
      return ofSeries(app, person, about.indicator, about.unit, takenAt)
    case 'attention': {
      const row = app.duty.rows().find((r) => r.id === about.id) ?? none()
      const { state, since, subjectName: name } = row
      const snapshot = { kind: 'attention' as const, takenAt, name, state, since, simulated: false }
      return { subject: `attention:${row.id}`, snapshot: { ...snapshot, href: '/desk' } }
    }
    case 'alarm': {
      const alarm = app.alarms.standing().find((a) => a.id === about.id) ?? none()
      const { title: name, state, since, simulated } = alarm
      const snapshot = { kind: 'alarm' as const, takenAt, name, state, since, simulated }
      return { subject: `alarm:${alarm.id}`, snapshot: { ...snapshot, href: `/alarms?id=${alarm.id}` } }
    }
    case 'connection': {
      const c = app.intake.connections.get(about.id)
      if (!c || !app.access.visibleUnit(person, c.agencyId)) return none()
      const age = app.trust.connection(c.id)
      const [state, since] = [age?.state ?? 'never', age?.since ?? null]
      const { name, simulated } = c
      const snapshot = { kind: 'connection' as const, takenAt, name, state, since, simulated }
      return { subject: `connection:${c.id}`, snapshot: { ...snapshot, href: `/desk?connection=${c.id}` } }
    }
    case 'screen': {
      const screen = app.live.screens().find((s) => s.id === about.id) ?? none()
      const state = screen.connected ? screen.scene || 'connected' : 'lost'
      const name = { vi: screen.name, en: screen.name }
      const { since } = screen
      const snapshot = { kind: 'screen' as const, takenAt, name, state, since, simulated: false }
      return { subject: `screen:${screen.id}`, snapshot: { ...snapshot, href: null } }
    }
    case 'session': {
      const s = app.bridge.sessions().find((x) => x.id === about.id) ?? none()
      const points = s.points.filter((p) => p.role === 'point')
      const here = points.filter((p) => p.state === 'joined' || p.state === 'weak').length
      const name = { vi: s.title, en: s.title }
      const [state, since] = [`${here}/${points.length}`, s.openedAt]
      const snapshot = { kind: 'session' as const, takenAt, name, state, since, simulated: false }
      return { subject: `session:${s.id}`, snapshot: { ...snapshot, href: `/session/${s.id}` } }
    }
  }
}

function ofSeries(
  app: FastifyInstance,
  person: AccountPrincipal,
  code: string,
  unitCode: string,
  takenAt: number,
): Taken {
  const now = app.catalogue.now()
  const indicator = now.indicator(code)
  const unit = now.unitInForce(unitCode, takenAt)
  const id = indicator && unit && now.findSeries(indicator.id, unit.id)
  const series = id === undefined ? undefined : now.series(id)
  if (id === undefined || !series || !app.access.canSeeSeries(person, id))
    throw new RequestError('NOT_FOUND', { indicator: code, unit: unitCode })
  const cell = app.live.cell(id)
  const { name } = series.indicator
  const unitName = nameOn(series.unit, dayOf(takenAt))
  const { measure, decimals } = series.indicator
  const symbol = now.measure(measure)?.symbol ?? { vi: measure, en: measure }
  const { validFrom, validTo, recordedAt, flags, freshness: state, since } = cell
  return {
    subject: `series:${code}/${unitCode}`,
    snapshot: {
      ...{ kind: 'series', takenAt, name, state, since: since || null },
      simulated: (flags & FLAG.simulated) !== 0,
      href: `/lineage/${code}/${unitCode}?from=${series.unit.validFrom}&at=${validFrom}`,
      value: {
        ...{ indicator: code, unit: unitCode, unitName: { vi: unitName.vi, en: unitName.en } },
        value: Number.isFinite(cell.value) ? cell.value : null,
        ...{ decimals, symbol, validFrom, validTo, recordedAt, flags },
        period: app.live.period(id),
      },
    },
  }
}
