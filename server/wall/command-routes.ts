import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  CommandAnswerView,
  CommandBody,
  CommandList,
  CommandsBody,
  ScreenParams,
} from '../../shared/api/wall.ts'
import { actor } from '../access/index.ts'
import { listCommands } from './command-store.ts'

const tags = ['wall']
const KEPT = 100

/** Remote control: a person tells one screen, or several at one instant, and gets each one's answer. */
export const commandRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const minder = {
    config: { scope: 'role:duty,administrator', within: 'nation' as const },
    preHandler: app.require('duty', 'administrator'),
  }
  app.post(
    '/api/screens/:id/command',
    {
      ...minder,
      schema: { tags, params: ScreenParams, body: CommandBody, response: { 200: CommandAnswerView } },
    },
    async (request) =>
      app.wall.command(request.params.id, request.body.command, {
        actor: actor(request),
        address: request.ip,
      }),
  )
  app.post(
    '/api/screens/command',
    { ...minder, schema: { tags, body: CommandsBody, response: { 200: Type.Array(CommandAnswerView) } } },
    async (request) =>
      app.wall.together(request.body.screens, request.body.command, {
        actor: actor(request),
        address: request.ip,
      }),
  )
  app.get(
    '/api/screens/:id/commands',
    { ...minder, schema: { tags, params: ScreenParams, response: { 200: CommandList } } },
    async (request) => listCommands(app.db.readPool, request.params.id, KEPT),
  )
}
