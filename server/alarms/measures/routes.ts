import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AlarmMeasures, AlarmMeasuresQuery } from '../../../shared/api/alarms.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { measuresCsv } from './csv.ts'
import { measure } from './measure.ts'
import { readMeasured } from './store.ts'

const READERS: Role[] = ['administrator', 'duty', 'leader', 'analyst', 'auditor']
const LONGEST_MS = 92 * 86_400_000

/** How the alarm system itself does, after ISA-18.2. */
export const measureRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const open = {
    config: { scope: `nation:${READERS.join(',')}` as const },
    preHandler: app.require(...READERS),
  }
  const measured = async ({ from, to }: { from: number; to: number }) => {
    if (from >= to || to - from > LONGEST_MS)
      throw new RequestError('BAD_REQUEST', { from, to, most: LONGEST_MS })
    return { from, to, ...measure(await readMeasured(app.db.readPool, from, to), from, to) }
  }
  app.get(
    '/api/alarm-measures',
    {
      ...open,
      schema: {
        tags: ['alarms'],
        summary: 'Alarms an hour, standing, chattering, time to answer, most frequent',
        ...{ querystring: AlarmMeasuresQuery, response: { 200: AlarmMeasures } },
      },
    },
    (request) => measured(request.query),
  )
  app.get(
    '/api/alarm-measures.csv',
    { ...open, schema: { tags: ['alarms'], summary: 'The same as a file', querystring: AlarmMeasuresQuery } },
    async (request, reply) => {
      const found = await measured(request.query)
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header('content-disposition', 'attachment; filename="do-luong-bao-dong.csv"')
      return measuresCsv(found)
    },
  )
}
