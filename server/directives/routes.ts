import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  ActInput,
  DirectiveBoard,
  DirectiveChange,
  DirectiveDetail,
  DirectiveInput,
  DirectivesQuery,
  DirectiveView,
} from '../../shared/api/directives.ts'
import {
  ADDRESSEE_ACTS,
  type AddresseeAct,
  type DirectiveAct,
  OPEN_LISTED,
  stateAfter,
} from '../../shared/directive.ts'
import { RequestError } from '../../shared/refusal.ts'
import { ROLES, type Role } from '../../shared/vocabulary.ts'
import { actorOf } from '../access/index.ts'
import { boardOf } from './board.ts'
import type { Directives } from './directives.ts'
import { countEnded } from './end-store.ts'
import { evidenceRoutes } from './evidence-routes.ts'
import { DocumentImport } from './import/import.ts'
import { importRoutes } from './import/routes.ts'
import { noteOf } from './notes.ts'
import { type Directive, type Question, readDirective, readDirectives, readTitles } from './store.ts'
import { directiveDetail, directiveView } from './view.ts'
import type { Watcher } from './watcher.ts'

const tags = ['directives']
const ISSUERS: Role[] = ['leader', 'duty', 'administrator']
const ACTORS: Role[] = [...ISSUERS, 'agency']
const PAGE = 200
const Params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const isAddressees = (act: string): act is AddresseeAct => ADDRESSEE_ACTS.some((a) => a === act)

type OpenQuestion = Pick<Question, 'addressees'> & Partial<Pick<Question, 'session' | 'document'>>
type Room = { directives: Directives; watcher: Watcher; changed(): void }

