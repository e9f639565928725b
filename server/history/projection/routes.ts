import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code, Day } from '../../../shared/api/catalogue.ts'
import { ProjectionView } from '../../../shared/api/history.ts'
import { parsePeriod } from '../../../shared/period.ts'
import type { Series, Target } from '../../catalogue/index.ts'
import { asOfAsked, oneSeries, TwoTimes } from '../asked.ts'
import { bounded } from '../bounded.ts'
import { project } from './back-test.ts'
import { stretches } from './forecast.ts'
import { isCumulative, regular, SEASON, stepsBetween, unbroken } from './series.ts'
import { verdict } from './verdict.ts'

/** Targets further off than this are not looked for. */
const YEARS = 15

/** Where a target stands at its deadline, if it goes on as so far. */
export const projectionRoutes: FastifyPluginAsyncTypebox = async (app) => {
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
      const list = unbroken(await bounded(stretches(app, s, until, knownAt)))
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
