import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { preHandlerHookHandler } from 'fastify'
import fp from 'fastify-plugin'

/** Collects every route's schema into one OpenAPI document. Registered before the rooms. */
export const apiDescription = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trống Đồng',
        version: '1',
        description:
          'Indicators, observations and connections. A personal token (page: Quản trị → Tài khoản của tôi) reads back what ' +
          'your scope allows: `Authorization: Bearer <token>`. A connection key sends observations. ' +
          'Every refusal is `{code, message: {vi, en}, detail}`; codes are stable.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'personal token or connection key' },
        },
      },
      security: [{ token: [] }],
    },
    // Pages, health and the sockets' own address are not part of the interface that agencies build on.
    hideUntagged: false,
    transform: ({ schema, url }) => ({
      schema: url.startsWith('/api/') ? (schema ?? {}) : { ...schema, hide: true },
      url,
    }),
  })
})

/** The document for people at /api/docs and for programs at /api/docs/json, to whoever is signed in. */
export const apiDocs = fp(async (app) => {
  const signedIn: preHandlerHookHandler = app.requireAny()
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, scope: 'signed-in' }
    })
    await docs.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: true,
      uiConfig: { docExpansion: 'list', tryItOutEnabled: false, persistAuthorization: false },
      uiHooks: { preHandler: signedIn },
      theme: { title: 'Trống Đồng API' },
    })
  })
})
