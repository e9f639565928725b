import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Finding } from './finding.ts'
import type { Options } from './options.ts'

/** The Centre waits no longer and takes no more (its defaults). */
const WAIT_MS = 60_000
const MOST_BYTES = 16 * 2 ** 20

export type Payload = { body: Buffer; ending: string | null; contentType: string }
type Own = Pick<Options, 'source' | 'headers' | 'format'>

/** What one's own system gives, with what is to be said of how it gave it. No payload: the last finding says why. */
export async function readPayload(own: Own): Promise<{ payload: Payload | null; findings: Finding[] }> {
  try {
    if (/^https?:\/\//i.test(own.source)) return await fetched(own)
    const body = own.source === '-' ? await piped() : await readFile(own.source)
    const ending =
      own.format ?? (extname(own.source).slice(1).toLowerCase() || (own.source === '-' ? 'json' : null))
    return { payload: { body, ending, contentType: '' }, findings: sizeOf(body, 'READ', {}) }
  } catch (error) {
    const problem = error instanceof Error ? problemOf(error) : String(error)
    return {
      payload: null,
      findings: [{ level: 'fail', code: 'UNREADABLE', detail: { source: own.source, problem } }],
    }
  }
}

async function fetched({ source, headers, format }: Own) {
  const began = performance.now()
  const first = await ask(source, headers)
  const milliseconds = Math.round(performance.now() - began)
  if (first.status !== 200)
    return {
      payload: null,
      findings: [
        { level: 'fail', code: 'HTTP_STATUS', detail: { status: first.status } },
      ] satisfies Finding[],
    }
  const findings = sizeOf(first.body, 'FETCHED', { milliseconds })
  const { etag, modified } = first
  if (!etag && !modified) findings.push({ level: 'advice', code: 'NO_VALIDATOR', detail: {} })
  else {
    const known: Record<string, string> = etag
      ? { 'if-none-match': etag }
      : { 'if-modified-since': modified ?? '' }
    const again = await ask(source, { ...headers, ...known })
    if (again.status === 304) findings.push({ level: 'pass', code: 'SAYS_UNCHANGED', detail: {} })
    else if (again.body.equals(first.body))
      findings.push({ level: 'advice', code: 'VALIDATOR_IGNORED', detail: {} })
  }
  const ending = format ?? (extname(new URL(source).pathname).slice(1).toLowerCase() || null)
  return {
    payload: {
      body: first.body,
      ending: first.contentType && !format ? null : ending,
      contentType: first.contentType,
    },
    findings,
  }
}

async function ask(url: string, headers: Record<string, string>) {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(WAIT_MS) })
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    parts.push(Buffer.from(part))
    bytes += part.length
    if (bytes > MOST_BYTES) break // said by its size, whatever else would come
  }
  return {
    status: response.status,
    body: Buffer.concat(parts),
    etag: response.headers.get('etag'),
    modified: response.headers.get('last-modified'),
    contentType: response.headers.get('content-type') ?? '',
  }
}

async function piped(): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

function sizeOf(body: Buffer, code: 'READ' | 'FETCHED', detail: Record<string, number>): Finding[] {
  if (body.length > MOST_BYTES)
    return [{ level: 'fail', code: 'TOO_LARGE', detail: { bytes: body.length, limit: MOST_BYTES } }]
  return [{ level: 'pass', code, detail: { bytes: body.length, ...detail } }]
}

/** What fetch hides behind "fetch failed". */
const problemOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