/** Tasks given, and what became of them. An agency sees and acts on its own alone, and never a draft. */
export const directiveRoutes: FastifyPluginAsyncTypebox<Room> = async (
  app,
  { directives, watcher, changed },
) => {
  const { access, catalogue, db } = app
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const person = (request: FastifyRequest) => {
    const p = access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  /** Whoever looks over the unit that gave it: what the nation asks of a province is not the province's to take back. */
  const isIssuer = (request: FastifyRequest, d: Directive) =>
    ISSUERS.includes(person(request).role) && access.visibleUnit(person(request), d.giverUnitId)
  const sideOf = (request: FastifyRequest, d: Directive) =>
    isIssuer(request, d)
      ? ('issuer' as const)
      : person(request).role === 'agency'
        ? ('addressee' as const)
        : null
  const sees = (request: FastifyRequest, d: Directive) =>
    access.visibleUnit(person(request), d.addresseeId) &&
    (isIssuer(request, d) || stateAfter(d.steps) !== 'draft')
  /** Whose directives whoever asks may see, of that code's units alone if one is given; null = everybody's. */
  const addresseesOf = (request: FastifyRequest, code?: string): number[] | null => {
    const now = catalogue.now()
    const asked = code ? now.unitsOfCode(code) : now.units
    const seen = asked.filter((u) => access.visibleUnit(person(request), u.id))
    return code || seen.length < asked.length ? seen.map((u) => u.id) : null
  }
  const openOf = ({ addressees, session = null, document = null }: OpenQuestion): Directive[] => {
    const units = addressees && new Set(addressees)
    return watcher
      .open()
      .filter(
        (d) =>
          (!units || units.has(d.addresseeId)) &&
          (session === null || d.session === session) &&
          (document === null || d.document === document),
      )
  }
  const need = async (request: FastifyRequest, id: number) => {
    const d = await readDirective(db.pool, id)
    if (!d || !sees(request, d)) throw new RequestError('NOT_FOUND', { directive: id })
    return d
  }
  const ready = () => {
    if (!db.ready()) throw new RequestError('NOT_READY')
  }
  const view = (request: FastifyRequest, d: Directive) =>
    directiveView(app, watcher, d, (id) => access.canSeeSeries(person(request), id), Date.now())
  const detail = (request: FastifyRequest, d: Directive) =>
    directiveDetail(app, watcher, d, { side: sideOf(request, d), asks: person(request) }, Date.now())
  /** The shift's log keeps what was given and what became of it; what the system wrote after the act is told by itself. */
  const tell = (request: FastifyRequest, d: Directive, act: DirectiveAct) => {
    const step = d.steps.findLast((s) => s.kind === act)
    const note = step && noteOf(catalogue.now(), d, step, Date.now(), actorOf(person(request)))
    if (note) app.bus.emit('logbook', note)
  }
  const by = (request: FastifyRequest) => ({ person: person(request), address: request.ip })

  await app.register(evidenceRoutes, { need })
  await app.register(importRoutes, {
    documents: new DocumentImport(app, directives),
    by,
    after: async () => {
      await watcher.load()
      changed()
    },
  })

  app.get(
    '/api/directives',
    {
      ...roles([...ROLES]),
      schema: { tags, querystring: DirectivesQuery, response: { 200: Type.Array(DirectiveView) } },
    },
    async (request) => {
      const { which, addressee, session = null, document = null, before = null } = request.query
      const question = { addressees: addresseesOf(request, addressee), session, document, before }
      // Open ones come whole with the first page, the nearest deadline first: none falls behind newer ones.
      const open = (which === 'open' || which === 'all') && before === null ? openOf(question) : []
      const past = which === 'all' ? (ISSUERS.includes(person(request).role) ? 'rest' : 'done') : which
      const others =
        past === 'open' ? [] : await readDirectives(db.readPool, { ...question, which: past }, PAGE)
      return [...open.slice(0, OPEN_LISTED), ...others]
        .filter((d) => sees(request, d))
        .map((d) => view(request, d))
    },
  )
  app.get(
    '/api/directives/board',
    { ...roles([...ROLES]), schema: { tags, response: { 200: DirectiveBoard } } },
    async (request) => {
      const addressees = addresseesOf(request)
      const ended = await countEnded(db.readPool, addressees)
      const open = openOf({ addressees })
      const sessions = [...ended, ...open].flatMap((d) => d.session ?? [])
      const titles = await readTitles(db.readPool, [...new Set(sessions)])
      return boardOf(app, { open, ended }, titles, Date.now())
    },
  )
  app.get(
    '/api/directives/:id',
    { ...roles([...ROLES]), schema: { tags, params: Params, response: { 200: DirectiveDetail } } },
    async (request) => {
      const d = await need(request, request.params.id)
      return detail(request, d)
    },
  )
  app.post(
    '/api/directives',
    {
      ...roles(ISSUERS),
      schema: { tags, body: DirectiveInput, response: { 201: Type.Array(DirectiveView) } },
    },
    async (request, reply) => {
      ready()
      const ids = await directives.create(request.body, by(request))
      await watcher.reload(ids)
      changed()
      const made = await Promise.all(ids.map((id) => need(request, id)))
      for (const d of made) tell(request, d, 'issue')
      return reply.code(201).send(made.map((d) => view(request, d)))
    },
  )
  app.put(
    '/api/directives/:id',
    {
      ...roles(ISSUERS),
      schema: { tags, params: Params, body: DirectiveChange, response: { 200: DirectiveDetail } },
    },
    async (request) => {
      ready()
      const d = await need(request, request.params.id)
      if (!isIssuer(request, d)) throw new RequestError('FORBIDDEN')
      const { id } = d
      await directives.change(id, request.body, by(request))
      return after(request, id)
    },
  )
  app.post(
    '/api/directives/:id/acts',
    {
      ...roles(ACTORS),
      schema: { tags, params: Params, body: ActInput, response: { 200: DirectiveDetail } },
    },
    async (request) => {
      ready()
      const d = await need(request, request.params.id)
      const { id } = d
      // Nobody answers in another's place, not even who gave the task.
      if (sideOf(request, d) !== (isAddressees(request.body.act) ? 'addressee' : 'issuer'))
        throw new RequestError('FORBIDDEN')
      await directives.act(id, request.body, { who: person(request), address: request.ip })
      return after(request, id, request.body.act)
    },
  )
  const after = async (request: FastifyRequest, id: number, act: DirectiveAct | null = null) => {
    await watcher.reload([id])
    changed()
    const d = await need(request, id)
    if (act) tell(request, d, act)
    return detail(request, d)
  }
}
