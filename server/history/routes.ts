import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { Code, Day } from '../../shared/api/catalogue.ts'
import type { ObservationView } from '../../shared/api/history.ts'
import { HistoryView } from '../../shared/api/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Series } from '../catalogue/index.ts'
import { asOfAsked, Instant, instantOf, oneSeries, seriesAsked, TwoTimes } from './asked.ts'
import { bounded } from './bounded.ts'
import { aboutOf } from './export/about.ts'
import { observationRows } from './export/rows.ts'
import { ExportFormat, isFile, sendFile } from './export/send.ts'
import { type Cursor, readAsOf, readPage, type SeriesPoint } from './store.ts'

const Codes = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}(,[A-Za-z0-9._-]{1,40}){0,199}$' }))
const Asked = { indicator: Codes, unit: Codes, unitFrom: Type.Optional(Day), format: ExportFormat }

const iso = (ms: number) => new Date(ms).toISOString()
function observationView(s: Series, p: SeriesPoint): ObservationView {
  return {
    indicator: s.indicator.code,
    unit: s.unit.code,
    unitFrom: s.unit.validFrom,
    period: p.period,
    validFrom: iso(p.from),
    validTo: iso(p.to),
    value: p.value,
    measure: s.indicator.measure,
    status: p.status,
    entry: p.entry,
    simulated: p.simulated,
    revision: p.revision,
    recordedAt: iso(p.recordedAt),
  }
}

/** A CSV download; texts that a spreadsheet would run as a formula are made harmless. */
function csv(reply: FastifyReply, name: string, list: ObservationView[]): string {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`)
  const cast = { boolean: (value: boolean) => String(value) }
  return `\uFEFF${stringify(list, { header: true, escape_formulas: true, cast })}`
}

function cursorOf(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [series = Number.NaN, to = Number.NaN, from = Number.NaN] = text.split('_').map(Number)
  if (![series, to, from].every(Number.isSafeInteger))
    throw new RequestError('BAD_REQUEST', { field: 'after' })
  return { series, to, from }
}

/** What was recorded, read back within the asker's scope. */
export const historyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const inScope = { config: { scope: 'series' }, preHandler: app.requireAny() } as const
  const viewsOf = (series: Series[], rows: SeriesPoint[]) => {
    const byId = new Map(series.map((s) => [s.id, s]))
    return rows.flatMap((row) => {
      const s = byId.get(row.series)
      return s ? [observationView(s, row)] : []
    })
  }

  app.get(
    '/api/history',
    {
      ...inScope,
      schema: {
        tags: ['history'],
        summary: 'One series through time, as now known or as of two times',
        querystring: Type.Object({
          indicator: Code,
          unit: Code,
          unitFrom: Type.Optional(Day),
          from: Instant,
          to: Instant,
          ...TwoTimes,
          points: Type.Optional(Type.Integer({ minimum: 2, maximum: 5_000 })),
        }),
        response: { 200: HistoryView },
      },
    },
    async (request) => {
      const { from, to, points } = request.query
      const s = oneSeries(app, request, request.query)
      const [begin, end] = [instantOf('from', from), instantOf('to', to)]
      const { at, knownAt } = asOfAsked(request.query)
      // Nothing that begins after the time in question.
      const until = at === undefined ? end : Math.min(at + 1, end ?? at + 1)
      const wanted = { from: begin, to: until, knownAt, maxPoints: points }
      const read = await bounded(app.history.known(s.id, wanted))
      return {
        indicator: s.indicator.code,
        unit: s.unit.code,
        unitFrom: s.unit.validFrom,
        measure: s.indicator.measure,
        knownAt: read.knownAt,
        points: read.points.map(({ recordedAt: _, entry: __, ...p }) => p),
      }
    },
  )

  app.get(
    '/api/latest',
    {
      ...inScope,
      schema: {
        tags: ['history'],
        summary: 'The newest value of each series, now or as of two times',
        querystring: Type.Object({ ...Asked, ...TwoTimes }),
      },
    },
    async (request, reply) => {
      const series = seriesAsked(app, request, request.query)
      const { format } = request.query
      const asOf = asOfAsked(request.query)
      const ids = series.map((s) => s.id)
      const rows = await bounded(readAsOf(app.db.readPool, ids, asOf))
      const list = viewsOf(series, rows)
      if (isFile(format)) {
        const about = await aboutOf(app, 'Trống Đồng: giá trị mới nhất / newest values', rows, asOf)
        return sendFile(reply, format, 'latest', { ...observationRows(series, list), about })
      }
      return format === 'csv' ? csv(reply, 'latest', list) : { observations: list }
    },
  )

  app.get(
    '/api/observations',
    {
      ...inScope,
      schema: {
        tags: ['history'],
        summary: 'Values by time, as known now or as of any earlier time; page by page',
        querystring: Type.Object({
          ...Asked,
          from: Instant,
          to: Instant,
          ...TwoTimes,
          after: Type.Optional(Type.String({ maxLength: 60 })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000 })),
        }),
      },
    },
    async (request, reply) => {
      const { query } = request
      const series = seriesAsked(app, request, query)
      const limit = query.limit ?? 1_000
      const [from, end] = [instantOf('from', query.from), instantOf('to', query.to)]
      const after = cursorOf(query.after)
      const { at, knownAt } = asOfAsked(query)
      const to = at === undefined ? end : Math.min(at + 1, end ?? at + 1)
      const rows = await bounded(
        readPage(
          app.db.readPool,
          series.map((s) => s.id),
          {
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            ...(knownAt === undefined ? {} : { knownAt }),
            ...(after === undefined ? {} : { after }),
            limit: limit + 1,
          },
        ),
      )
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const next = rows.length > limit && last ? `${last.series}_${last.to}_${last.from}` : null
      if (next) reply.header('x-td-next', next) // a CSV has no room for it
      const list = viewsOf(series, page)
      if (isFile(query.format)) {
        const about = await aboutOf(app, 'Trống Đồng: số liệu / observations', page, { at, knownAt })
        return sendFile(reply, query.format, 'observations', { ...observationRows(series, list), about })
      }
      return query.format === 'csv' ? csv(reply, 'observations', list) : { observations: list, next }
    },
  )
}
