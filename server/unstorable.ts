import type { FastifyInstance } from 'fastify'
import { RequestError } from '../shared/refusal.ts'

/** NUL and half a surrogate pair: no database keeps them, and what is hashed before would not be what stands after. */
const bad = (text: string) => text.includes('\0') || !text.isWellFormed()

/** Where in a parsed body or address the first text is that no database keeps; null when there is none. Pure. */
export function unstorableAt(value: unknown, at = ''): string | null {
  if (typeof value === 'string') return bad(value) ? at : null
  if (Array.isArray(value)) {
    for (const [i, v] of value.entries()) {
      const found = unstorableAt(v, `${at}/${i}`)
      if (found !== null) return found
    }
    return null
  }
  // Only what was read as JSON or from an address: bytes and streams are judged by whoever decodes them.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null
  const proto: unknown = Object.getPrototypeOf(value)
  if (proto !== Object.prototype && proto !== null) return null
  for (const [key, v] of Object.entries(value)) {
    const found = bad(key) ? at : unstorableAt(v, `${at}/${key}`)
    if (found !== null) return found
  }
  return null
}

/** Refuses it before any room sees it: BAD_REQUEST with the field. */
export function refuseUnstorable(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const part of [params, query, typeof body === 'object' ? body : null]) {
      const found = unstorableAt(part)
      if (found !== null)
        throw new RequestError('BAD_REQUEST', { field: found.slice(1).toWellFormed(), reason: 'TEXT' })
    }
  })
}
