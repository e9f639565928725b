import fp from 'fastify-plugin'
import { RequestError } from '../shared/refusal.ts'

/** Every failure leaves as {code, message{vi,en}, detail}: what, where, what to do; never a stack trace. */
export const problems = fp(async (app) => {
  app.setErrorHandler((error: unknown, request, reply) => {
    const known = asRequestError(error)
    if (known) {
      if (known.status === 503 || known.status === 429) {
        const after = known.detail.retryAfter
        reply.header('retry-after', String(typeof after === 'number' ? after : 2))
      }
      return reply.code(known.status).send(known.body())
    }
    request.log.error({ error, url: request.routeOptions.url }, 'request failed')
    return reply.code(500).send({
      code: 'INTERNAL',
      message: { vi: 'Lỗi hệ thống, đã ghi lại', en: 'An internal error, recorded' },
      detail: { request: request.id },
    })
  })
})

/** What a failure is to whoever asked; null for one of our own. */
export function asRequestError(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error
  if (!(error instanceof Error)) return null
  const { code, statusCode, validation } = error as Error & {
    code?: string
    statusCode?: number
    validation?: { instancePath: string; message?: string }[]
  }
  if (validation)
    return new RequestError('BAD_REQUEST', {
      fields: validation.map((v) => ({ path: v.instancePath || '/', problem: v.message ?? '' })),
    })
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new RequestError('TOO_LARGE')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new RequestError('UNKNOWN_TYPE')
  if (statusCode === 429) return new RequestError('RATE_LIMITED')
  if (code && /^(ECONN|57P|08|53300|CONNECTION_)/.test(code)) return new RequestError('NOT_READY')
  if (
    /Connection terminated|timeout exceeded when trying to connect|server closed the connection/.test(
      error.message,
    )
  )
    return new RequestError('NOT_READY')
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new RequestError('BAD_REQUEST', { problem: error.message })
  return null
}
