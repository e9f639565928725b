import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { checkHost, guardedLookup } from '../../intake/index.ts'

export const TIMEOUT_MS = 5_000
type Ask = {
  url: string
  method: string
  headers: Record<string, string>
  body: string | Buffer | null
  inside: boolean
}

/**
 * One request, answered within 5 s from its beginning or given up; never followed elsewhere, never to an inner address
 * unless that is allowed. Resolves for any 2xx, rejects with what was wrong for all else.
 */
export function send({ url, method, headers, body, inside }: Ask): Promise<void> {
  return new Promise((resolve, reject) => {
    const to = new URL(url)
    checkHost(to.hostname, inside)
    const open = to.protocol === 'https:' ? requestHttps : requestHttp
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const request = open(to, {
      ...{ method, signal, agent: false, lookup: guardedLookup(inside) },
      headers: { 'user-agent': 'trong-dong', ...headers, ...length },
    })
    request.on('response', (answer) => {
      const { statusCode = 0 } = answer
      // What it says is not read: the status is the answer.
      answer.destroy()
      if (statusCode >= 200 && statusCode < 300) resolve()
      else reject(new Error(`HTTP ${statusCode}`))
    })
    request.on('error', (error) =>
      reject(signal.aborted ? new Error(`no answer within ${TIMEOUT_MS} ms`) : error),
    )
    request.end(body ?? undefined)
  })
}
