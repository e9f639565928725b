import type { FastifyInstance } from 'fastify'
import type { AlarmCondition, AlarmRuleInput, BackTestView } from '../../../shared/api/alarms.ts'
import { dayOf, nameOn, type Series } from '../../catalogue/index.ts'
import type { Point } from '../../history/index.ts'
import { boundFor, changeOf, judgeBound, judgeChange } from '../evaluate/judge.ts'
import type { Timing } from '../evaluate/place.ts'
import { firingsOf, type PastLook } from '../evaluate/replay.ts'
import { timingOf } from '../evaluate/timing.ts'
import { Window } from '../evaluate/window.ts'
import { seriesOf } from '../series-places.ts'
import { tryExpression } from './back-test-expression.ts'
import { tryFreshness } from './back-test-freshness.ts'
import { type Tried, tryConnections, tryDirectives, tryDisputes } from './back-test-standing.ts'
import type { Span } from './past.ts'

const DAY_MS = 86_400_000
/** Values read of one series, and series read: a try-out is bounded like any read. */
const MOST_POINTS = 20_000
const MOST_SERIES = 120
const MOST_SHOWN = 200

/** When a rule would have been raised over the last days, from what was really recorded. */
export async function backTest(
  app: FastifyInstance,
  rule: AlarmRuleInput,
  days: number,
): Promise<BackTestView> {
  const to = Date.now()
  const from = to - days * DAY_MS
  const c = rule.condition
  const timing = timingOf(rule)
  const none = { from, to, places: 0, read: 0, times: 0, left: 0, firings: [], symbol: null, decimals: 0 }
  const tried = await tryKept(app, c, timing, { from, to })
  if (tried) return { ...none, ...tried, ...shown(tried.firings), impossible: null }
  if (c.kind !== 'value' && c.kind !== 'change') return { ...none, impossible: c.kind }
  const all = seriesOf(app, c)
  const list = all.slice(0, MOST_SERIES)
  const firings: BackTestView['firings'] = []
  let read = 0
  for (const series of list) {
    const points = await app.history.points(series.id, {
      ...{ from, to, limit: MOST_POINTS, maxPoints: MOST_POINTS },
    })
    read += points.length
    const name = nameOn(series.unit, dayOf(to))
    for (const f of firingsOf(looksOf(c, series, points), timing, to))
      firings.push({ place: { vi: name.vi, en: name.en }, ...f })
  }
  const now = app.catalogue.now()
  const indicator = now.indicator(c.indicator)
  const percent = c.kind === 'change' && c.percent
  return {
    ...{ ...none, ...shown(firings), places: list.length, left: all.length - list.length, read },
    symbol: percent ? { vi: '%', en: '%' } : (now.measure(indicator?.measure ?? '')?.symbol ?? null),
    decimals: percent ? 1 : (indicator?.decimals ?? 0),
    impossible: null,
  }
}

/** Of kinds that are not tried on the values of one series; null of the others. */
async function tryKept(
  app: FastifyInstance,
  c: AlarmCondition,
  timing: Timing,
  span: Span,
): Promise<Tried | null> {
  switch (c.kind) {
    case 'connection':
      return tryConnections(app, c, timing, span)
    case 'check':
      return tryDisputes(app, c, timing, span)
    case 'directive':
      return tryDirectives(app, timing, span)
    case 'freshness':
      return tryFreshness(app, c, timing, span)
    case 'expression':
      return tryExpression(app, c, timing, span)
    default:
      return null
  }
}

function looksOf(
  c: Extract<AlarmCondition, { kind: 'value' | 'change' }>,
  series: Series,
  points: readonly Point[],
): PastLook[] {
  if (c.kind === 'value') {
    const bound = boundFor(c, series.unit.code)
    return points.map((p) => ({ at: p.to, verdict: judgeBound(p.value, bound), figure: p.value }))
  }
  const window = new Window(c.windowSeconds * 1000)
  return points.map((p) => {
    window.put(p.to, p.value)
    const before = window.before(p.to)
    return { at: p.to, verdict: judgeChange(c, p.value, before), figure: changeOf(c, p.value, before) }
  })
}

const shown = (firings: BackTestView['firings']) => ({
  times: firings.length,
  firings: firings.sort((a, b) => b.from - a.from).slice(0, MOST_SHOWN),
})
