import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AccountPatch, AccountView, AuditQuery, AuditView, NewAccount } from '../../shared/api/access.ts'
import { RequestError } from '../../shared/refusal.ts'
import { auditCsv } from '../audit/index.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import { actor } from './request.ts'
import { checkPassword, hashPassword } from './secrets.ts'
import type { Account } from './store.ts'

/** What administrators do with accounts, and what auditors read. */
export const accountRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { store } = app.access
  const { pool } = app.db
  // An account may be given any role over any unit: who gives one looks over them all. The audit speaks of them all.
  const administrator = {
    config: { scope: 'nation:administrator' },
    preHandler: app.require('administrator'),
  } as const
  const auditor = {
    config: { scope: 'nation:administrator,auditor' },
    preHandler: app.require('administrator', 'auditor'),
  } as const
  const view = (a: Account) => {
    const unit = app.catalogue.now().unitById(a.unitId)
    const name = unit ? nameOn(unit, dayOf(Date.now())) : { vi: '', en: '' }
    return { ...a, unit: unit?.code ?? '', unitName: { vi: name.vi, en: name.en } }
  }

  app.get(
    '/api/accounts',
    { ...administrator, schema: { tags: ['access'], response: { 200: Type.Array(AccountView) } } },
    async () => (await store.list()).map(view),
  )
  app.post(
    '/api/accounts',
    {
      ...administrator,
      schema: { tags: ['access'], body: NewAccount, response: { 201: Type.Object({ id: Type.Integer() }) } },
    },
    async (request, reply) => {
      const { unit, ...rest } = request.body
      const id = await app.access.createAccount({ ...rest, unitCode: unit, mustChange: true }, actor(request))
      return reply.code(201).send({ id })
    },
  )
  app.patch(
    '/api/accounts/:id',
    {
      ...administrator,
      schema: {
        tags: ['access'],
        params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
        body: AccountPatch,
        response: { 200: Type.Object({}) },
      },
    },
    async (request) => {
      const { id } = request.params
      const { unit: unitCode, password, ...change } = request.body
      const found = await store.byId(id)
      if (!found) throw new RequestError('NOT_FOUND')
      const unit = unitCode === undefined ? undefined : app.catalogue.now().unitInForce(unitCode, Date.now())
      if (unitCode !== undefined && !unit)
        throw new RequestError('NOT_FOUND', { field: 'unit', value: unitCode })
      if (password !== undefined) checkPassword(password, found.account.username)
      const hash = password === undefined ? null : await hashPassword(password)
      await transaction(pool, async (client) => {
        const nation = app.catalogue.now().nation().id
        const demotes =
          change.enabled === false ||
          (change.role && change.role !== 'administrator') ||
          (unit && unit.id !== nation)
        // A system without an administrator could never be put right again.
        if (
          found.account.role === 'administrator' &&
          found.account.unitId === nation &&
          demotes &&
          (await store.otherAdministrators(client, id, nation)) === 0
        )
          throw new RequestError('CONFLICT', { reason: 'LAST_ADMINISTRATOR' })
        await store.update(client, id, { ...change, unitId: unit?.id })
        if (hash) {
          await store.setPassword(client, id, hash, true)
          // A password is set anew because somebody else may know it: what was made with it ends too.
          await store.endTokens(client, id)
        }
        const ends = hash || change.enabled === false || change.role || unit
        if (ends) await store.closeSessions(client, id, null)
        await app.audit.record(
          {
            actor: actor(request),
            action: 'account.changed',
            subject: `account:${found.account.username}`,
            detail: {
              ...change,
              ...(unitCode ? { unit: unitCode } : {}),
              ...(hash ? { password: 'reset' } : {}),
            },
            address: request.ip,
          },
          client,
        )
      })
      // Scope and role are fixed when a socket opens: whoever they changed for must come in anew.
      app.live.revoke((p) => p.kind === 'account' && p.id === id)
      app.bus.emit('accounts')
      return {}
    },
  )
  app.get(
    '/api/audit',
    {
      ...auditor,
      schema: {
        tags: ['audit'],
        querystring: AuditQuery,
        response: {
          200: {
            content: {
              'application/json': { schema: Type.Array(AuditView) },
              'text/csv': { schema: Type.String() },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { format, ...filter } = request.query
      const entries = await app.audit.list(filter)
      if (format !== 'csv') return entries
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="audit.csv"')
      return auditCsv(entries)
    },
  )
  app.get(
    '/api/audit/verify',
    {
      ...auditor,
      schema: {
        tags: ['audit'],
        response: {
          200: Type.Object({
            entries: Type.Integer(),
            broken: Type.Integer(),
            firstBroken: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async () => app.audit.verify(),
  )
}
