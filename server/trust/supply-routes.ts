import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type By,
  MissingQuery,
  MissingView,
  Reported,
  SupplyHistory,
  SupplyQuery,
  SupplyView,
} from '../../shared/api/supply.ts'
import { parsePeriod } from '../../shared/period.ts'
import { RequestError, reasonOf } from '../../shared/refusal.ts'
import { ROLES } from '../../shared/vocabulary.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import {
  type Agreed,
  agreedFor,
  countOf,
  isMissing,
  keysOf,
  lastPeriods,
  nameOfGroup,
  type RefusedOf,
  refusedAs,
} from './supply.ts'
import { readArrivals, readContracts, readRefused, readWaiting } from './supply-store.ts'

const tags = ['trust']
const MISSING_SHOWN = 500

/** The coverage board: what arrived of what was agreed, by period. Everyone counts the connections in his scope alone. */
export const supplyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { access, catalogue, db, intake, trust } = app
  const reader = { config: { scope: `role:${ROLES.join(',')}` }, preHandler: app.require(...ROLES) }
  const agencyOf = (id: string) =>
    catalogue.now().unitById(intake.connections.get(id)?.agencyId ?? 0)?.code ?? ''

  /** What this person may see of what was agreed for a period, and what of it arrived. */
  const look = async (request: FastifyRequest, kind: Reported, period: string) => {
    if (!parsePeriod(period)) throw new RequestError('BAD_REQUEST', { field: 'period', value: period })
    const p = access.principal(request)
    const visible = (id: string) => {
      const c = intake.connections.get(id)
      return c && access.visibleUnit(p, c.agencyId) ? c : undefined
    }
    const at = Date.now()
    const [versions, arrived, kept] = await Promise.all([
      readContracts(db.readPool),
      readArrivals(db.readPool, period),
      readRefused(db.readPool, period),
    ])
    const refused: RefusedOf = new Map(kept.flatMap((r) => (visible(r.connection) ? [[r.of, r.code]] : [])))
    const standing = { connection: visible, now: catalogue.now(), at, calendar: app.calendar.now() }
    return { at, arrived, refused, visible, agreed: agreedFor(kind, period, versions, standing) }
  }
  const grouped = (agreed: Agreed[], by: By) => {
    const groups = new Map<string, Agreed[]>()
    for (const a of agreed)
      for (const key of keysOf(a, by, agencyOf)) {
        const list = groups.get(key)
        if (list) list.push(a)
        else groups.set(key, [a])
      }
    return groups
  }

  app.get(
    '/api/supply',
    { ...reader, schema: { tags, querystring: SupplyQuery, response: { 200: SupplyView } } },
    async (request): Promise<SupplyView> => {
      const { kind, by } = request.query
      const periods = lastPeriods(kind, Date.now())
      const period = request.query.period ?? periods[0] ?? ''
      const { at, arrived, refused, agreed, visible } = await look(request, kind, period)
      const { from = at, to = at } = parsePeriod(period) ?? {}
      const day = dayOf(to - 1)
      const waiting = [...(await readWaiting(db.readPool, from))].filter(([id]) => visible(id))
      const waitingOf = (key: string | null) =>
        waiting.reduce((n, [id, rows]) => n + (key === null || agencyOf(id) === key ? rows : 0), 0)
      const groups = [...grouped(agreed, by)].map(([key, list]) => ({
        key,
        name: nameOfGroup(by, key, catalogue.now(), day),
        ...countOf(list, arrived, refused, at),
        waiting: by === 'agency' ? waitingOf(key) : null,
      }))
      groups.sort((a, b) => b.missing - a.missing || a.key.localeCompare(b.key, 'vi', { numeric: true }))
      const total = {
        key: '',
        name: { vi: '', en: '' },
        ...countOf(agreed, arrived, refused, at),
        waiting: waitingOf(null),
      }
      return { kind, period, periods, total, groups }
    },
  )
  app.get(
    '/api/supply/periods',
    {
      ...reader,
      schema: { tags, querystring: Type.Object({ kind: Reported }), response: { 200: SupplyHistory } },
    },
    async (request): Promise<SupplyHistory> => {
      const { kind } = request.query
      const list: SupplyHistory = []
      for (const period of lastPeriods(kind, Date.now()).reverse()) {
        const { agreed, arrived, refused, at } = await look(request, kind, period)
        list.push({ period, ...countOf(agreed, arrived, refused, at) })
      }
      return list
    },
  )
  app.get(
    '/api/supply/missing',
    { ...reader, schema: { tags, querystring: MissingQuery, response: { 200: MissingView } } },
    async (request): Promise<MissingView> => {
      const { kind, period, by, key } = request.query
      const { agreed, arrived, refused, at } = await look(request, kind, period)
      const now = catalogue.now()
      const found = agreed
        .filter((a) => isMissing(a, arrived) && keysOf(a, by, agencyOf).includes(key))
        .sort((a, b) => a.lateAt - b.lateAt || a.indicator.code.localeCompare(b.indicator.code))
      const values = found.slice(0, MISSING_SHOWN).map((a) => {
        const { indicator, unit, lateAt, contracts } = a
        const code = refusedAs(a, refused)
        const contract = contracts[0]
        const connection = intake.connections.get(contract?.connection ?? '')
        const agency = now.unitById(connection?.agencyId ?? 0)
        const named = nameOn(unit, dayOf(lateAt))
        const agencyNamed = agency ? nameOn(agency, dayOf(at)) : { vi: '', en: '' }
        return {
          indicator: indicator.code,
          indicatorName: indicator.name,
          unit: unit.code,
          unitName: { vi: named.vi, en: named.en },
          period,
          lateAt,
          overdue: at > lateAt,
          connection: connection?.id ?? '',
          connectionName: connection?.name ?? { vi: '', en: '' },
          agencyName: { vi: agencyNamed.vi, en: agencyNamed.en },
          state: trust.connection(connection?.id ?? '')?.state ?? 'never',
          note: contract?.note ?? null,
          refused: code ? { code, reason: reasonOf(code) } : null,
        }
      })
      return { more: found.length > MISSING_SHOWN, values }
    },
  )
}
