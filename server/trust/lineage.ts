import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code, Day } from '../../shared/api/catalogue.ts'
import { LineageView } from '../../shared/api/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import { dayOf, nameOn, type Series } from '../catalogue/index.ts'
import { checksOfNumber } from '../checks/index.ts'
import { evidenceOf, withReasons } from './evidence.ts'
import { readRevisions, readValue } from './store.ts'

/** Any number, back to the message that brought it. A computed one leads to its parts, each with its own lineage. */
export const lineageRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { readPool } = app.db
  const words = ({ vi, en }: { vi: string; en: string }) => ({ vi, en })

  function connectionView(id: string) {
    const c = app.intake.connections.get(id)
    const agency = c && app.catalogue.now().unitById(c.agencyId)
    if (!c || !agency) return null
    return {
      id,
      name: c.name,
      agency: words(nameOn(agency, dayOf(Date.now()))),
      connector: c.connector,
      state: app.trust.connection(id)?.state ?? null,
    }
  }

  /** Throws NOT_FOUND for what does not exist and for what lies outside the asker's scope: the two look alike. */
  function find(indicatorCode: string, unitCode: string, unitFrom: string | undefined): Series {
    const now = app.catalogue.now()
    const indicator = now.indicator(indicatorCode)
    const unit = unitFrom
      ? now.unitsOfCode(unitCode).find((u) => u.validFrom === unitFrom)
      : now.unitInForce(unitCode, Date.now())
    const id = indicator && unit ? now.findSeries(indicator.id, unit.id) : undefined
    const series = id === undefined ? undefined : now.series(id)
    if (!series) throw new RequestError('NOT_FOUND', { indicator: indicatorCode, unit: unitCode })
    return series
  }

  app.get(
    '/api/series/:indicator/:unit/lineage',
    {
      config: { scope: 'series' },
      preHandler: app.requireAny(),
      schema: {
        tags: ['trust'],
        summary: 'Where a number came from',
        params: Type.Object({ indicator: Code, unit: Code }),
        querystring: Type.Object({
          unitFrom: Type.Optional(Day),
          /** ms since 1970: of which time; absent = the newest. */
          validFrom: Type.Optional(Type.Number()),
        }),
        response: { 200: LineageView },
      },
    },
    async (request) => {
      const { indicator, unit } = request.params
      const series = find(indicator, unit, request.query.unitFrom)
      const asker = app.access.principal(request)
      if (!app.access.canSeeSeries(asker, series.id)) throw new RequestError('NOT_FOUND', { indicator, unit })
      const own = await readValue(readPool, series.id, request.query.validFrom ?? null)
      // A screen shows the numbers that it may: of a message with many, none beside the one asked for.
      const seesAll = (id: string) => {
        const c = app.intake.connections.get(id)
        return asker?.kind === 'account' && c !== undefined && app.access.visibleUnit(asker, c.agencyId)
      }
      const message = own && (await evidenceOf(app.intake, own.message, own.row, seesAll))
      const cell = app.live.cell(series.id)
      const computed = own ? null : app.live.computed(series.id)
      const age = own ? app.trust.age(series.id) : { state: cell.freshness, since: cell.since }
      const day = dayOf(own?.validFrom ?? cell.validFrom ?? Date.now())
      // A national sum is known to everyone; the parts of other units are not.
      const partInScope = (unit: number) => {
        const part = app.catalogue.now().findSeries(series.indicator.id, unit)
        return part !== undefined && app.access.canSeeSeries(asker, part)
      }
      return {
        indicator: {
          code: series.indicator.code,
          name: series.indicator.name,
          measure: series.indicator.measure,
          symbol: words(app.catalogue.now().measure(series.indicator.measure)?.symbol ?? { vi: '', en: '' }),
          decimals: series.indicator.decimals,
          basis: series.indicator.basis,
        },
        unit: { code: series.unit.code, from: series.unit.validFrom, name: words(nameOn(series.unit, day)) },
        value: own?.value ?? (Number.isNaN(cell.value) ? null : cell.value),
        period: own?.period ?? computed?.period ?? null,
        validFrom: own?.validFrom ?? (computed ? cell.validFrom : null),
        validTo: own?.validTo ?? (computed ? cell.validTo : null),
        status: own?.status ?? null,
        entry: own?.entry ?? null,
        simulated: own?.simulated ?? computed?.simulated ?? false,
        freshness: { state: age.state, since: age.since },
        computed: computed && {
          method: computed.method,
          weight: computed.weight,
          weightMissing: computed.weightMissing,
          parts: computed.parts,
          partsOf: computed.partsOf,
          units: computed.units
            .filter((p) => partInScope(p.unit.id))
            .map((p) => ({
              unit: p.unit.code,
              unitFrom: p.unit.validFrom,
              name: words(nameOn(p.unit, day)),
              value: p.value,
              weight: p.weight,
            })),
        },
        connection: message ? connectionView(message.connectionId) : null,
        message: message && (({ connectionId: _, ...rest }) => rest)(message),
        revisions: own
          ? await withReasons(
              app.intake,
              readPool,
              await readRevisions(readPool, series.id, own.validFrom, own.validTo),
              seesAll,
            )
          : [],
        shown: own && { ...app.live.onScreens(series.id, message?.committedAt ?? 0) },
        checks: await checksOfNumber(app, asker, series.id, own?.period ?? computed?.period ?? null),
        madeAt: Date.now(),
      }
    },
  )
}
