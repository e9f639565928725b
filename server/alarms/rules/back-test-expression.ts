import type { FastifyInstance } from 'fastify'
import type { AlarmCondition, BackTestView } from '../../../shared/api/alarms.ts'
import { dayOf, nameOn, type Series } from '../../catalogue/index.ts'
import { conditionOf } from '../evaluate/expression.ts'
import type { Timing } from '../evaluate/place.ts'
import { firingsOf, type PastLook } from '../evaluate/replay.ts'
import { seriesOf, wantedSeries } from '../series-places.ts'

type Expression = Extract<AlarmCondition, { kind: 'expression' }>
/** Series read, and values of each; looks in between where time alone changes the answer. */
const MOST_READ = 120
const MOST_POINTS = 20_000
const MOST_LOOKS = 5_000
const MINUTE_MS = 60_000

/** When a condition would have been raised between two moments: asked anew at each value of any of its numbers. */
export async function tryExpression(
  app: FastifyInstance,
  c: Expression,
  timing: Timing,
  { from, to }: { from: number; to: number },
): Promise<Pick<BackTestView, 'places' | 'read' | 'left' | 'firings'>> {
  const all = seriesOf(app, c)
  const list = all.slice(0, Math.max(1, Math.floor(MOST_READ / conditionOf(c).wants.length)))
  const firings: BackTestView['firings'] = []
  let read = 0
  for (const series of list) {
    const past = await Promise.all(
      wantedSeries(app.catalogue.now(), c, series).map(async (s) =>
        s ? app.history.points(s.id, { ...{ from, to, limit: MOST_POINTS, maxPoints: MOST_POINTS } }) : [],
      ),
    )
    read += past.reduce((n, points) => n + points.length, 0)
    const name = nameOn(series.unit, dayOf(to))
    for (const f of firingsOf(looksOf(c, series, past, { from, to }), timing, to))
      firings.push({ place: { vi: name.vi, en: name.en }, ...f })
  }
  return { places: list.length, read, left: all.length - list.length, firings }
}

function looksOf(
  c: Expression,
  { unit }: Series,
  past: readonly (readonly { to: number; value: number }[])[],
  { from, to }: { from: number; to: number },
): PastLook[] {
  const condition = conditionOf(c)
  const news = past.flatMap((points, i) => points.map((p) => ({ at: p.to, i, value: p.value })))
  if (condition.restless) {
    const every = Math.max(MINUTE_MS, (to - from) / MOST_LOOKS)
    for (let at = from; at < to; at += every) news.push({ at, i: -1, value: Number.NaN })
  }
  news.sort((a, b) => a.at - b.at)
  const numbers: ({ value: number; at: number } | null)[] = past.map(() => null)
  const looks: PastLook[] = []
  for (const [n, { at, i, value }] of news.entries()) {
    if (i >= 0) numbers[i] = { value, at }
    // Values of one instant are looked at together.
    if (news[n + 1]?.at === at) continue
    looks.push({ at, verdict: condition.judge({ at, unit: unit.code, numbers }), figure: null })
  }
  return looks
}
