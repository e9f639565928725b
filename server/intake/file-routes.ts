import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { AnswerView, MappingInput, PreviewView } from '../../shared/api/intake.ts'
import { RequestError } from '../../shared/refusal.ts'
import { actor } from '../access/index.ts'
import { dayOf } from '../catalogue/index.ts'
import { type FileInput, fileConnectionId } from './files/index.ts'

const ROLES = ['administrator', 'duty', 'agency'] as const
const KNOWN = new Set(['connection', 'agency', 'mapping'])

/** Looking at a file and taking it in. Form fields: file; connection or agency; mapping (JSON), absent = as recognised. */
export const fileRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { bodyLimit } = app.config
  await app.register(multipart, {
    limits: { fileSize: bodyLimit, files: 1, fields: 5, fieldSize: 1 << 20, parts: 6 },
  })
  const route = {
    config: { scope: `role:${ROLES.join(',')}` },
    preHandler: app.require(...ROLES),
    bodyLimit: bodyLimit + (2 << 20),
  } as const

  const account = (request: FastifyRequest) => {
    const p = app.access.principal(request)
    if (p?.kind !== 'account') throw new RequestError('UNAUTHENTICATED')
    return p
  }

  /** What was asked, within the scope of who asks: everyone imports for the own unit and those below it. */
  const scoped = async (request: FastifyRequest): Promise<FileInput> => {
    const who = account(request)
    const sent = await readForm(request, bodyLimit)
    const form = { ...sent, body: app.ofThisWorld(sent.name, sent.body) }
    const now = app.catalogue.now()
    const own = now.unitById(who.unitId)
    const input: FileInput = {
      ...form,
      ...(form.connectionId ? {} : { agencyCode: form.agencyCode ?? own?.code ?? '' }),
    }
    const today = dayOf(Date.now())
    const agencyId =
      app.intake.connections.get(input.connectionId ?? fileConnectionId(input.agencyCode))?.agencyId ??
      now.unitOn(input.agencyCode ?? '', today)?.id
    if (agencyId === undefined)
      throw new RequestError('NOT_FOUND', {
        connection: input.connectionId ?? null,
        agency: input.agencyCode ?? null,
      })
    if (!app.access.visibleUnit(who, agencyId)) throw new RequestError('FORBIDDEN')
    const creates = Object.values(input.mapping?.items ?? {}).some((c) => c && 'create' in c)
    // An indicator is the whole country's.
    if (creates && (who.role === 'agency' || !app.access.visibleUnit(who, now.nation().id)))
      throw new RequestError('FORBIDDEN', { field: 'mapping.items', problem: 'create' })
    return input
  }

  app.post(
    '/api/files/preview',
    {
      ...route,
      schema: { tags: ['intake'], consumes: ['multipart/form-data'], response: { 200: PreviewView } },
    },
    async (request) => app.intake.files.preview(await scoped(request)),
  )
  app.post(
    '/api/files/import',
    {
      ...route,
      schema: {
        tags: ['intake'],
        consumes: ['multipart/form-data'],
        response: {
          200: Type.Object({
            answer: AnswerView,
            created: Type.Array(Type.String()),
            connection: Type.String(),
            mapping: Type.Union([MappingInput, Type.Null()]),
          }),
        },
      },
    },
    async (request) => {
      const { username } = account(request)
      const result = await app.intake.files.import(await scoped(request), actor(request), username)
      if (!result.answer.repeated)
        await app.audit.record({
          actor: actor(request),
          action: 'file.imported',
          subject: `connection:${result.connection}`,
          detail: {
            message: result.answer.message,
            accepted: result.answer.accepted,
            created: result.created,
          },
        })
      return result
    },
  )
}

async function readForm(request: FastifyRequest, limit: number): Promise<FileInput> {
  if (!request.isMultipart()) throw new RequestError('UNKNOWN_TYPE', { known: ['multipart/form-data'] })
  const fields = new Map<string, string>()
  let file: { name: string; body: Buffer } | null = null
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') file = { name: part.filename || 'file', body: await part.toBuffer() }
      else if (KNOWN.has(part.fieldname) && typeof part.value === 'string')
        fields.set(part.fieldname, part.value)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      throw new RequestError('TOO_LARGE', { limit })
    throw new RequestError('BAD_BODY', { problem: error instanceof Error ? error.message : '' })
  }
  if (!file?.body.length)
    throw new RequestError('BAD_REQUEST', { field: 'file', problem: 'a file is expected' })
  const mapping = fields.get('mapping')
  const connectionId = fields.get('connection')
  const agencyCode = fields.get('agency')
  return {
    ...file,
    ...(connectionId ? { connectionId } : {}),
    ...(agencyCode ? { agencyCode } : {}),
    ...(mapping ? { mapping: parseMapping(mapping) } : {}),
  }
}

function parseMapping(text: string): MappingInput {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RequestError('BAD_REQUEST', { field: 'mapping', problem: 'not JSON' })
  }
  if (Value.Check(MappingInput, value)) return value
  const [first] = Value.Errors(MappingInput, value)
  throw new RequestError('BAD_REQUEST', {
    field: `mapping${first?.instancePath ?? ''}`,
    problem: first?.message ?? '',
  })
}
