import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  PlaylistParams,
  PlaylistSave,
  PlaylistView,
  SceneSettings,
  SceneSettingsSave,
} from '../../shared/api/scenes.ts'
import type { Playlists } from './playlists.ts'
import { DRAW, LOOK, personOf, roles } from './rights.ts'
import type { Saves } from './saves.ts'

const tags = ['scenes']

/** Playlists, and what is settled for the whole wall. */
export const playlistRoutes: FastifyPluginAsyncTypebox<{ playlists: Playlists; saves: Saves }> = async (
  app,
  { playlists, saves },
) => {
  const look = roles(app, LOOK)
  const draw = roles(app, DRAW)
  const List = Type.Array(PlaylistView)
  app.get('/api/playlists', { ...look, schema: { tags, response: { 200: List } } }, async () =>
    playlists.views(),
  )
  app.put(
    '/api/playlists/:key',
    { ...draw, schema: { tags, params: PlaylistParams, body: PlaylistSave, response: { 200: List } } },
    async (request) => {
      const { playlist, after } = request.body
      await saves.playlist(request.params.key, playlist, after, personOf(app, request))
      return playlists.views()
    },
  )
  app.put(
    '/api/scene-settings',
    {
      ...roles(app, ['administrator']),
      schema: { tags, body: SceneSettingsSave, response: { 200: SceneSettings } },
    },
    async (request) => {
      const { after = playlists.settingsVersion(), ...settings } = request.body
      await saves.settings(settings, after, personOf(app, request))
      return playlists.settings()
    },
  )
}
