import type { FastifyInstance } from 'fastify'
import type { DisputeBeside, LateItem, UnitStanding } from '../../shared/api/standing.ts'
import { type Placed, placeAmong } from '../../shared/standing.ts'
import { FLAG } from '../../shared/vocabulary.ts'
import type { Principal } from '../access/index.ts'
import { dayOf, nameOn, type Unit } from '../catalogue/index.ts'
import { disputeView } from '../checks/index.ts'
import type { LateReports } from '../trust/index.ts'
import { neighboursOf } from './neighbours.ts'

const words = (unit: Unit, day: string) => {
  const { vi, en } = nameOn(unit, day)
  return { vi, en }
}
/** States of a connection that somebody has to do something about. */
const LATE_STATES = new Set<string>(['late', 'lost', 'refusing'])
const MOST_LATE = 40

/** Where a unit stands: only of what the asker may see. */
export async function standingOf(
  app: FastifyInstance,
  asker: Principal | null,
  unit: Unit,
  reports: LateReports,
): Promise<UnitStanding> {
  const now = app.catalogue.now()
  const day = dayOf(Date.now())
  const alike = now.unitsOfKind(unit.kind, day)
  return {
    unit: { code: unit.code, from: unit.validFrom, kind: unit.kind, name: words(unit, day) },
    units: alike.length,
    ...placesOf(app, asker, unit, alike),
    neighbours: neighboursOf(now, unit, day).map((u) => ({
      code: u.code,
      from: u.validFrom,
      name: words(u, day),
    })),
    late: await lateOf(app, asker, unit, reports),
    disputes: disputesOf(app, asker, unit),
  }
}

const placed = (app: FastifyInstance, series: number): Placed | null => {
  const { value, validFrom, validTo, freshness, flags } = app.live.cell(series)
  return Number.isFinite(value) && !(flags & FLAG.weightMissing)
    ? { value, validFrom, validTo, freshness }
    : null
}

function placesOf(app: FastifyInstance, asker: Principal | null, unit: Unit, alike: readonly Unit[]) {
  const now = app.catalogue.now()
  const places: UnitStanding['places'] = []
  const onNationScale: string[] = []
  const others = new Set(alike.filter((u) => u.id !== unit.id).map((u) => u.id))
  for (const indicator of now.indicators) {
    const id = now.findSeries(indicator.id, unit.id)
    if (id === undefined || indicator.basis === 'support' || !app.access.canSeeSeries(asker, id)) continue
    if (indicator.aggregation !== 'sum') onNationScale.push(indicator.code)
    const own = placed(app, id)
    if (!own) continue
    const rest = now
      .seriesOfIndicator(indicator.id)
      .filter((s) => others.has(s.unit.id) && app.access.canSeeSeries(asker, s.id))
      .flatMap((s) => placed(app, s.id) ?? [])
    const place = placeAmong(own, rest, indicator.direction)
    if (place) places.push({ indicator: indicator.code, ...place })
  }
  return { places, onNationScale }
}

/** Its own connections that are late, its reports past their day, and its real-time numbers that are too old. */
async function lateOf(
  app: FastifyInstance,
  asker: Principal | null,
  unit: Unit,
  reports: LateReports,
): Promise<LateItem[]> {
  const now = app.catalogue.now()
  const mayOwn = app.access.visibleUnit(asker, unit.id)
  const connections = app.trust.connections().flatMap(({ id, state }): LateItem[] => {
    const c = app.intake.connections.get(id)
    if (!mayOwn || c?.agencyId !== unit.id || !LATE_STATES.has(state)) return []
    const since = app.trust.connection(id)?.since ?? 0
    return [{ kind: 'connection', code: id, name: c.name, period: null, state, since }]
  })
  const owed = (await reports.of(unit.id)).flatMap((r): LateItem[] => {
    const series = now.findSeries(r.indicator.id, r.unit.id)
    const sees = series === undefined ? mayOwn : app.access.canSeeSeries(asker, series)
    if (!sees) return []
    const { code, name } = r.indicator
    const state = r.refused ? 'refused' : 'missing'
    return [{ kind: 'report', code, name, period: r.period, state, since: r.lateAt }]
  })
  const old = now.indicators.flatMap((indicator): LateItem[] => {
    if (indicator.period !== 'realtime') return []
    const id = now.findSeries(indicator.id, unit.id)
    if (id === undefined || !app.access.canSeeSeries(asker, id)) return []
    const { state, since } = app.trust.age(id)
    if (state !== 'late' && state !== 'stale') return []
    return [{ kind: 'series', code: indicator.code, name: indicator.name, period: null, state, since }]
  })
  return [...connections, ...old, ...owed].slice(0, MOST_LATE)
}

/** Open ones that touch a number of the unit, with who says what. */
function disputesOf(app: FastifyInstance, asker: Principal | null, unit: Unit): DisputeBeside[] {
  const now = app.catalogue.now()
  return app.checks.disputes
    .open()
    .filter((d) => d.series.some((s) => now.series(s)?.unit.id === unit.id))
    .flatMap((d): DisputeBeside[] => {
      const view = disputeView(app, asker, d)
      if (!view) return []
      const sources = sourcesOf(app, d.rule)
      const { left, right } = view.finding
      return [
        { ...view, left: { value: left, source: sources[0] }, right: { value: right, source: sources[1] } },
      ]
    })
}

/** Who stands behind each side of a rule that compares two connections or two indicators. */
function sourcesOf(app: FastifyInstance, rule: number) {
  type Side = { vi: string; en: string } | null
  const none: [Side, Side] = [null, null]
  const check = app.checks.engine.rules.find((r) => r.id === rule)?.input.check
  if (check?.kind !== 'sources') return none
  const now = app.catalogue.now()
  if (check.connections) {
    const agency = (id: string): Side => {
      const c = app.intake.connections.get(id)
      const unit = c && now.unitById(c.agencyId)
      return unit ? words(unit, dayOf(Date.now())) : (c?.name ?? null)
    }
    return [agency(check.connections[0]), agency(check.connections[1])] satisfies [Side, Side]
  }
  const named = (code: string | undefined): Side => (code && now.indicator(code)?.name) || null
  return [named(check.indicator), named(check.other)] satisfies [Side, Side]
}
