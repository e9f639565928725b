import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type TSchema, Type } from 'typebox'
import { Code, Day, Format, IndicatorView, SectionView, UnitView } from '../../shared/api/catalogue.ts'
import { RequestError } from '../../shared/refusal.ts'
import { csv } from './csv.ts'
import { isDay } from './day.ts'
import { dayOf } from './snapshot.ts'
import { indicatorView, unitView } from './view.ts'

const AsFormat = Type.Object({ format: Format })
/** The same rows as JSON or as a CSV text. */
const either = <T extends TSchema>(json: T) => ({
  200: { content: { 'application/json': { schema: json }, 'text/csv': { schema: Type.String() } } },
})

const ProblemView = Type.Object({
  file: Type.String(),
  line: Type.Integer(),
  column: Type.String(),
  code: Type.String(),
  value: Type.String(),
  message: Type.Object({ vi: Type.String(), en: Type.String() }),
})

/** What exists, in JSON or CSV. The catalogue itself is known to everyone who is signed in. */
export const catalogueRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const signedIn = { config: { scope: 'signed-in' }, preHandler: app.requireAny() } as const

  app.get(
    '/api/sections',
    {
      ...signedIn,
      schema: { tags: ['catalogue'], querystring: AsFormat, response: either(Type.Array(SectionView)) },
    },
    async (request, reply) => {
      const list = app.catalogue.now().sections
      return request.query.format === 'csv' ? csv(reply, 'sections', list) : list
    },
  )

  app.get(
    '/api/indicators',
    {
      ...signedIn,
      schema: { tags: ['catalogue'], querystring: AsFormat, response: either(Type.Array(IndicatorView)) },
    },
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
      schema: {
        tags: ['catalogue'],
        params: Type.Object({ code: Code }),
        querystring: AsFormat,
        response: either(IndicatorView),
      },
    },
    async (request, reply) => {
      const now = app.catalogue.now()
      const found = now.indicator(request.params.code)
      if (!found) throw new RequestError('NOT_FOUND', { indicator: request.params.code })
      const view = indicatorView(now, found)
      return request.query.format === 'csv' ? csv(reply, view.code, [view]) : view
    },
  )

  app.get(
    '/api/units',
    {
      ...signedIn,
      schema: {
        tags: ['catalogue'],
        querystring: Type.Object({ day: Type.Optional(Day), kind: Type.Optional(Code), format: Format }),
        response: either(Type.Array(UnitView)),
      },
    },
    async (request, reply) => {
      const day = request.query.day ?? dayOf(Date.now())
      if (!isDay(day)) throw new RequestError('BAD_REQUEST', { field: 'day', value: day })
      const now = app.catalogue.now()
      const list = now
        .unitsOn(day)
        .filter((u) => !request.query.kind || u.kind === request.query.kind)
        .map((u): UnitView => unitView(now, u, day))
      return request.query.format === 'csv' ? csv(reply, `units-${day}`, list) : list
    },
  )

  app.post(
    '/api/catalogue',
    {
      config: { scope: 'nation:administrator' },
      preHandler: app.require('administrator'),
      bodyLimit: app.config.bodyLimit,
      schema: {
        tags: ['catalogue'],
        summary: 'Validate another catalogue and load it; nothing is written when anything is wrong',
        body: Type.Object({
          /** Text of each CSV file by its name. */
          files: Type.Record(Type.String({ maxLength: 40 }), Type.String()),
        }),
        response: { 200: Type.Object({ problems: Type.Array(ProblemView) }) },
      },
    },
    async (request) => {
      const p = app.access.principal(request)
      const by = p?.kind === 'account' ? p.username : ''
      const problems = await app.catalogue.importFrom(new Map(Object.entries(request.body.files)), by)
      if (!problems.length)
        await app.audit.record({ actor: `account:${by}`, action: 'catalogue.imported', address: request.ip })
      return { problems }
    },
  )
}
