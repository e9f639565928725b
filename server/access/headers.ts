import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

/** Security headers of every answer. Nothing is loaded from anywhere but this server. */
export const headers = fp(async (app) => {
  // The media server, where one is set: the only other origin that a page may speak to.
  const media = app.config.livekit
    ? [app.config.livekit.url, app.config.livekit.url.replace(/^ws/, 'http')]
    : []
  const secure = Boolean(app.config.tls) || app.config.trustProxy
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Positions that change (a tip, a virtual row) are set on elements by script, which a policy counts as inline attributes only when written as text.
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...media],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header(
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=(), usb=()',
    )
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store')
  })
})
