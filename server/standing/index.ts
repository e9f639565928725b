import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fp from 'fastify-plugin'
import { Type } from 'typebox'
import { Code } from '../../shared/api/catalogue.ts'
import { StandingView } from '../../shared/api/standing.ts'
import { RequestError } from '../../shared/refusal.ts'
import { LateReports } from '../trust/index.ts'
import { standingOf } from './standing.ts'

/** Where a unit stands among others: its places, its neighbours, what it owes and what is doubted of it. */
export const standing = fp(
  async (app) => {
    const reports = new LateReports(app)
    app.withTypeProvider<TypeBoxTypeProvider>().get(
      '/api/units/:code/standing',
      {
        config: { scope: 'series' },
        preHandler: app.requireAny(),
        schema: {
          tags: ['history'],
          summary: "A unit's places, neighbours, late reports and disputes, now",
          params: Type.Object({ code: Code }),
          response: { 200: StandingView },
        },
      },
      async (request) => {
        const asker = app.access.principal(request)
        const unit = app.catalogue.now().unitInForce(request.params.code, Date.now())
        if (!unit || !app.access.visibleUnit(asker, unit.id))
          throw new RequestError('NOT_FOUND', { unit: request.params.code })
        return standingOf(app, asker, unit, reports)
      },
    )
  },
  { name: 'standing', dependencies: ['access', 'catalogue', 'checks', 'live', 'trust'] },
)
