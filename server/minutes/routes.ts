import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { SessionParams } from '../../shared/api/bridge.ts'
import { MinutesApprove, MinutesReceived, MinutesSave, MinutesView } from '../../shared/api/minutes.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type Role, ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import type { Minutes } from './minutes.ts'

const tags = ['minutes']
const WRITERS: Role[] = ['leader', 'duty', 'administrator']
const READERS: Role[] = [...WRITERS, 'agency', 'auditor']
const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const

/** Minutes over HTTP: read, written, approved, taken as DOCX or PDF. */
export const minutesRoutes: FastifyPluginAsyncTypebox<{ minutes: Minutes }> = async (app, { minutes }) => {
  const roles = (list: Role[]) => ({
    config: { scope: `role:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const person = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('FORBIDDEN')
    return p
  }
  const by = (request: FastifyRequest) => ({ person: person(request), address: request.ip })
  const record = (request: FastifyRequest, id: string) => app.bridge.record(person(request), id)

  app.get(
    '/api/bridge/:id/minutes',
    { ...roles(READERS), schema: { tags, params: SessionParams, response: { 200: MinutesView } } },
    async (request) => {
      const of = await record(request, request.params.id)
      const view = await minutes.view(of)
      await minutes.opened(of, by(request), 'page')
      return view
    },
  )
  app.get(
    '/api/minutes/unopened',
    { ...roles(READERS), schema: { tags, response: { 200: Type.Array(MinutesReceived) } } },
    async (request) => minutes.unopened(person(request)),
  )
  app.post(
    '/api/bridge/:id/minutes',
    {
      ...roles(WRITERS),
      schema: { tags, params: SessionParams, body: MinutesSave, response: { 200: MinutesView } },
    },
    async (request) => {
      const of = await record(request, request.params.id)
      await minutes.save(by(request), of, request.body.text, request.body.after)
      return minutes.view(of)
    },
  )
  app.post(
    '/api/bridge/:id/minutes/approve',
    {
      ...roles(WRITERS),
      schema: { tags, params: SessionParams, body: MinutesApprove, response: { 200: MinutesView } },
    },
    async (request) => {
      const of = await record(request, request.params.id)
      await minutes.approve(by(request), of, request.body.version)
      return minutes.view(of)
    },
  )
  for (const kind of ['docx', 'pdf'] as const)
    app.get(
      `/api/bridge/:id/minutes.${kind}`,
      { ...roles(READERS), schema: { tags, params: SessionParams } },
      async (request, reply) => {
        const of = await record(request, request.params.id)
        await minutes.view(of) // refuses whom and when it would refuse to read
        await minutes.opened(of, by(request), kind)
        const day = new Date(of.session.openedAt + ZONE_OFFSET_MS).toISOString().slice(0, 10)
        return reply
          .type(TYPES[kind])
          .header('x-content-type-options', 'nosniff')
          .header('content-disposition', `attachment; filename="bien-ban-${day}-${of.session.id}.${kind}"`)
          .send(await minutes.file(of, kind))
      },
    )
}
