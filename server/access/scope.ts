import type { FastifyInstance } from 'fastify'
import { isAbove } from '../../shared/room.ts'
import { dayOf, inForce, type Unit } from '../catalogue/index.ts'
import type { PointPrincipal, Principal } from './principal.ts'

/** Whether a screen may show a series now. */
export type ScreenRule = (screen: number, seriesId: number) => boolean
/** Whether whoever came by a link is in its session now. */
export type PointRule = (point: PointPrincipal) => boolean

/** Agencies see their own tree; everyone else looks over the whole of the unit they belong to. A screen hangs over all units; which numbers it shows is a rule of its own. */
const wholeNation = (app: FastifyInstance, p: Principal) =>
  p.kind === 'screen' ||
  (p.kind === 'account' && p.role !== 'agency' && p.unitId === app.catalogue.now().nation().id)

/** The management hierarchy (phân cấp quản lý) as one question asked of the server's catalogue. */
export function scopeOf(app: FastifyInstance) {
  let onScreen: ScreenRule = () => true
  // Until it is known who sits where, whoever came by a link sits nowhere.
  let pointIn: PointRule = () => false
  const isIn = (p: Principal): boolean => p.kind !== 'point' || pointIn(p)
  /** The unit itself, what stands below it on any of its own days, and what went into it. */
  function within(unit: Unit, ownId: number): boolean {
    const now = app.catalogue.now()
    if (unit.id === ownId) return true
    const today = dayOf(Date.now())
    const day = inForce(unit, today) ? today : unit.validFrom
    if (now.isWithin(unit.id, ownId, day)) return true
    return now.predecessorsOf(ownId).some((p) => p.unit.id === unit.id)
  }
  function visibleUnit(p: Principal | null, unitId: number): boolean {
    if (!p || p.kind === 'connection' || !isIn(p)) return false
    const unit = app.catalogue.now().unitById(unitId)
    if (!unit) return false
    return wholeNation(app, p) || (p.kind !== 'screen' && within(unit, p.unitId))
  }
  function canSeeSeries(p: Principal | null, seriesId: number): boolean {
    if (!p || p.kind === 'connection' || !isIn(p)) return false
    if (p.kind === 'screen') return onScreen(p.id, seriesId)
    if (wholeNation(app, p)) return true
    const now = app.catalogue.now()
    const series = now.series(seriesId)
    if (!series) return false
    // Whoever came by a link sees of the nation's numbers what is not meant for a few.
    if (series.unit.kind === 'nation')
      return p.kind !== 'point' || !isAbove(series.indicator.classification, 'internal')
    const own = now.unitById(p.unitId)
    if (p.kind === 'account' && own && series.indicator.ownerCode === own.code && own.kind !== 'province')
      return true
    return within(series.unit, p.unitId)
  }
  const registerScreenRule = (rule: ScreenRule): void => {
    onScreen = rule
  }
  const registerPointRule = (rule: PointRule): void => {
    pointIn = rule
  }
  return { visibleUnit, canSeeSeries, isIn, registerScreenRule, registerPointRule }
}
