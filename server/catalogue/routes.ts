import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code, Day, Format, IndicatorView, SectionView, type UnitView } from '../../shared/api/catalogue.ts'
import { RequestError } from '../../shared/refusal.ts'
import { csv } from './csv.ts'
import { dayOf } from './snapshot.ts'
import { indicatorView, unitView } from './view.ts'

/** What exists, in JSON or CSV. The catalogue itself is known to everyone who is signed in. */
export const catalogueRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const signedIn = { config: { scope: 'signed-in' }, preHandler: app.requireAny() } as const

  app.get(
    '/api/sections',
    { ...signedIn, schema: { tags: ['catalogue'], response: { 200: Type.Array(SectionView) } } },
    () => Promise.resolve(app.catalogue.now().sections),
  )

  app.get(
    '/api/indicators',
    { ...signedIn, schema: { tags: ['catalogue'], querystring: Type.Object({ format: Format }) } },
    async (request, reply) => {
      const now = app.catalogue.now()
      const list = now.indicators.map((i) => indicatorView(now, i))
      return request.query.format === 'csv' ? csv(reply, 'indicators', list) : list
    },
  )

  app.get(
    '/api/indicators/:code',
    {
      ...signedIn,
      schema: { tags: ['catalogue'], params: Type.Object({ code: Code }), response: { 200: IndicatorView } },
    },
    async (request) => {
      const now = app.catalogue.now()
      const found = now.indicator(request.params.code)
      if (!found) throw new RequestError('NOT_FOUND', { indicator: request.params.code })
      return indicatorView(now, found)
    },
  )

  app.get(
    '/api/units',
    {
      ...signedIn,
      schema: {
        tags: ['catalogue'],
        querystring: Type.Object({ day: Type.Optional(Day), kind: Type.Optional(Code), format: Format }),
      },
    },
    async (request, reply) => {
      const day = request.query.day ?? dayOf(Date.now())
      if (Number.isNaN(Date.parse(day))) throw new RequestError('BAD_REQUEST', { field: 'day', value: day })
      const now = app.catalogue.now()
      const list = now
        .unitsOn(day)
        .filter((u) => !request.query.kind || u.kind === request.query.kind)
        .map((u): UnitView => unitView(now, u, day))
      return request.query.format === 'csv' ? csv(reply, `units-${day}`, list) : list
    },
  )
}
