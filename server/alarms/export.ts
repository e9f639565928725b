import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import type { FastifyRequest } from 'fastify'
import { alarmState } from '../../shared/alarm.ts'
import { AlarmMeasuresQuery } from '../../shared/api/alarms.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { readRaised } from './store.ts'
import type { Alarm } from './types.ts'

/** More than a file of this kind is read for; what is beyond it is told in the file's last line. */
const MOST = 50_000
const LONGEST_MS = 400 * 86_400_000
const iso = (at: number | null | undefined) => (at == null ? '' : new Date(at).toISOString())

const rowOf = ({ life, rule, ...a }: Alarm) => ({
  ...{
    id: a.id,
    rule: rule.code,
    version: rule.version,
    kind: a.kind,
    severity: a.severity,
    subject: a.place,
  },
  ...{ title_vi: a.title.vi, title_en: a.title.en, text_vi: a.text.vi, text_en: a.text.en },
  ...{ state: alarmState(life), since: iso(a.since), raised_at: iso(a.raisedAt), times: life.times },
  ...{ cleared_at: iso(life.clearedAt), acknowledged_at: iso(life.acknowledged?.at) },
  ...{ acknowledged_by: life.acknowledged?.by ?? '', note: life.acknowledged?.note ?? '' },
  ...{ shelved_until: iso(life.shelved?.until), shelved_by: life.shelved?.by ?? '' },
  ...{ shelved_why: life.shelved?.reason ?? '', owner: life.owner?.name ?? '' },
  ...{ incident: life.incident ?? '', ended_at: iso(life.endedAt), simulated: a.simulated ? 1 : 0 },
})

type Room = { roles: Role[]; units(request: FastifyRequest): number[] | null }

/** Alarms raised in a stretch of time as a file, those that still stand and those that ended. */
export const exportRoutes: FastifyPluginAsyncTypebox<Room> = async (app, { roles, units }) => {
  app.get(
    '/api/alarms.csv',
    {
      config: { scope: `role:${roles.join(',')}` },
      preHandler: app.require(...roles),
      schema: {
        tags: ['alarms'],
        summary: 'Alarms raised between two moments, as CSV, the newest first',
        querystring: AlarmMeasuresQuery,
      },
    },
    async (request, reply) => {
      const { from, to } = request.query
      if (from >= to || to - from > LONGEST_MS)
        throw new RequestError('BAD_REQUEST', { from, to, most: LONGEST_MS })
      const found = await readRaised(app.db.readPool, { from, to, limit: MOST + 1, units: units(request) })
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header('content-disposition', 'attachment; filename="bao-dong.csv"')
      const text = stringify(found.slice(0, MOST).map(rowOf), { header: true, escape_formulas: true })
      return `\uFEFF${text}${found.length > MOST ? `# only the newest ${MOST}\n` : ''}`
    },
  )
}
