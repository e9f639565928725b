import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  MinuteAnswer,
  MinuteQuery,
  PictureParams,
  ProofAnswer,
  ProofQuery,
  ProvenScreen,
  ScreenParams,
} from '../../shared/api/wall.ts'
import { RequestError } from '../../shared/refusal.ts'
import { minuteOf } from './minute.ts'
import { picture, pictureNear, proofAt } from './proof-store.ts'
import { valuesOf, wantedOf } from './proven-values.ts'
import { SILENT_MS } from './spans.ts'

const tags = ['wall']
const DAY_MS = 86_400_000

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
      const values = valuesOf(app, proof)
      const wanted = wantedOf(values, { indicator, unit })
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
  app.get(
    '/api/screens/proof',
    { ...looker, schema: { tags, querystring: MinuteQuery, response: { 200: MinuteAnswer } } },
    async (request) => {
      const { screen, wall } = request.query
      if ((screen === undefined) === (wall === undefined))
        throw new RequestError('BAD_REQUEST', { field: 'screen' })
      return minuteOf(app, request.query)
    },
  )
  app.get(
    '/api/screens/proven',
    { ...looker, schema: { tags, response: { 200: Type.Array(ProvenScreen) } } },
    async () => {
      const term = Date.now() - app.config.proofDays * DAY_MS
      const kept = (await app.wall.screens.list()).filter((s) => s.revokedAt === null || s.revokedAt > term)
      return kept.map(({ id, name, group, revokedAt }) => ({ id, name, group, revokedAt }))
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
