import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import fp from 'fastify-plugin'
import { RequestError } from '../shared/refusal.ts'
import type { World } from '../shared/world.ts'

const DIST = join(import.meta.dirname, '..', 'dist')

const written = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

/** The page says itself which world it belongs to: one that does not shows nothing. */
export function inWorld(html: string, world: World): string {
  const title = world.kind === 'real' ? '' : ` data-exercise-title="${written(JSON.stringify(world.title))}"`
  const said =
    world.kind === 'real'
      ? 'data-world="real"'
      : `data-world="exercise" data-exercise="${written(world.id)}"${title}`
  return html.replace('<html ', () => `<html ${said} `)
}

/** The built client, health, and every page address answered with the one page. */
export const pages = fp(async (app) => {
  app.get('/healthz', { config: { scope: 'public' } }, async () => ({ alive: true }))
  app.get('/readyz', { config: { scope: 'public' } }, async (_request, reply) => {
    const ready = app.db.ready()
    return reply.code(ready ? 200 : 503).send({ ready })
  })
  const built = existsSync(join(DIST, 'index.html'))
  if (!built) app.log.warn('the client is not built: npm run build')
  else {
    await app.register(async (files) => {
      // Programs and pictures of the page itself: everyone may have them.
      files.addHook('onRoute', (route) => {
        route.config = { ...route.config, scope: 'public' }
      })
      await files.register(fastifyStatic, {
        root: DIST,
        wildcard: false,
        index: false,
        // Names carry a content hash, so they never change; the page itself is always asked for again.
        setHeaders: (reply, path) => {
          reply.header(
            'cache-control',
            path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
          )
        },
      })
    })
  }
  const page = built ? inWorld(readFileSync(join(DIST, 'index.html'), 'utf8'), app.config.world) : null
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !/^\/(api|live|assets|geo)\//.test(request.url) && page
    if (!wantsPage) throw new RequestError('NOT_FOUND', { path: request.url.split('?')[0] })
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)
  })
})
