import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code, Day } from '../../../shared/api/catalogue.ts'
import { ProjectionView } from '../../../shared/api/history.ts'
import { parsePeriod } from '../../../shared/period.ts'
import type { Series, Target } from '../../catalogue/index.ts'
import { asOfAsked, oneSeries, TwoTimes } from '../asked.ts'
import { bounded } from '../bounded.ts'
import { bucketsFor } from '../series/ladder.ts'
import { readBuckets } from '../series/store.ts'
import { project } from './back-test.ts'
import { isCumulative, regular, SEASON, type Stretch, stepsBetween, unbroken } from './series.ts'
import { verdict } from './verdict.ts'

const DAY = 86_400_000
const DAYS = 800
const MOST_VALUES = 2_000
/** Targets further off than this are not looked for. */
const YEARS = 15

/** Where a target stands at its deadline, if it goes on as so far. */
export const projectionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  /** Values of equal stretches; of a real-time indicator the mean of each whole day. */
  async function stretches(s: Series, at: number, knownAt: number | undefined): Promise<Stretch[]> {
    if (s.indicator.period !== 'realtime') {
      const { points } = await app.history.known(s.id, {
        to: at + 1,
        knownAt,
        limit: MOST_VALUES,
        maxPoints: MOST_VALUES,
      })
      return points.filter((p) => p.from < p.to)
    }
    const range = bucketsFor(at - DAYS * DAY, at, DAYS + 1)
    const read = await readBuckets(app.db.readPool, s.id, range, knownAt)
    const days = read.map((b) => ({ from: b.t, to: b.t + DAY, value: b.sum / b.count }))
    return days.filter((d) => d.to <= at)
  }

  /** The nearest target of a year that ends after the values do. */
  function targetAhead(s: Series, last: number): { target: Target; deadline: number } | null {
    const now = app.catalogue.now()
    const year = new Date(last).getUTCFullYear()
    for (let y = year; y < year + YEARS; y++) {
      const target = now.targetFor(s.indicator.id, s.unit.id, String(y))
      const time =
        target && target.period === String(y) ? parsePeriod(target.period, s.indicator.cutoff) : null
      if (target && time && time.to > last) return { target, deadline: time.to }
    }
    return null
  }

  app.get(
    '/api/indicator/:code/projection',
    {
      config: { scope: 'series' },
      preHandler: app.requireAny(),
      schema: {
        tags: ['history'],
        summary: 'An indicator projected to the deadline of its target, or why that is impossible',
        params: Type.Object({ code: Code }),
        querystring: Type.Object({ unit: Code, unitFrom: Type.Optional(Day), ...TwoTimes }),
        response: { 200: ProjectionView },
      },
    },
    async (request): Promise<ProjectionView> => {
      const { query } = request
      const s = oneSeries(app, request, { ...query, indicator: request.params.code })
      const { at, knownAt } = asOfAsked(query)
      const until = at ?? knownAt ?? Date.now()
      const list = unbroken(await bounded(stretches(s, until, knownAt)))
      const last = list.at(-1)
      const about = {
        ...{
          indicator: s.indicator.code,
          unit: s.unit.code,
          unitFrom: s.unit.validFrom,
          measure: s.indicator.measure,
        },
        ...{
          values: list.length,
          from: list[0]?.from ?? null,
          to: last?.to ?? null,
          lastValue: last?.value ?? null,
        },
      }
      const none = { target: null, deadline: null, ahead: null, projection: null }
      if (!last) return { ...about, ...none, impossible: 'NO_VALUES' }
      const goal = targetAhead(s, last.to)
      if (!goal) return { ...about, ...none, impossible: 'NO_TARGET' }
      const { comparator, value, valueHigh, period, source, simulated } = goal.target
      const target = { comparator, value, valueHigh, period, source, simulated }
      const ahead = stepsBetween(s.indicator.period, last.to, goal.deadline)
      const found =
        ahead >= 1
          ? project(regular(list), ahead, {
              season: SEASON[s.indicator.period],
              cumulative: isCumulative(s.indicator),
            })
          : null
      const asked = { ...about, target, deadline: goal.deadline, ahead }
      if (!found) return { ...asked, projection: null, impossible: 'TOO_SHORT' }
      const told = { ...found, verdict: verdict(goal.target, found.low80, found.high80) }
      return { ...asked, projection: told, impossible: null }
    },
  )
}
