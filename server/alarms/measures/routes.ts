import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AlarmMeasures, AlarmMeasuresQuery } from '../../../shared/api/alarms.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { measure } from './measure.ts'
import { readMeasured } from './store.ts'

const READERS: Role[] = ['administrator', 'duty', 'leader', 'analyst', 'auditor']
const LONGEST_MS = 92 * 86_400_000

/** How the alarm system itself does, after ISA-18.2. */
export const measureRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/alarm-measures',
    {
      config: { scope: `role:${READERS.join(',')}` },
      preHandler: app.require(...READERS),
      schema: {
        tags: ['alarms'],
        summary: 'Alarms an hour, standing, chattering, time to answer, most frequent',
        ...{ querystring: AlarmMeasuresQuery, response: { 200: AlarmMeasures } },
      },
    },
    async (request) => {
      const { from, to } = request.query
      if (from >= to || to - from > LONGEST_MS)
        throw new RequestError('BAD_REQUEST', { from, to, most: LONGEST_MS })
      return { from, to, ...measure(await readMeasured(app.db.readPool, from, to), from, to) }
    },
  )
}
