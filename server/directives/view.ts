import type { FastifyInstance } from 'fastify'
import type { DirectiveBoard, DirectiveDetail, DirectiveView } from '../../shared/api/directives.ts'
import {
  ADDRESSEE_ACTS,
  type DirectiveAct,
  ISSUER_ACTS,
  mayAct,
  PUBLISHED,
  type Published,
} from '../../shared/directive.ts'
import { dayOf, nameOn, type Unit } from '../catalogue/index.ts'
import { factsOf, firstOf, metSince, targetOf, versionOf, watched } from './facts.ts'
import type { Directive } from './store.ts'
import type { Watcher } from './watcher.ts'

const named = (unit: Unit | undefined, at: number) => {
  const name = unit ? nameOn(unit, dayOf(at)) : { vi: '', en: '' }
  return { code: unit?.code ?? '', name: { vi: name.vi, en: name.en } }
}

function watchView(
  app: FastifyInstance,
  watcher: Watcher,
  d: Directive,
  now: number,
): DirectiveView['watch'] {
  const catalogue = app.catalogue.now()
  const target = targetOf(d)
  const indicator = d.indicatorId === null ? undefined : catalogue.indicatorById(d.indicatorId)
  const known = watcher.known(d)
  const w = watched(d, known, now)
  if (!target || !indicator || !w) return null
  return {
    indicator: indicator.code,
    name: indicator.name,
    symbol: catalogue.measure(indicator.measure)?.symbol ?? { vi: indicator.measure, en: indicator.measure },
    decimals: indicator.decimals,
    unit: named(catalogue.unitById(d.unitId ?? 0), now),
    ...target,
    holdDays: versionOf(d).holdDays,
    ...w,
    first: firstOf(d),
    now: known,
    metSince: w.state === 'met' ? metSince(d) : null,
  }
}

export function directiveView(
  app: FastifyInstance,
  watcher: Watcher,
  d: Directive,
  now: number,
): DirectiveView {
  const { text, priority, version } = versionOf(d)
  const { id, batch, session, document, simulated, createdAt, createdBy } = d
  return {
    ...{ id, batch, session, document, simulated, createdAt, createdBy, text, priority, version },
    ...factsOf(d, now),
    addressee: named(app.catalogue.now().unitById(d.addresseeId), now),
    watch: watchView(app, watcher, d, now),
  }
}

/** What each side may do; a person who is on none may do nothing. */
export function directiveDetail(
  app: FastifyInstance,
  watcher: Watcher,
  d: Directive,
  side: 'issuer' | 'addressee' | null,
  now: number,
): DirectiveDetail {
  const view = directiveView(app, watcher, d, now)
  const all: readonly DirectiveAct[] =
    side === 'issuer' ? ISSUER_ACTS : side === 'addressee' ? ADDRESSEE_ACTS : []
  return {
    ...view,
    versions: d.versions.map(({ version, text, due, priority, at, by }) => ({
      ...{ version, text, due, priority, at, by },
    })),
    steps: d.steps,
    acts: all.filter((act) => mayAct(act, d.steps)),
    mayChange: side === 'issuer' && view.state !== 'closed' && view.state !== 'withdrawn',
  }
}

const nothing = () => ({ total: 0, doneOnTime: 0, doneLate: 0, openInTime: 0, openOverdue: 0 })
/** The published states by addressee, most open overdue first, with how many there are of it. */
export function boardOf(app: FastifyInstance, list: readonly Directive[], now: number): DirectiveBoard {
  const total = nothing()
  const byUnit = new Map<number, ReturnType<typeof nothing>>()
  for (const d of list) {
    const { published } = factsOf(d, now)
    if (published === null) continue
    const own = byUnit.get(d.addresseeId) ?? nothing()
    byUnit.set(d.addresseeId, own)
    for (const c of [total, own]) {
      c.total++
      c[published]++
    }
  }
  const addressees = [...byUnit].map(([id, c]) => ({
    unit: named(app.catalogue.now().unitById(id), now),
    ...c,
  }))
  const by = (p: Published) => (a: Record<Published, number>, b: Record<Published, number>) => b[p] - a[p]
  const orders = [by('openOverdue'), ...PUBLISHED.map(by)]
  addressees.sort(
    (a, b) =>
      orders.reduce((o, order) => o || order(a, b), 0) || a.unit.name.vi.localeCompare(b.unit.name.vi, 'vi'),
  )
  return { total, addressees }
}
