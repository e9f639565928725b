import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { PictureParams, ProofAnswer, ProofQuery, ScreenParams } from '../../shared/api/wall.ts'
import { RequestError } from '../../shared/refusal.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import { picture, pictureNear, proofAt } from './proof-store.ts'

const tags = ['wall']
/** A screen reports twice a minute: after a longer silence what it showed is not known. */
const SILENT_MS = 90_000

/** "Was this number on this wall at 08:15, and what did it say?" */
export const proofRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const roles = ['duty', 'administrator', 'leader', 'auditor'] as const
  const looker = {
    config: { scope: `role:${roles.join(',')}`, within: 'nation' as const },
    preHandler: app.require(...roles),
  }
  app.get(
    '/api/screens/:id/proof',
    {
      ...looker,
      schema: { tags, params: ScreenParams, querystring: ProofQuery, response: { 200: ProofAnswer } },
    },
    async (request) => {
      const { id } = request.params
      const { at, indicator, unit } = request.query
      const proof = await proofAt(app.db.readPool, id, at)
      if (!proof) throw new RequestError('NO_DATA', { screen: id })
      const now = app.catalogue.now()
      const day = dayOf(proof.at)
      const values = proof.shown.flatMap(([series, view, seq, value, validTo, text]) => {
        const known = now.series(series)
        if (!known) return []
        const name = nameOn(known.unit, day)
        return [
          {
            ...{ series, view, seq, value, validTo, text },
            indicator: known.indicator.code,
            unit: known.unit.code,
            unitName: { vi: name.vi, en: name.en },
            name: known.indicator.name,
            symbol: now.measure(known.indicator.measure)?.symbol ?? {
              vi: known.indicator.measure,
              en: known.indicator.measure,
            },
            decimals: known.indicator.decimals,
            agrees: !proof.differs?.includes(series),
          },
        ]
      })
      const wanted = values.filter(
        (v) => (!indicator || v.indicator === indicator) && (!unit || v.unit === unit),
      )
      const { shown: _, differs: __, ...told } = proof
      // Among those that its word had no room for it may have stood.
      const unsaid = indicator !== undefined && wanted.length === 0 && proof.cut > 0
      return {
        ...told,
        known: at - proof.at <= SILENT_MS && !unsaid,
        shown: indicator ? wanted.length > 0 : values.length > 0,
        values: indicator ? wanted : values,
        picture: await pictureNear(app.db.readPool, id, at),
      }
    },
  )
  const image = async (screen: number, id: string | null) => {
    const jpeg = await picture(app.db.readPool, screen, id)
    if (!jpeg) throw new RequestError('NOT_FOUND', { screen, picture: id })
    return jpeg
  }
  app.get(
    '/api/screens/:id/picture',
    { ...looker, schema: { tags, params: ScreenParams } },
    async (request, reply) => reply.type('image/jpeg').send(await image(request.params.id, null)),
  )
  app.get(
    '/api/screens/:id/picture/:picture',
    { ...looker, schema: { tags, params: PictureParams } },
    async (request, reply) =>
      reply.type('image/jpeg').send(await image(request.params.id, request.params.picture)),
  )
}
