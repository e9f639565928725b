import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AlertAnswer, AlertDetail, AlertsQuery, AlertView } from '../../shared/api/alerts.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { byKey, unpack } from '../intake/index.ts'
import { MOST_STANDING, type Standing } from './standing.ts'
import { type AlertRecord, readAlert, readChain, readPast, readStanding } from './store.ts'
import { takeAlert } from './take.ts'
import { alertDetail, alertView } from './view.ts'

const tags = ['alerts']
/** An alert is a page of text; what is larger is none. */
const LIMIT = 1 << 20
const RATE = { perSecond: 20, burst: 100 }
const PAGE = 50
/** So many pages are read for one of what the reader may see: a shorter one tells a page that no more comes. */
const MOST_PAGES = 40
/** Who may read what is not meant for the public. */
const INSIDE: ReadonlySet<Role> = new Set(['administrator', 'duty', 'leader', 'auditor'])

/** Where a warning centre sends its alerts to, in CAP 1.2. */
export const alertPush: FastifyPluginAsyncTypebox<{ standing: Standing }> = async (app, { standing }) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^(application\/(cap\+)?xml|text\/xml)\b/,
    { parseAs: 'buffer' },
    (_, body, done) => done(null, body),
  )
  app.post(
    '/api/connections/:id/alerts',
    {
      config: { scope: 'connection' },
      bodyLimit: LIMIT,
      onRequest: byKey(app.intake.connections, RATE),
      schema: {
        tags,
        summary: 'Send a CAP 1.2 alert; the answer comes after the commit',
        params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
        response: { 200: AlertAnswer },
      },
    },
    async (request) => {
      const connection = app.intake.connections.get(request.params.id)
      if (connection?.connector !== 'cap')
        throw new RequestError('BAD_REQUEST', {
          connector: connection?.connector ?? null,
          problem: 'this connection was not made for CAP alerts',
        })
      const receivedAt = Date.now()
      const body = await unpack(request, LIMIT)
      const contentType = request.headers['content-type'] ?? ''
      return takeAlert(app, standing, connection, { body, contentType, receivedAt })
    },
  )
}

/** Reading alerts: they are for everybody who is signed in, unless their sender restricted them. */
export const alertRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { access, catalogue, db, intake } = app
  const signedIn = { config: { scope: 'signed-in' }, preHandler: app.requireAny() }
  const sees = (request: FastifyRequest, r: AlertRecord): boolean => {
    if (r.alert.scope === 'Public') return true
    const p = access.principal(request)
    if (p?.kind !== 'account') return false
    const agency = intake.connections.get(r.connection)?.agencyId
    if (agency !== undefined && p.role === 'agency' && access.visibleUnit(p, agency)) return true
    if (!INSIDE.has(p.role)) return false
    const now = catalogue.now()
    if (access.visibleUnit(p, now.nation().id)) return true
    // Who looks over a part of the country reads what is meant for that part.
    const units = r.areas.flat().flatMap((a) => a.units.flatMap((u) => now.unitsOfCode(u.code)))
    return units.some((u) => access.visibleUnit(p, u.id))
  }
  const past = async (request: FastifyRequest, now: number, before: number | null) => {
    const seen: AlertRecord[] = []
    let from = before
    for (let n = 0; n < MOST_PAGES && seen.length < PAGE; n++) {
      const list = await readPast(db.readPool, now, from, PAGE)
      seen.push(...list.filter((r) => sees(request, r)))
      from = list.at(-1)?.id ?? null
      if (list.length < PAGE) break
    }
    return seen.slice(0, PAGE)
  }
  app.get(
    '/api/alerts',
    { ...signedIn, schema: { tags, querystring: AlertsQuery, response: { 200: Type.Array(AlertView) } } },
    async (request) => {
      const { which, before } = request.query
      const now = Date.now()
      const list =
        which === 'past'
          ? await past(request, now, before ?? null)
          : (await readStanding(db.readPool, now, MOST_STANDING)).filter((r) => sees(request, r))
      return list.map((r) => alertView(r, now))
    },
  )
  app.get(
    '/api/alerts/:id',
    {
      ...signedIn,
      schema: {
        tags,
        params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
        response: { 200: AlertDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await readAlert(db.readPool, id)
      if (!found || !sees(request, found)) throw new RequestError('NOT_FOUND', { alert: id })
      const chain = await readChain(db.readPool, id)
      const kept = await Promise.all(
        chain.map(async (link) => {
          const other = link.id === id ? found : await readAlert(db.readPool, link.id)
          return other !== null && sees(request, other)
        }),
      )
      return alertDetail(
        found,
        chain.filter((_, n) => kept[n]),
        Date.now(),
      )
    },
  )
}
