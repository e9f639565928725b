import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { SessionParams } from '../../shared/api/bridge.ts'
import {
  CHUNK_LIMIT,
  ChunkParams,
  DeleteRecording,
  NewRecording,
  RecordingParams,
  RecordingView,
} from '../../shared/api/recordings.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { Recordings } from './recordings.ts'

const tags = ['recordings']
const MAKERS: Role[] = ['leader', 'duty', 'administrator']
const WATCHERS: Role[] = [...MAKERS, 'auditor']

/** Recordings over HTTP: begun, sent in chunks, stopped, watched, deleted. */
export const recordingRoutes: FastifyPluginAsyncTypebox<{ recordings: Recordings; folder: string }> = async (
  app,
  { recordings, folder },
) => {
  // Sends parts of a file as a player asks for them; it serves no address by itself.
  await app.register(fastifyStatic, { root: folder, serve: false })
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const person = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  const by = (request: FastifyRequest) => ({ person: person(request), address: request.ip })
  /** Of its session's directors and auditors. */
  const record = async (request: FastifyRequest, session: string) => {
    const found = await app.bridge.record(person(request), session)
    if (found.reads === 'point') throw new RequestError('FORBIDDEN')
    return found
  }

  app.get(
    '/api/bridge/:id/recordings',
    {
      ...roles(WATCHERS),
      schema: { tags, params: SessionParams, response: { 200: Type.Array(RecordingView) } },
    },
    async (request) => recordings.list((await record(request, request.params.id)).session.id),
  )
  app.post(
    '/api/bridge/:id/recordings',
    {
      ...roles(MAKERS),
      schema: { tags, params: SessionParams, body: NewRecording, response: { 201: RecordingView } },
    },
    async (request, reply) => {
      const of = await record(request, request.params.id)
      const made = await recordings.start(by(request), of, {
        mime: request.body.mime,
        page: request.body.maker === 'page',
      })
      reply.code(201)
      return recordings.view(made)
    },
  )
  app.post(
    '/api/recordings/:id/chunks/:n',
    {
      ...roles(MAKERS),
      bodyLimit: CHUNK_LIMIT,
      schema: { tags, params: ChunkParams, response: { 200: Type.Object({ chunks: Type.Integer() }) } },
    },
    async (request) => {
      if (!Buffer.isBuffer(request.body) || !request.body.length)
        throw new RequestError('BAD_REQUEST', { field: 'body' })
      return recordings.chunk(by(request), request.params.id, request.params.n, request.body)
    },
  )
  app.post(
    '/api/recordings/:id/stop',
    { ...roles(MAKERS), schema: { tags, params: RecordingParams, response: { 200: RecordingView } } },
    async (request) => {
      const { id, session } = await recordings.need(request.params.id)
      await recordings.stop(by(request), id, await record(request, session))
      return recordings.view(await recordings.need(id))
    },
  )
  app.post(
    '/api/recordings/:id/delete',
    {
      ...roles(MAKERS),
      schema: { tags, params: RecordingParams, body: DeleteRecording, response: { 200: RecordingView } },
    },
    async (request) => {
      const { id, session } = await recordings.need(request.params.id)
      await recordings.delete(by(request), id, await record(request, session), request.body.reason)
      return recordings.view(await recordings.need(id))
    },
  )
  app.get(
    '/api/recordings/:id/file',
    { ...roles(WATCHERS), schema: { tags, params: RecordingParams } },
    async (request, reply) => {
      const r = await recordings.need(request.params.id)
      await record(request, r.session)
      // A player asks for many parts of one viewing: the first byte is what begins it.
      const range = request.headers.range
      const first = !range || /^bytes=0-/.test(range)
      const name = first ? await recordings.watch(by(request), r) : recordings.fileName(r)
      return reply.header('cache-control', 'private, no-store').sendFile(name, { cacheControl: false })
    },
  )
}
