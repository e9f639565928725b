import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  AlarmContact,
  ChannelsView,
  PushEndpoint,
  PushSubscriptionInput,
  WebhookInput,
  WebhookView,
} from '../../../shared/api/alarms.ts'
import { Code } from '../../../shared/api/catalogue.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { ROLES, type Role } from '../../../shared/vocabulary.ts'
import { actor } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import type { Vault } from '../../intake/index.ts'
import { type Outbox, webhookPlace } from './outbox.ts'
import {
  addSubscription,
  dropSubscription,
  ownsSubscription,
  readContact,
  readWebhooks,
  removeWebhook,
  writeContact,
  writeWebhook,
} from './store.ts'

const tags = ['alarms']
const REACHED: Role[] = ['administrator', 'duty', 'leader', 'analyst']

/** How people and other systems are reached: each one's own address and browsers; webhooks by an administrator. */
export const channelRoutes: FastifyPluginAsyncTypebox<{ outbox: Outbox; vault: Vault }> = async (
  app,
  { outbox, vault },
) => {
  const { access, audit, config, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` as const },
    preHandler: app.require(...list),
  })
  const national = {
    config: { scope: 'nation:administrator' as const },
    preHandler: app.require('administrator'),
  }
  const own = (request: FastifyRequest): number => {
    const p = access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p.id
  }
  app.get(
    '/api/alarm-channels',
    { ...roles(REACHED), schema: { tags, response: { 200: ChannelsView } } },
    async () => ({ email: config.mail !== null, sms: config.sms !== null, pushKey: outbox.publicKey }),
  )
  app.get(
    '/api/alarm-contact',
    { ...roles(REACHED), schema: { tags, response: { 200: AlarmContact } } },
    (request) => readContact(db.pool, own(request)),
  )
  app.put(
    '/api/alarm-contact',
    { ...roles(REACHED), schema: { tags, body: AlarmContact, response: { 200: AlarmContact } } },
    async (request) => {
      await transaction(db.pool, async (client) => {
        await writeContact(client, own(request), request.body)
        const by = actor(request)
        const act = { actor: by, action: 'alarm-contact.written', subject: by, address: request.ip }
        await audit.record(act, client)
      })
      return request.body
    },
  )
  app.post(
    '/api/alarm-push',
    { ...roles(REACHED), schema: { tags, body: PushSubscriptionInput, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await addSubscription(db.pool, own(request), request.body)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/alarm-push/mine',
    {
      ...roles([...ROLES]),
      schema: {
        ...{ tags, summary: 'Whether what a browser is pushed is the reader’s own' },
        ...{ body: PushEndpoint, response: { 200: Type.Object({ mine: Type.Boolean() }) } },
      },
    },
    async (request) => ({
      mine: await ownsSubscription(db.pool, request.body.endpoint, own(request)),
    }),
  )
  app.post(
    '/api/alarm-push/end',
    { ...roles([...ROLES]), schema: { tags, body: PushEndpoint, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await dropSubscription(db.pool, request.body.endpoint, own(request))
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/api/alarm-webhooks',
    { ...national, schema: { tags, response: { 200: Type.Array(WebhookView) } } },
    () => readWebhooks(db.pool),
  )
  const params = Type.Object({ code: Code })
  app.put(
    '/api/alarm-webhooks/:code',
    {
      ...national,
      schema: { tags, params, body: WebhookInput, response: { 200: Type.Array(WebhookView) } },
    },
    async (request) => {
      const { code } = request.params
      const { url, secret, inside } = request.body
      if (!URL.canParse(url)) throw new RequestError('BAD_REQUEST', { field: 'url' })
      const by = actor(request)
      await transaction(db.pool, async (client) => {
        const sealed = vault.seal(secret, webhookPlace(code))
        await writeWebhook(client, { code, url, inside, createdBy: by, secret: sealed })
        const act = { actor: by, action: 'alarm-webhook.written', subject: `alarm-webhook:${code}` }
        await audit.record({ ...act, detail: { url, inside }, address: request.ip }, client)
      })
      return readWebhooks(db.pool)
    },
  )
  app.delete(
    '/api/alarm-webhooks/:code',
    { ...national, schema: { tags, params, response: { 200: Type.Array(WebhookView) } } },
    async (request) => {
      const { code } = request.params
      await transaction(db.pool, async (client) => {
        if (!(await removeWebhook(client, code))) throw new RequestError('NOT_FOUND', { webhook: code })
        const act = {
          actor: actor(request),
          action: 'alarm-webhook.removed',
          subject: `alarm-webhook:${code}`,
        }
        await audit.record({ ...act, address: request.ip }, client)
      })
      return readWebhooks(db.pool)
    },
  )
}
