import type { FastifyInstance } from 'fastify'
import type { ViewQuestion } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type SceneNeeds, sceneNeeds } from '../../shared/scene.ts'
import type { Principal } from '../access/index.ts'
import { dayOf, inForce, type Series } from '../catalogue/index.ts'

/** Supporting series weigh others and are not shown among them. */
const shown = (s: Series) => s.indicator.basis !== 'support'
/** Things that stand in a section by themselves, beside the nation's numbers. */
const OWN_KINDS = new Set(['reservoir', 'station'])

/** What a scene binds. An indicator that was withdrawn has no series: its part says so. */
function bound(app: FastifyInstance, { cells, indicators }: SceneNeeds, at: number): Series[] {
  const known = indicators.filter((code) => app.catalogue.now().indicator(code))
  const all = [
    ...meant(app, { kind: 'cells', cells }, at),
    ...known.flatMap((indicator) => meant(app, { kind: 'indicator', indicator }, at)),
  ]
  return [...new Map(all.map((s) => [s.id, s])).values()]
}

/** Which series a question means, before the scope filter. Throws NOT_FOUND for what is not in the catalogue. */
function meant(app: FastifyInstance, q: ViewQuestion, at: number): Series[] {
  const now = app.catalogue.now()
  const today = dayOf(at)
  const all = now.allSeries()
  switch (q.kind) {
    case 'section': {
      if (!now.sections.some((s) => s.no === q.section))
        throw new RequestError('NOT_FOUND', { section: q.section })
      return all.filter(
        (s) =>
          s.indicator.section === q.section &&
          shown(s) &&
          inForce(s.unit, today) &&
          (s.unit.kind === 'nation' || (OWN_KINDS.has(s.unit.kind) && s.indicator.level === s.unit.kind)),
      )
    }
    case 'unit': {
      const unit = now.unitInForce(q.unit, at)
      if (!unit) throw new RequestError('NOT_FOUND', { unit: q.unit })
      return all.filter((s) => s.unit.id === unit.id && shown(s))
    }
    case 'indicator': {
      const indicator = now.indicator(q.indicator)
      if (!indicator) throw new RequestError('NOT_FOUND', { indicator: q.indicator })
      const day = q.day ?? today
      return now.seriesOfIndicator(indicator.id).filter((s) => inForce(s.unit, day))
    }
    case 'cells':
      return q.cells.flatMap(({ indicator, unit }) => {
        const i = now.indicator(indicator)
        const u = now.unitInForce(unit, at)
        const id = i && u ? now.findSeries(i.id, u.id) : undefined
        const series = id === undefined ? undefined : now.series(id)
        return series ? [series] : []
      })
    case 'scene': {
      const scene = app.scenes.document(q.scene, q.version)
      if (!scene) throw new RequestError('NOT_FOUND', { scene: q.scene, version: q.version })
      return bound(app, sceneNeeds(scene), at)
    }
    case 'draft':
      return bound(app, q, at)
    case 'session': {
      const session = app.bridge.sessions().find((s) => s.id === q.session)
      if (!session) throw new RequestError('NOT_FOUND', { session: q.session })
      const units = new Set(session.points.map((p) => `${p.unit}@${p.unitFrom}`))
      return all.filter(
        (s) => units.has(`${s.unit.code}@${s.unit.validFrom}`) && shown(s) && s.unit.kind !== 'nation',
      )
    }
  }
}

/** For a screen: what the question means and it may not show now. */
export function hiddenFor(
  app: FastifyInstance,
  principal: Principal,
  question: ViewQuestion,
): { indicator: string; unit: string }[] {
  if (principal.kind !== 'screen') return []
  return meant(app, question, Date.now())
    .filter((s) => !app.access.canSeeSeries(principal, s.id))
    .map((s) => ({ indicator: s.indicator.code, unit: s.unit.code }))
}

/** The series of a question that the asker may see, in the catalogue's order; of the units of the day of `at`. */
export function seriesFor(
  app: FastifyInstance,
  principal: Principal,
  question: ViewQuestion,
  at = Date.now(),
): number[] {
  return meant(app, question, at)
    .filter((s) => app.access.canSeeSeries(principal, s.id))
    .sort(
      (a, b) =>
        (a.indicator === b.indicator ? 0 : a.indicator.code < b.indicator.code ? -1 : 1) ||
        (a.unit.code < b.unit.code ? -1 : a.unit.code > b.unit.code ? 1 : 0),
    )
    .map((s) => s.id)
}
