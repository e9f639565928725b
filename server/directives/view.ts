import type { FastifyInstance } from 'fastify'
import type { DirectiveDetail, DirectiveView } from '../../shared/api/directives.ts'
import {
  ADDRESSEE_ACTS,
  type DirectiveAct,
  ISSUER_ACTS,
  mayAct,
  POINT_ACTS,
  stillMended,
} from '../../shared/directive.ts'
import type { Principal } from '../access/index.ts'
import { factsOf, firstOf, metSince, targetOf, versionOf, watched } from './facts.ts'
import { named } from './names.ts'
import { originView } from './origin.ts'
import { snapshotView } from './snapshot.ts'
import { type Directive, readSnapshot } from './store.ts'
import type { Watcher } from './watcher.ts'

/** Which series whoever asks may see. */
type Sees = (series: number) => boolean
/** For what the server itself writes. */
export const everything: Sees = () => true

/** Whether the number that it watches is for whoever asks; one that nobody has sent hides nothing. */
function seesNumber(app: FastifyInstance, d: Directive, sees: Sees): boolean {
  if (d.indicatorId === null || d.unitId === null) return true
  const series = app.catalogue.now().findSeries(d.indicatorId, d.unitId)
  return series === undefined || sees(series)
}

/** What is asked is told to everyone who sees the directive; how the number stands, to whoever may see the number. */
function watchView(
  app: FastifyInstance,
  watcher: Watcher,
  d: Directive,
  sees: Sees,
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
    ...(seesNumber(app, d, sees)
      ? { ...w, first: firstOf(d), now: known, metSince: w.state === 'met' ? metSince(d) : null }
      : { state: 'unknown', progress: null, elapsed: null, first: null, now: null, metSince: null }),
  }
}

/** A step without the number that it was taken by. */
function withoutNumber({ first: _, known: __, progress: ___, ...rest }: Record<string, unknown>) {
  return rest
}

export function directiveView(
  app: FastifyInstance,
  watcher: Watcher,
  d: Directive,
  sees: Sees,
  now: number,
): DirectiveView {
  const { text, priority, version: revision, edition: version } = versionOf(d)
  const { id, batch, session, document, simulated, createdAt, createdBy, snapshotAt } = d
  return {
    ...{ id, batch, session, document, simulated, createdAt, createdBy, snapshotAt },
    ...{ text, priority, version, revision },
    ...factsOf(d, now),
    addressee: named(app.catalogue.now().unitById(d.addresseeId), now),
    watch: watchView(app, watcher, d, sees, now),
  }
}

/** On whose side whoever asks stands; a point came by a link and has fewer acts. */
export type Side = 'issuer' | 'addressee' | 'point' | null
const ACTS: Record<'issuer' | 'addressee' | 'point', readonly DirectiveAct[]> = {
  issuer: ISSUER_ACTS,
  addressee: ADDRESSEE_ACTS,
  point: POINT_ACTS,
}

/** What each side may do; a person who is on none may do nothing. A point sees what is asked, not the agency's own course. */
export async function directiveDetail(
  app: FastifyInstance,
  watcher: Watcher,
  d: Directive,
  { side, asks }: { side: Side; asks: Principal | null },
  now: number,
): Promise<DirectiveDetail> {
  const sees: Sees = (series) => app.access.canSeeSeries(asks, series)
  const view = directiveView(app, watcher, d, sees, now)
  const number = seesNumber(app, d, sees)
  const snapshot = d.snapshotId === null ? null : await readSnapshot(app.db.pool, d.snapshotId)
  const catalogue = app.catalogue.now()
  const changes = side === 'issuer' && view.state !== 'closed' && view.state !== 'withdrawn'
  return {
    ...view,
    versions: d.versions.map(({ edition, text, due, priority, at, by }) => ({
      ...{ version: edition, text, due, priority, at, by },
    })),
    steps: d.steps
      .filter((s) => side !== 'point' || s.byUnit !== null || s.kind === 'issue' || s.kind === 'changed')
      .map(({ byUnit, ...s }) => ({
        ...s,
        detail: number ? s.detail : withoutNumber(s.detail),
        byPoint: byUnit === null ? null : named(catalogue.unitById(byUnit), s.at),
      })),
    origin: originView(app, versionOf(d).origin, asks, now),
    snapshot: snapshot && snapshotView(app, snapshot, asks, now),
    acts: side ? ACTS[side].filter((act) => mayAct(act, d.steps)) : [],
    mayChange: changes,
    mends: changes && stillMended(d.steps, d.session !== null),
  }
}
