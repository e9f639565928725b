import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Classify, PrivacyView, ScreenLevel } from '../../shared/api/bridge.ts'
import { Code } from '../../shared/api/catalogue.ts'
import { RequestError } from '../../shared/refusal.ts'
import { actor } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { classify, setLevel } from './store.ts'

const tags = ['privacy']

/** Who decides how far a screen and a number may be seen. */
export const privacyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const view = (): PrivacyView => ({
    outside: app.privacy.outside,
    screens: app.live.screens().map(({ id, name }) => {
      const level = app.privacy.level(id)
      return { id, name, level, hidden: app.privacy.above(level) }
    }),
  })
  const minder = {
    config: { scope: 'nation:leader,duty,administrator' },
    preHandler: app.require('leader', 'duty', 'administrator'),
  }
  app.get('/api/privacy', { ...minder, schema: { tags, response: { 200: PrivacyView } } }, async () => view())
  app.put(
    '/api/privacy/screens/:id',
    {
      ...minder,
      schema: {
        tags,
        params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
        body: ScreenLevel,
        response: { 200: PrivacyView },
      },
    },
    async (request) => {
      const { id } = request.params
      const { level } = request.body
      await transaction(app.db.pool, async (client) => {
        const before = await setLevel(client, id, level)
        if (before === null) throw new RequestError('NOT_FOUND', { screen: id })
        await app.audit.record(
          {
            actor: actor(request),
            action: 'screen.level-set',
            subject: `screen:${id}`,
            detail: { before, level },
            address: request.ip,
          },
          client,
        )
      })
      await app.privacy.relearn()
      return view()
    },
  )
  app.put(
    '/api/indicators/:code/classification',
    {
      config: { scope: 'nation:administrator' },
      preHandler: app.require('administrator'),
      schema: {
        tags,
        params: Type.Object({ code: Code }),
        body: Classify,
        response: { 200: Classify },
      },
    },
    async (request) => {
      const { code } = request.params
      const { classification } = request.body
      await transaction(app.db.pool, async (client) => {
        const before = await classify(client, code, classification)
        if (before === null) throw new RequestError('NOT_FOUND', { indicator: code })
        await app.audit.record(
          {
            actor: actor(request),
            action: 'indicator.classified',
            subject: `indicator:${code}`,
            detail: { before, classification },
            address: request.ip,
          },
          client,
        )
      })
      await app.catalogue.reload()
      return { classification }
    },
  )
}
