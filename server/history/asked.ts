import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { AsOf } from '../../shared/clock.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Series } from '../catalogue/index.ts'

export type Asked = { indicator?: string; unit?: string; unitFrom?: string }

/** An instant of a query, ms since 1970 or ISO 8601. Throws BAD_REQUEST. */
export function instantOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = /^-?\d{1,15}$/.test(text) ? Number(text) : Date.parse(text)
  // The database's own range is wider; outside this nothing was ever recorded.
  if (!Number.isFinite(at) || Math.abs(at) > 8e13)
    throw new RequestError('BAD_REQUEST', { field, value: text })
  return at
}

export const Instant = Type.Optional(
  Type.String({ maxLength: 40, description: 'ISO 8601, or ms since 1970' }),
)
const instantSaid = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }))
/** The two times of a read interface; `knownAt` is the older name of `asOf`. */
export const TwoTimes = {
  at: instantSaid(
    'The time that the values are about: the newest that had begun by then. Absent = the newest',
  ),
  asOf: instantSaid('Only what was recorded by then, with no later correction. Absent = all that is known'),
  knownAt: instantSaid('As asOf, by its older name'),
}

/** The two times asked for. Throws BAD_REQUEST. */
export function asOfAsked(asked: { at?: string; asOf?: string; knownAt?: string }): AsOf {
  return {
    at: instantOf('at', asked.at),
    knownAt: instantOf('asOf', asked.asOf) ?? instantOf('knownAt', asked.knownAt),
  }
}

/** The series asked for that the asker may see. Indicator and unit take several codes, separated by commas. */
export function seriesAsked(app: FastifyInstance, request: FastifyRequest, asked: Asked): Series[] {
  const principal = app.access.principal(request)
  const listed = (text: string | undefined) => (text ? new Set(text.split(',')) : null)
  const indicators = listed(asked.indicator)
  const units = listed(asked.unit)
  return app.catalogue
    .now()
    .allSeries()
    .filter(
      (s) =>
        (!indicators || indicators.has(s.indicator.code)) &&
        (!units || units.has(s.unit.code)) &&
        (!asked.unitFrom || s.unit.validFrom === asked.unitFrom) &&
        app.access.canSeeSeries(principal, s.id),
    )
    .sort((a, b) => a.id - b.id)
}

/** One series, of the unit in force now unless said. Throws NOT_FOUND for what is not there and for what is out of scope: the two look alike. */
export function oneSeries(
  app: FastifyInstance,
  request: FastifyRequest,
  asked: { indicator: string; unit: string; unitFrom?: string },
): Series {
  const now = app.catalogue.now()
  const of = now.unitsOfCode(asked.unit)
  const unit = asked.unitFrom
    ? of.find((u) => u.validFrom === asked.unitFrom)
    : (now.unitInForce(asked.unit, Date.now()) ?? of.at(-1))
  const indicator = now.indicator(asked.indicator)
  const id = indicator && unit ? now.findSeries(indicator.id, unit.id) : undefined
  const series = id === undefined ? undefined : now.series(id)
  if (!series || !app.access.canSeeSeries(app.access.principal(request), series.id))
    throw new RequestError('NOT_FOUND', { indicator: asked.indicator, unit: asked.unit })
  return series
}
