import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CountsView, CoverageView } from '../../shared/api/live.ts'

/** What the whole country supplies: counts, never a value of a unit. */
export const trustRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const signedIn = { config: { scope: 'signed-in' }, preHandler: app.requireAny() } as const
  app.get(
    '/api/coverage',
    {
      ...signedIn,
      schema: { tags: ['trust'], summary: 'Indicators supplied', response: { 200: CoverageView } },
    },
    async () => app.trust.coverage(),
  )
  app.get(
    '/api/counts',
    { ...signedIn, schema: { tags: ['trust'], response: { 200: CountsView } } },
    async () => app.trust.counts(),
  )
}
