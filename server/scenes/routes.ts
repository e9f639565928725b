import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  SceneImport,
  SceneListItem,
  SceneParams,
  SceneRestore,
  SceneSave,
  SceneVersionParams,
} from '../../shared/api/scenes.ts'
import { checkScene, readScene } from '../../shared/scene-check.ts'
import { sceneDiff } from '../../shared/scene-diff.ts'
import { refused, type SceneBook } from './book.ts'
import { DRAW, LOOK, personOf, roles } from './rights.ts'
import type { Saves } from './saves.ts'

const tags = ['scenes']
const Any = Type.Unknown()
const Diff = Type.Object({
  from: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  to: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
})

/** Scene documents: read, saved as versions, compared, restored, taken out and in as files. */
export const sceneRoutes: FastifyPluginAsyncTypebox<{ book: SceneBook; saves: Saves }> = async (
  app,
  { book, saves },
) => {
  const look = roles(app, LOOK)
  const draw = roles(app, DRAW)
  const detail = (scene: string, version?: number) => ({
    document: book.need(scene, version).document,
    versions: book.versions(scene),
    delivered: book.isDelivered(scene),
  })

  app.get(
    '/api/scenes',
    { ...look, schema: { tags, response: { 200: Type.Array(SceneListItem) } } },
    async () => book.list(),
  )
  app.get(
    '/api/scenes/:scene',
    { ...look, schema: { tags, params: SceneParams, response: { 200: Any } } },
    async (request) => detail(request.params.scene),
  )
  app.get(
    '/api/scenes/:scene/versions/:version',
    { ...look, schema: { tags, params: SceneVersionParams, response: { 200: Any } } },
    async (request) => detail(request.params.scene, request.params.version),
  )
  app.get(
    '/api/scenes/:scene/diff',
    { ...look, schema: { tags, params: SceneParams, querystring: Diff, response: { 200: Any } } },
    async (request) => {
      const { from, to } = request.query
      const of = (version: number) => book.need(request.params.scene, version).document
      return { from, to, changes: sceneDiff(of(from), of(to)) }
    },
  )
  app.get(
    '/api/scenes/:scene/file',
    { ...look, schema: { tags, params: SceneParams } },
    async (request, reply) => {
      const { document, version, scene } = book.need(request.params.scene)
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${scene}-v${version}.json"`)
        .send(`${JSON.stringify(document, null, 2)}\n`)
    },
  )
  app.put(
    '/api/scenes/:scene',
    { ...draw, schema: { tags, params: SceneParams, body: SceneSave, response: { 200: Any } } },
    async (request) => {
      const { document, after, note } = request.body
      await saves.document(request.params.scene, document, after, 'edited', note, personOf(app, request))
      return detail(request.params.scene)
    },
  )
  app.post(
    '/api/scenes/import',
    { ...draw, schema: { tags, body: SceneImport, response: { 200: Any } } },
    async (request) => {
      const read = readScene(request.body.file)
      if ('faults' in read) throw refused(read.faults)
      const key = request.body.as ?? read.scene.key
      const after = book.newest(key)?.version ?? 0
      await saves.document(key, { ...read.scene, key }, after, 'imported', '', personOf(app, request))
      return detail(key)
    },
  )
  app.post(
    '/api/scenes/check',
    { ...draw, schema: { tags, body: Type.Object({ document: Any }, { additionalProperties: false }) } },
    async (request) => {
      const read = checkScene(request.body.document)
      return { faults: 'faults' in read ? read.faults : [] }
    },
  )
  app.post(
    '/api/scenes/:scene/restore',
    { ...draw, schema: { tags, params: SceneParams, body: SceneRestore, response: { 200: Any } } },
    async (request) => {
      const { scene } = request.params
      const { version, after } = request.body
      const { document } = book.need(scene, version)
      await saves.document(scene, document, after, 'restored', `v${version}`, personOf(app, request))
      return detail(scene)
    },
  )
}
