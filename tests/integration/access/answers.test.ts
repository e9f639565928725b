import diagnostics from 'node:diagnostics_channel'
import serializers from '@fastify/fast-json-stringify-compiler'
import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { startServer } from '../../harness/server.ts'

it('every answer that a route says it gives can be written', async () => {
  const schemas: { of: string; schema: object }[] = []
  // The routes are seen as they are made: a server does not list them after.
  const seen = (message: unknown) =>
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url, schema }) => {
      for (const [status, answer] of Object.entries((schema?.response ?? {}) as Record<string, object>))
        schemas.push({ of: `${method} ${url} ${status}`, schema: answer })
    })
  diagnostics.subscribe('fastify.initialization', seen)
  const server = await startServer().finally(() => diagnostics.unsubscribe('fastify.initialization', seen))
  await server.stop()
  expect(schemas.length).toBeGreaterThan(300)
  const make = serializers()({}, {} as never)
  const broken = schemas.filter(({ schema }) => {
    try {
      make({ schema } as never)
      return false
    } catch {
      return true
    }
  })
  expect(broken.map(({ of }) => of)).toEqual([])
})
