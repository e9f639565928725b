import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  CheckItem,
  HandoverDetail,
  HandoverParams,
  HandoversQuery,
  HandoverView,
  NameIncoming,
  OpenHandover,
  PaperQuery,
  RelieveHandover,
  SignHandover,
  WithReason,
} from '../../shared/api/handover.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { markLine } from '../../shared/world.ts'
import { printDocx, printPdf } from '../papers/index.ts'
import type { By } from '../shifts/index.ts'
import type { Handovers } from './handovers.ts'
import { handoverPaper } from './paper.ts'
import { type Handover, readHandover, readHandovers } from './store.ts'
import { handoverView, logPartOf } from './view.ts'

const tags = ['handover']
const READERS: Role[] = ['duty', 'administrator', 'leader', 'analyst', 'auditor']
const ACTORS: Role[] = ['duty', 'administrator']
const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** Handing over: the draft, its items, the two signatures, the paper. */
export const handoverRoutes: FastifyPluginAsyncTypebox<{ handovers: Handovers }> = async (
  app,
  { handovers },
) => {
  const { access, db } = app
  const by = (request: FastifyRequest): By => {
    const person = access.principal(request)
    if (person?.kind !== 'account') throw new RequestError('FORBIDDEN')
    if (request.method !== 'GET' && !db.ready()) throw new RequestError('NOT_READY')
    return { person, address: request.ip }
  }
  const roles = (list: Role[]) => ({
    config: { scope: `nation:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const acting = roles(ACTORS)
  const on = { tags, params: HandoverParams, response: { 200: HandoverView } }
  const need = async (id: number) => {
    const h = await readHandover(db.readPool, id)
    if (!h) throw new RequestError('NOT_FOUND', { handover: id })
    return h
  }

  const entriesOf = (h: Handover) => {
    const { position, upTo } = logPartOf(app, h)
    return app.logbook.ofShift(h.shift, position, upTo)
  }

  app.get(
    '/api/handovers',
    {
      ...roles(READERS),
      schema: { tags, querystring: HandoversQuery, response: { 200: Type.Array(HandoverView) } },
    },
    async (request) => {
      const list = await readHandovers(db.readPool, request.query.limit)
      return Promise.all(list.map((h) => handoverView(app, h, handovers.who(by(request), h))))
    },
  )
  app.get(
    '/api/handovers/:id',
    { ...roles(READERS), schema: { tags, params: HandoverParams, response: { 200: HandoverDetail } } },
    async (request) => {
      const h = await need(request.params.id)
      const handover = await handoverView(app, h, handovers.who(by(request), h))
      const entries = await entriesOf(h)
      return {
        handover,
        entries: entries.filter((e) => !e.automatic),
        people: (await app.shifts.people()).filter((p) => p.account !== h.outgoing.account),
      }
    },
  )
  app.get(
    '/api/handovers/:id/paper',
    { ...roles(READERS), schema: { tags, params: HandoverParams, querystring: PaperQuery } },
    async (request, reply) => {
      const h = await need(request.params.id)
      const view = await handoverView(app, h, handovers.who(by(request), h))
      const entries = await entriesOf(h)
      const simulated =
        view.items.some((i) => i.simulated) || entries.some((e) => e.snapshot?.simulated === true)
      const paper = handoverPaper(view, entries, { simulated, world: markLine(app.config.world) })
      const { format } = request.query
      reply.header('content-type', TYPES[format])
      reply.header('content-disposition', `attachment; filename="ban-giao-ca-${h.id}.${format}"`)
      return format === 'pdf' ? printPdf(paper) : printDocx(paper)
    },
  )
  app.post(
    '/api/handovers',
    { ...acting, schema: { tags, body: OpenHandover, response: { 201: HandoverView } } },
    async (request, reply) => {
      const { position, incoming } = request.body
      return reply.code(201).send(await handovers.open(by(request), position, incoming ?? null))
    },
  )
  app.post('/api/handovers/:id/refresh', { ...acting, schema: on }, async (request) =>
    handovers.refresh(by(request), request.params.id),
  )
  app.post(
    '/api/handovers/:id/incoming',
    { ...acting, schema: { ...on, body: NameIncoming } },
    async (request) => handovers.name(by(request), request.params.id, request.body.account),
  )
  app.post('/api/handovers/:id/check', { ...acting, schema: { ...on, body: CheckItem } }, async (request) => {
    const { item, remark } = request.body
    return handovers.check(by(request), request.params.id, item, remark)
  })
  app.post('/api/handovers/:id/return', { ...acting, schema: { ...on, body: WithReason } }, async (request) =>
    handovers.giveBack(by(request), request.params.id, request.body.reason.trim()),
  )
  app.post('/api/handovers/:id/sign', { ...acting, schema: { ...on, body: SignHandover } }, async (request) =>
    handovers.sign(by(request), request.params.id, request.body.password),
  )
  app.post(
    '/api/handovers/:id/withdraw',
    { ...acting, schema: { ...on, body: WithReason } },
    async (request) => handovers.withdraw(by(request), request.params.id, request.body.reason.trim()),
  )
  app.post(
    '/api/handovers/:id/relieve',
    { ...acting, schema: { ...on, body: RelieveHandover } },
    async (request) => {
      const { reason, password } = request.body
      return handovers.relieve(by(request), request.params.id, reason.trim(), password)
    },
  )
}
