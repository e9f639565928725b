import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { FrozenBody, PictureQuery, ReadyQuery } from '../../shared/api/wall.ts'
import { RequestError } from '../../shared/refusal.ts'
import { addPicture, pictureWanted } from './proof-store.ts'
import { OFF_MS } from './proofs.ts'
import { Rate } from './rate.ts'

const tags = ['wall']
const MOST_BYTES = 8 << 20
/** A screen sends a small picture a minute; more of them would only fill the disk. */
const SMALL = { most: 4, windowMs: 60_000 }
const LOADER = readFileSync(join(import.meta.dirname, 'loader.html'), 'utf8')

/** What a screen hands in about itself, and what its machine asks before it is one. */
export const deviceRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  const own = { config: { scope: 'screen' } }
  const small = new Rate(SMALL.most, SMALL.windowMs)
  const screenOf = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'screen') throw new RequestError('FORBIDDEN')
    return p.id
  }
  app.post(
    '/api/screens/self/picture',
    {
      ...own,
      bodyLimit: MOST_BYTES,
      schema: { tags, querystring: PictureQuery, response: { 200: Type.Object({ id: Type.String() }) } },
    },
    async (request) => {
      const screen = screenOf(request)
      const jpeg = request.body
      // A JPEG begins so; nothing else is kept, whatever it calls itself.
      if (!Buffer.isBuffer(jpeg) || jpeg.length < 4 || jpeg.readUInt16BE(0) !== 0xffd8)
        throw new RequestError('BAD_BODY', { wanted: 'image/jpeg' })
      const { kind, at, scene, width, height, command } = request.query
      const now = Date.now()
      if (Math.abs(at - now) > OFF_MS) throw new RequestError('BAD_REQUEST', { field: 'at' })
      if (kind === 'small') {
        const retryAfter = small.take(`${screen}`, now)
        if (retryAfter) throw new RequestError('RATE_LIMITED', { retryAfter })
      } else if (!(await pictureWanted(app.db.pool, screen, command ?? 0)))
        throw new RequestError('NOT_FOUND', { command: command ?? null })
      const sha256 = createHash('sha256').update(jpeg).digest()
      const facts = { kind, at, scene, width, height, command: command ?? null }
      const id = await addPicture(app.db.pool, { ...facts, screen, sha256, jpeg })
      app.wall.states.pictured(screen, at)
      return { id }
    },
  )
  app.post(
    '/api/screens/self/frozen',
    { ...own, schema: { tags, body: FrozenBody } },
    async (request, reply) => {
      const screen = screenOf(request)
      const name = app.wall.screens.find(screen)?.name ?? `${screen}`
      const seconds = Math.round(request.body.ms / 1_000)
      const text = {
        vi: `Màn hình ${name} đứng hình ${seconds} giây`,
        en: `Screen ${name} has stood still for ${seconds} seconds`,
      }
      const now = Date.now()
      app.bus.emit('happening', { at: now, kind: 'screen-frozen', text, simulated: false })
      app.bus.emit('logbook', {
        ...{ at: now, kind: 'screen.frozen', subject: `screen:${screen}`, text, actor: null },
        detail: { seconds },
      })
      return reply.code(204).send()
    },
  )

  // A page on the device itself asks this before it goes on: it comes from a file, so from no origin.
  app.get(
    '/api/screens/ready',
    { config: { scope: 'public' }, schema: { tags, querystring: ReadyQuery } },
    async ({ query }, reply) => {
      const ready = app.db.ready()
      const kept = query.loader === undefined ? undefined : app.wall.states.isKept(query.loader)
      return reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'no-store')
        .code(ready ? 200 : 503)
        .send({ ready, ...(kept === undefined ? {} : { kept }) })
    },
  )
  app.get('/loader.html', { config: { scope: 'public' }, schema: { tags } }, async (request, reply) => {
    const address = `${request.protocol}://${request.host}`
    return reply
      .header('content-disposition', 'attachment; filename="trong-dong-man-hinh.html"')
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(
        LOADER.replace(/['"]\{\{ADDRESS\}\}['"]/, () => JSON.stringify(address).replaceAll('<', '\\u003c')),
      )
  })
}
