import type { FastifyInstance } from 'fastify'
import type { DisputeView, Finding } from '../../shared/api/checks.ts'
import type { Principal } from '../access/index.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { Dispute } from './dispute-store.ts'
import { isOpen } from './disputes.ts'
import { momentOf } from './moments.ts'
import { type Judged, placeKey } from './types.ts'

const words = ({ vi, en }: { vi: string; en: string }) => ({ vi, en })

/** Where a finding stands, in words. */
export function placeOf(app: FastifyInstance, indicatorId: number, unitId: number, period: string) {
  const now = app.catalogue.now()
  const [indicator, unit] = [now.indicatorById(indicatorId), now.unitById(unitId)]
  if (!indicator || !unit) return null
  const moment = momentOf(period || null, indicator.cutoff)
  const symbol = now.measure(indicator.measure)?.symbol ?? { vi: indicator.measure, en: indicator.measure }
  return {
    indicator: {
      code: indicator.code,
      name: words(indicator.name),
      symbol: words(symbol),
      decimals: indicator.decimals,
    },
    unit: {
      code: unit.code,
      from: unit.validFrom,
      name: words(nameOn(unit, dayOf(moment ? moment.to - 1 : Date.now()))),
    },
    period,
  }
}

/**
 * The figures that a reader may see: a side that is one number of a unit outside his scope is kept from him, and with it
 * what would give it away. `series`: the numbers that the check compares.
 */
export function findingFor(
  app: FastifyInstance,
  asker: Principal | null,
  series: readonly number[],
  f: Judged & { at: number },
): Finding {
  const { outcome, missing, at } = f
  const all = series.every((s) => app.access.canSeeSeries(asker, s))
  if (!all) return { outcome, missing, at, left: null, right: null, difference: null, allowed: null }
  const { left, right, difference, allowed } = f
  return { outcome, missing, at, left, right, difference, allowed }
}

/** A step as this reader may see it: the figures that it was about only with the finding's own. */
export function stepFor<S extends { detail: object }>(
  app: FastifyInstance,
  asker: Principal | null,
  series: readonly number[],
  step: S | undefined,
): S | null {
  if (!step || series.every((s) => app.access.canSeeSeries(asker, s))) return step ?? null
  return { ...step, detail: { ...step.detail, left: null, right: null } }
}

/** Null for a dispute of which the reader may see no number. */
export function disputeView(app: FastifyInstance, asker: Principal | null, d: Dispute): DisputeView | null {
  const now = app.catalogue.now()
  const place = placeOf(app, d.indicator, d.unit, d.period)
  const rule = app.checks.engine.rules.find((r) => r.id === d.rule)
  const seen = d.series.filter((s) => app.access.canSeeSeries(asker, s))
  if (!place || !rule || !seen.length) return null
  const standing = app.checks.engine.standing(placeKey(rule, d.unit, d.indicator, d.period))
  const assigned = d.steps.findLast((s) => s.kind === 'assigned')?.detail.to ?? null
  return {
    id: d.id,
    rule: { id: rule.id, code: rule.code, version: d.version, name: rule.input.name },
    kind: rule.input.check.kind,
    severity: rule.input.severity,
    ...place,
    open: isOpen(d),
    openedAt: d.openedAt,
    assignedTo: assigned ?? rule.input.owner,
    finding: findingFor(app, asker, d.series, standing ?? NOTHING),
    series: seen.flatMap((id) => {
      const s = now.series(id)
      if (!s) return []
      const name = words(nameOn(s.unit, dayOf(Date.now())))
      const freshness = app.trust.age(id).state
      return [{ indicator: s.indicator.code, unit: s.unit.code, unitFrom: s.unit.validFrom, name, freshness }]
    }),
    steps: d.steps.flatMap((s) => stepFor(app, asker, d.series, s) ?? []),
  }
}
const NOTHING: Judged & { at: number } = {
  outcome: 'incomplete',
  left: null,
  right: null,
  difference: null,
  allowed: null,
  missing: 0,
  at: 0,
}
