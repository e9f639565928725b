import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { WallAnswer, WallChange, WallParams, WallWanted } from '../../shared/api/wall.ts'
import { actor } from '../access/index.ts'

const tags = ['wall']

/** The walls as grids of screens: seen by whoever may look at the screens, changed by those who mind them. */
export const gridRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { walls } = app.wall
  const minder = {
    config: { scope: 'role:duty,administrator', within: 'nation' as const },
    preHandler: app.require('duty', 'administrator'),
  }
  const looker = {
    config: { scope: 'role:duty,administrator,leader,auditor', within: 'nation' as const },
    preHandler: app.require('duty', 'administrator', 'leader', 'auditor'),
  }
  app.get(
    '/api/walls',
    { ...looker, schema: { tags, response: { 200: Type.Array(WallAnswer) } } },
    async () => walls.list(),
  )
  app.post(
    '/api/walls',
    { ...minder, schema: { tags, body: WallWanted, response: { 201: WallAnswer } } },
    async (request, reply) => {
      const { name, geometry } = request.body
      const by = { actor: actor(request), address: request.ip }
      return reply.code(201).send(await walls.add({ name: name.trim(), geometry }, by))
    },
  )
  app.put(
    '/api/walls/:id',
    { ...minder, schema: { tags, params: WallParams, body: WallChange, response: { 200: WallAnswer } } },
    async (request) => {
      const { version, name, geometry } = request.body
      const by = { actor: actor(request), address: request.ip }
      return walls.change(request.params.id, version, { name: name.trim(), geometry }, by)
    },
  )
  app.delete(
    '/api/walls/:id',
    { ...minder, schema: { tags, params: WallParams } },
    async (request, reply) => {
      await walls.remove(request.params.id, { actor: actor(request), address: request.ip })
      return reply.code(204).send()
    },
  )
}
