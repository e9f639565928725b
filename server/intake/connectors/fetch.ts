import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { checkHost, guardedLookup } from './addresses.ts'
import { FetchError } from './types.ts'

export type Ask = {
  url: string
  headers: Record<string, string>
  /** Sent to the first address alone: a redirect to another origin does not get them. */
  secretHeaders: Record<string, string>
  allowPrivate: boolean
  connectSeconds: number
  totalSeconds: number
  /** Longest answer in bytes, as sent and unpacked. */
  limit: number
  signal: AbortSignal
}
export type Fetched = {
  status: number
  /** After redirects. */
  url: string
  headers: IncomingMessage['headers']
  /** The status line and the headers, as text; without cookies, which may be credentials. */
  head: string
  body: Buffer
}
const REDIRECTS = 5
const UNPACK: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** One GET, bounded in time, size and where it may go. Throws FetchError; the signal's reason when stopped. */
export async function fetchBounded(ask: Ask): Promise<Fetched> {
  const late = AbortSignal.timeout(ask.totalSeconds * 1000)
  const signal = AbortSignal.any([ask.signal, late])
  const first = new URL(ask.url)
  let url = first
  try {
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const secret = url.origin === first.origin ? ask.secretHeaders : {}
      const answer = await get(url, { ...ask.headers, ...secret }, ask, signal)
      const status = answer.statusCode ?? 0
      if (![301, 302, 303, 307, 308].includes(status)) {
        const body = status === 304 ? Buffer.alloc(0) : await read(answer, ask.limit, signal)
        if (status === 304) answer.destroy()
        return { status, url: url.href, headers: answer.headers, head: headOf(answer), body }
      }
      answer.destroy()
      url = redirected(url, answer.headers.location)
    }
  } catch (error) {
    if (late.aborted && !ask.signal.aborted) throw new FetchError('TIMEOUT', { seconds: ask.totalSeconds })
    throw error
  }
  throw new FetchError('BAD_REDIRECT', { redirects: REDIRECTS })
}

function redirected(from: URL, location: string | undefined): URL {
  const to = location && URL.canParse(location, from) ? new URL(location, from) : null
  if (!to || !/^https?:$/.test(to.protocol))
    throw new FetchError('BAD_REDIRECT', { location: location ?? null })
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new FetchError('BAD_REDIRECT', { location: to.origin, problem: 'from https to http' })
  return to
}

function get(
  url: URL,
  headers: Record<string, string>,
  ask: Ask,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  checkHost(url.hostname, ask.allowPrivate)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send(url, {
      headers: { 'user-agent': 'trong-dong', ...headers, 'accept-encoding': 'gzip, deflate, br' },
      lookup: guardedLookup(ask.allowPrivate),
      agent: false,
      signal,
    })
    const connecting = setTimeout(
      () => request.destroy(new FetchError('TIMEOUT', { step: 'connect', seconds: ask.connectSeconds })),
      ask.connectSeconds * 1000,
    )
    request.on('socket', (socket) =>
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting)),
    )
    request.on('close', () => clearTimeout(connecting))
    request.on('response', resolve)
    request.on('error', (error) => reject(asFetchError(error)))
    request.end()
  })
}

/** The body unpacked. What is sent and what comes out of it are both bounded, while they come. */
async function read(answer: IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  const encoding = answer.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const plain = encoding === 'identity' || encoding === ''
  const unpack = plain ? null : UNPACK[encoding]
  if (unpack === undefined) {
    answer.destroy()
    throw new FetchError('BAD_ANSWER', { encoding })
  }
  const stream = unpack ? unpack() : null
  const chunks: Buffer[] = []
  let [sent, bytes] = [0, 0]
  return new Promise<Buffer>((resolve, reject) => {
    const fail = (error: Error) => {
      reject(error) // first: what is cut here says so itself
      stream?.removeAllListeners('data')
      answer.destroy()
    }
    const tooLarge = () => fail(new FetchError('ANSWER_TOO_LARGE', { limit }))
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limit) return tooLarge()
      chunks.push(chunk)
    }
    signal.addEventListener('abort', () => fail(new Error('stopped')), { once: true })
    answer.on('error', (error) => fail(asFetchError(error)))
    answer.on('aborted', () => fail(new FetchError('CUT_OFF', { bytes: sent })))
    answer.on('data', (chunk: Buffer) => {
      sent += chunk.length
      if (sent > limit) tooLarge()
    })
    const last: NodeJS.ReadableStream = stream ? answer.pipe(stream) : answer
    last.on('data', take)
    last.on('error', (error: Error) =>
      fail(stream ? new FetchError('BAD_ANSWER', { encoding, problem: error.message }) : asFetchError(error)),
    )
    last.on('end', () => resolve(Buffer.concat(chunks)))
  })
}

function headOf(answer: IncomingMessage): string {
  const lines = [`HTTP/${answer.httpVersion} ${answer.statusCode} ${answer.statusMessage ?? ''}`]
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
    if (!/^set-cookie/i.test(answer.rawHeaders[i] ?? ''))
      lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

function asFetchError(error: Error): Error {
  if (error instanceof FetchError || error.name === 'AbortError') return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code.startsWith('HPE_')) return new FetchError('BAD_ANSWER', { problem: code })
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return new FetchError('TLS_FAILED', { problem: code })
  if (code === 'ECONNRESET' || code === 'EPIPE') return new FetchError('CUT_OFF', { problem: code })
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new FetchError('NAME_UNKNOWN', { problem: code })
  return new FetchError('CONNECT_FAILED', { problem: code || error.message })
}
