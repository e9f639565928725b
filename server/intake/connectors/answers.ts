import type { PullSettings } from '../../../shared/api/connectors.ts'
import { type Ask, type Fetched, fetchBounded } from './fetch.ts'
import type { Bookmark } from './store.ts'
import { FetchError } from './types.ts'

type Way = {
  settings: PullSettings
  /** By what the answer will be read. */
  reading: string
  /** Values of the secret headers, by name. */
  secrets: Record<string, string>
  limit: number
  signal: AbortSignal
}

/** The address of the next look: with the cursor the last answer gave, while it is the same source. */
export function addressOf(settings: PullSettings, bookmark: Bookmark): string {
  const url = new URL(settings.url)
  if (settings.cursor && bookmark.cursor !== undefined && bookmark.base === settings.url)
    url.searchParams.set(settings.cursor.parameter, bookmark.cursor)
  return url.href
}

/**
 * Asks once. A 304 only comes when we said what we have; every other status than 200 throws BAD_STATUS.
 * Throws SECRET_MISSING and what fetchBounded throws.
 */
export async function ask(
  { settings, reading, secrets, limit, signal }: Way,
  bookmark: Bookmark,
): Promise<Fetched> {
  for (const name of settings.secretHeaders)
    if (secrets[name] === undefined) throw new FetchError('SECRET_MISSING', { header: name })
  const url = addressOf(settings, bookmark)
  // What was read otherwise is asked for whole: the source would say that nothing changed, and it would never be read anew.
  const known = bookmark.url === url && bookmark.reading === reading
  const headers = {
    ...settings.headers,
    ...(known && bookmark.etag ? { 'if-none-match': bookmark.etag } : {}),
    ...(known && bookmark.lastModified ? { 'if-modified-since': bookmark.lastModified } : {}),
  }
  const wish: Ask = {
    url,
    headers,
    secretHeaders: Object.fromEntries(settings.secretHeaders.map((name) => [name, secrets[name] ?? ''])),
    allowPrivate: settings.allowPrivate,
    connectSeconds: settings.connectSeconds,
    totalSeconds: settings.totalSeconds,
    limit,
    signal,
  }
  const answer = await fetchBounded(wish)
  if (answer.status === 200 || (answer.status === 304 && known)) return answer
  const after = Number(answer.headers['retry-after'])
  throw new FetchError('BAD_STATUS', {
    status: answer.status,
    ...(Number.isFinite(after) && after > 0 ? { retryAfter: Math.min(after, 3600) } : {}),
  })
}

/** What to remember once this answer is written. Throws NO_CURSOR when the settings name one and it is not there. */
export function bookmarkAfter(
  { settings, reading }: Pick<Way, 'settings' | 'reading'>,
  before: Bookmark,
  answer: Fetched,
): Bookmark {
  const cursor = settings.cursor ? cursorIn(answer.body, settings.cursor.pointer) : null
  const { etag } = answer.headers
  const lastModified = answer.headers['last-modified']
  const { contactAt, deliveryAt } = before
  return {
    ...(contactAt === undefined ? {} : { contactAt }),
    ...(deliveryAt === undefined ? {} : { deliveryAt }),
    base: settings.url,
    url: addressOf(settings, before),
    reading,
    ...(etag ? { etag } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(cursor === null ? (before.base === settings.url ? pick(before) : {}) : { cursor }),
  }
}

const pick = ({ cursor }: Bookmark) => (cursor === undefined ? {} : { cursor })

/** The text or number at a JSON pointer; null when the source says there is none (null). Throws NO_CURSOR. */
export function cursorIn(body: Buffer, pointer: string): string | null {
  const missing = new FetchError('NO_CURSOR', { pointer })
  let at: unknown
  try {
    at = JSON.parse(body.toString('utf8'))
  } catch {
    throw missing
  }
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) throw missing
    at = Object.entries(at).find(([key]) => key === name)?.[1]
  }
  if (at === null) return null
  if (typeof at === 'string' && at.length <= 2_000) return at
  if (typeof at === 'number') return String(at)
  throw missing
}
