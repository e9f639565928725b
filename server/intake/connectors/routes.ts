import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type ConnectorSettings,
  HealthView,
  SettingsInput,
  SettingsSave,
  SettingsView,
  TrialView,
} from '../../../shared/api/connectors.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { actor } from '../../access/index.ts'

const Id = Type.Object({ id: Type.String({ maxLength: 40 }) })
const tags = ['intake']

/** How connections are fetched, and how that goes. */
export const connectorRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { connections, connectors } = app.intake
  const administrator = { config: { scope: 'role:administrator' }, preHandler: app.require('administrator') }
  const minder = {
    config: { scope: 'role:administrator,duty' },
    preHandler: app.require('administrator', 'duty'),
  }
  /** The connection asked for, within the asker's scope; one outside it is not there for him. */
  const known = (request: FastifyRequest & { params: { id: string } }): string => {
    const { id } = request.params
    const c = connections.get(id)
    if (!c || !app.access.visibleUnit(app.access.principal(request), c.agencyId))
      throw new RequestError('NOT_FOUND', { connection: id })
    return id
  }
  /** Into the Centre's own networks leads only whoever looks over the whole country: a province's administrator may not. */
  const reachable = (request: FastifyRequest & { params: { id: string } }, settings: ConnectorSettings) => {
    const stored = connectors.current(request.params.id)
    const inside = [settings, stored].some((s) => s !== null && 'allowPrivate' in s && s.allowPrivate)
    const nation = app.catalogue.now().nation().id
    if (inside && !app.access.visibleUnit(app.access.principal(request), nation))
      throw new RequestError('FORBIDDEN', { field: 'settings.allowPrivate' })
  }
  app.get(
    '/api/connections/:id/settings',
    { ...administrator, schema: { tags, params: Id, response: { 200: SettingsView } } },
    (request) => connectors.view(known(request)),
  )
  app.post(
    '/api/connections/:id/settings',
    { ...administrator, schema: { tags, params: Id, body: SettingsSave, response: { 200: SettingsView } } },
    async (request) => {
      const id = known(request)
      reachable(request, request.body.settings)
      await connectors.change(id, request.body, actor(request))
      return connectors.view(id)
    },
  )
  app.post(
    '/api/connections/:id/trial',
    { ...administrator, schema: { tags, params: Id, body: SettingsInput, response: { 200: TrialView } } },
    (request) => {
      const id = known(request)
      reachable(request, request.body.settings)
      return connectors.trial(id, request.body)
    },
  )
  app.get(
    '/api/connections/:id/health',
    { ...minder, schema: { tags, params: Id, response: { 200: HealthView } } },
    async (request) => connectors.health(known(request)),
  )
}
