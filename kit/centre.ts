import type { ConformanceView } from '../shared/api/conformance.ts'
import type { Finding } from './finding.ts'
import type { Options } from './options.ts'
import type { Payload } from './payload.ts'

type Words = { vi: string; en: string }
const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && 'vi' in value && 'en' in value

/** What the Centre says of a payload, or why it says nothing. */
export async function askCentre(
  { centre, connection, key }: Pick<Options, 'centre' | 'connection' | 'key'>,
  { body, ending, contentType }: Payload,
): Promise<ConformanceView | Finding> {
  const url = new URL(`/api/connections/${encodeURIComponent(connection)}/conformance`, centre)
  if (ending) url.searchParams.set('file', `payload.${ending}`)
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': contentType || 'application/octet-stream' },
      body: new Uint8Array(body),
      redirect: 'error', // a key goes only where it was meant to go
      signal: AbortSignal.timeout(120_000),
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { level: 'fail', code: 'CENTRE_AWAY', detail: { centre: url.origin, problem: cause } }
  }
  const text = await response.text()
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return {
      level: 'fail',
      code: 'CENTRE_AWAY',
      detail: { centre: url.origin, problem: `HTTP ${response.status}` },
    }
  }
  if (response.ok) return said as ConformanceView // the server's own schema serialised it
  const { code, message, detail } = said as { code?: unknown; message?: unknown; detail?: unknown }
  return {
    level: 'fail',
    code: 'CENTRE_REFUSED',
    detail: { status: response.status, code, words: isWords(message) ? message : null, detail },
  }
}
