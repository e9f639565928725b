import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  CorrectInput,
  LogCsvQuery,
  LogEntryView,
  LogInput,
  LogParams,
  LogQuery,
} from '../../shared/api/logbook.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import type { Logbook } from './logbook.ts'

const tags = ['logbook']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor']
const WRITERS: Role[] = ['duty', 'administrator', 'leader']
const MOST_ROWS = 20_000

/** The shift log: reading, writing, correcting. */
export const logbookRoutes: FastifyPluginAsyncTypebox<{ logbook: Logbook }> = async (app, { logbook }) => {
  const { access, db } = app
  // The duty room is the nation's: an officer of one province has no part in it.
  const roles = (list: Role[]) => ({
    config: { scope: `nation:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const by = (request: FastifyRequest) => {
    const person = access.principal(request)
    if (person?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return { person, address: request.ip }
  }
  const ready = () => {
    if (!db.ready()) throw new RequestError('NOT_READY')
  }

  app.get(
    '/api/log',
    {
      ...roles(READERS),
      schema: { tags, querystring: LogQuery, response: { 200: Type.Array(LogEntryView) } },
    },
    async (request) => {
      const { limit, ...filter } = request.query
      return logbook.list(by(request).person, filter, limit)
    },
  )
  app.get(
    '/api/log.csv',
    { ...roles(READERS), schema: { tags, querystring: LogCsvQuery } },
    async (request, reply) => {
      const found = await logbook.list(by(request).person, request.query, MOST_ROWS + 1)
      const rows = found.slice(0, MOST_ROWS).map((e) => ({
        ...{ id: e.id, at: new Date(e.at).toISOString(), recorded_at: new Date(e.recordedAt).toISOString() },
        ...{ shift_day: e.shift.day, shift_no: e.shift.no, kind: e.kind, position: e.position?.id ?? '' },
        ...{ by: e.by ?? '', text_vi: e.text.vi, text_en: e.text.en, subject: e.subject ?? '' },
        value: e.snapshot?.value?.value ?? '',
        valid_to: e.snapshot?.value ? new Date(e.snapshot.value.validTo).toISOString() : '',
        ...{ corrects: e.corrects ?? '', corrected_by: e.correctedBy ?? '', reason: e.reason ?? '' },
        ...{ locked: e.locked ? 1 : 0, simulated: e.snapshot?.simulated ? 1 : 0 },
      }))
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header('content-disposition', 'attachment; filename="so-truc.csv"')
      const cut = found.length > MOST_ROWS ? `# only the newest ${MOST_ROWS}\n` : ''
      return `\uFEFF${stringify(rows, { header: true, escape_formulas: true })}${cut}`
    },
  )
  app.post(
    '/api/log',
    { ...roles(WRITERS), schema: { tags, body: LogInput, response: { 201: LogEntryView } } },
    async (request, reply) => {
      ready()
      return reply.code(201).send(await logbook.write(by(request), request.body))
    },
  )
  app.post(
    '/api/log/:id/correct',
    {
      ...roles(WRITERS),
      schema: { tags, params: LogParams, body: CorrectInput, response: { 201: LogEntryView } },
    },
    async (request, reply) => {
      ready()
      const { text, reason } = request.body
      return reply.code(201).send(await logbook.correct(by(request), request.params.id, text, reason))
    },
  )
}
