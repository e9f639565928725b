import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code, Day } from '../../../shared/api/catalogue.ts'
import { SeriesView } from '../../../shared/api/history.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { asOfAsked, Instant, instantOf, oneSeries, TwoTimes } from '../asked.ts'
import { bounded } from '../bounded.ts'
import { readSeries } from './read.ts'

/** One series over any range, brought to the pixels of a chart. */
export const seriesRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/series',
    {
      config: { scope: 'series' },
      preHandler: app.requireAny(),
      schema: {
        tags: ['history'],
        summary:
          'One series for a chart: lowest, highest and last of each bucket, or each value while they are few',
        querystring: Type.Object({
          indicator: Code,
          unit: Code,
          unitFrom: Type.Optional(Day),
          from: Instant,
          to: Instant,
          pixels: Type.Optional(Type.Integer({ minimum: 2, maximum: 4_000, default: 1_000 })),
          ...TwoTimes,
        }),
        response: { 200: SeriesView },
      },
    },
    async (request) => {
      const { query } = request
      const [from, to] = [instantOf('from', query.from), instantOf('to', query.to)]
      if (from !== undefined && to !== undefined && from >= to)
        throw new RequestError('BAD_REQUEST', { field: 'to', problem: 'the range ends before it begins' })
      const s = oneSeries(app, request, query)
      const read = await bounded(
        readSeries(app, s, { from, to, pixels: query.pixels ?? 1_000, ...asOfAsked(query) }),
      )
      return {
        indicator: s.indicator.code,
        unit: s.unit.code,
        unitFrom: s.unit.validFrom,
        measure: s.indicator.measure,
        ...read,
      }
    },
  )
}
