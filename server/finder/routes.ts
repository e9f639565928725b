import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { FindQuery, FoundView } from '../../shared/api/finder.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { dayOf, inForce, nameOn } from '../catalogue/index.ts'
import { best } from './rank.ts'
import { readSessions } from './store.ts'

/** Who may know of every session; others know of those that their unit was invited to. */
const ALL_SESSIONS = new Set(['leader', 'duty', 'administrator', 'auditor'])

/** One question over everything that has a name. */
export const finderRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { access, catalogue, db, intake, wall } = app

  const indicators = (q: string, most: number): FoundView[] =>
    best(
      catalogue.now().indicators,
      (i) => ({ code: i.code, names: [i.name.vi, i.name.en, i.short.vi, i.short.en] }),
      q,
      most,
    ).map((i) => ({ kind: 'indicator', id: i.code, name: i.name, note: null, running: false }))
  const units = (q: string, most: number): FoundView[] => {
    const day = dayOf(Date.now())
    const now = catalogue.now().units.filter((u) => inForce(u, day))
    const names = (u: (typeof now)[number]) => nameOn(u, day)
    return best(now, (u) => ({ code: u.code, names: [names(u).vi, names(u).en] }), q, most).map((u) => {
      const { vi, en } = names(u)
      return { kind: 'unit', id: u.code, name: { vi, en }, note: null, running: false }
    })
  }
  const connections = (p: AccountPrincipal, q: string, most: number): FoundView[] => {
    const seen = intake.connections.list().filter((c) => access.visibleUnit(p, c.agencyId))
    return best(seen, (c) => ({ code: c.id, names: [c.name.vi, c.name.en] }), q, most).map((c) => ({
      ...{ kind: 'connection', id: c.id, name: c.name, note: null, running: false },
    }))
  }
  const isWide = (p: AccountPrincipal) => access.visibleUnit(p, catalogue.now().nation().id)
  const screens = (p: AccountPrincipal, q: string, most: number): FoundView[] =>
    isWide(p)
      ? best(wall.paired(), (s) => ({ code: String(s.id), names: [s.name] }), q, most).map((s) => {
          const id = String(s.id)
          return { kind: 'screen', id, name: { vi: s.name, en: s.name }, note: null, running: false }
        })
      : []
  const sessions = async (p: AccountPrincipal, q: string, most: number): Promise<FoundView[]> => {
    const all = isWide(p) && ALL_SESSIONS.has(p.role)
    const own = all
      ? null
      : catalogue
          .now()
          .units.filter((u) => access.visibleUnit(p, u.id))
          .map((u) => u.id)
    if (!all && p.role !== 'agency') return []
    const known = await readSessions(db.readPool, own)
    return best(known, (s) => ({ code: s.id, names: [s.title] }), q, most).map((s) => {
      const day = dayOf(s.openedAt).split('-').reverse().join('/')
      const name = { vi: s.title, en: s.title }
      return { kind: 'session', id: s.id, name, note: { vi: day, en: day }, running: s.running }
    })
  }

  app.get(
    '/api/find',
    {
      config: { scope: 'self' },
      schema: { tags: ['finder'], querystring: FindQuery, response: { 200: Type.Array(FoundView) } },
    },
    async (request) => {
      const p = access.principal(request)
      if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
      const { q, limit } = request.query
      return [
        ...indicators(q, limit),
        ...units(q, limit),
        ...connections(p, q, limit),
        ...screens(p, q, limit),
        ...(await sessions(p, q, limit)),
      ]
    },
  )
}
