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

/** The one inline style of the page's own frame is named by its hash; nothing comes from elsewhere. */
const POLICY = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'style-src': ["'self'"],
  'style-src-attr': ["'unsafe-hashes'", "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"],
  'script-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** The document for people at /api/docs and for programs at /api/docs/json, to whoever is signed in. */
export const apiDocs = fp(async (app) => {
  const signedIn: preHandlerHookHandler = app.requireAny()
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, scope: 'signed-in' }
    })
    await docs.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: POLICY,
      uiConfig: {
        url: '/api/docs/json',
        layout: 'BaseLayout',
        docExpansion: 'list',
        tryItOutEnabled: false,
        persistAuthorization: false,
      },
      uiHooks: { preHandler: signedIn },
      theme: { title: 'Trống Đồng API' },
    })
  })
})
