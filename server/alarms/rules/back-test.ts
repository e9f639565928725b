import type { FastifyInstance } from 'fastify'
import type { AlarmRuleInput, BackTestView } from '../../../shared/api/alarms.ts'
import { dayOf, nameOn, type Series } from '../../catalogue/index.ts'
import type { Point } from '../../history/index.ts'
import { boundFor, changeOf, judgeBound, judgeChange } from '../evaluate/judge.ts'
import { firingsOf, type PastLook } from '../evaluate/replay.ts'
import { Window } from '../evaluate/window.ts'
import { seriesOf } from '../series-places.ts'
import { tryExpression } from './back-test-expression.ts'
import { readStates } from './past.ts'

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
  const timing = { holdMs: rule.holdSeconds * 1000, clearMs: rule.clearSeconds * 1000 }
  const none = { from, to, places: 0, read: 0, times: 0, left: 0, firings: [], symbol: null, decimals: 0 }
  const firings: BackTestView['firings'] = []
  if (c.kind === 'connection') {
    const wanted = new Set<string>(c.states)
    const named = app.intake.connections
      .list()
      .filter((x) => !c.connections.length || c.connections.includes(x.id))
    const states = await readStates(
      app.db.readPool,
      named.map((x) => x.id),
      from,
    )
    for (const x of named) {
      const looks = (states.get(x.id) ?? []).map(
        ({ at, state }): PastLook => ({ at, verdict: wanted.has(state) ? 'on' : 'off', figure: null }),
      )
      for (const f of firingsOf(looks, timing, to)) firings.push({ place: x.name, ...f })
    }
    const read = [...states.values()].reduce((sum, s) => sum + s.length, 0)
    return { ...none, ...shown(firings), places: named.length, read, impossible: null }
  }
  if (c.kind === 'expression') {
    const tried = await tryExpression(app, c, timing, { from, to })
    return { ...none, ...tried, ...shown(tried.firings), impossible: null }
  }
  if (c.kind !== 'value' && c.kind !== 'change') return { ...none, impossible: c.kind }
  const all = seriesOf(app, c)
  const list = all.slice(0, MOST_SERIES)
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

function looksOf(
  c: Extract<AlarmRuleInput['condition'], { kind: 'value' | 'change' }>,
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
