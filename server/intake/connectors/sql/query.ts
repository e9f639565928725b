import { stringify } from 'csv-stringify/sync'
import pg from 'pg'
import type { SqlSettings } from '../../../../shared/api/connectors.ts'
import { addressFor } from '../reach.ts'
import { FetchError } from '../types.ts'

export type Page = {
  /** A header and the rows, as CSV; null = not one row. */
  body: Buffer | null
  rows: number
  /** The last row's watermark; null = there is none, or no row. */
  watermark: string | null
  /** There may be more behind it. */
  full: boolean
}
type Access = { settings: SqlSettings; password: string | undefined; signal: AbortSignal }

const TIMESTAMPTZ = 1184
/** Every value as the database writes it, nothing lost on the way to the reader; an instant (UTC here) in ISO 8601. */
const AS_TEXT = {
  getTypeParser: (oid: number) => (text: string | Buffer) =>
    oid === TIMESTAMPTZ ? text.toString().replace(' ', 'T').replace(/\+00$/, 'Z') : text.toString(),
}
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/**
 * Runs `work` on a connection that can only read. Throws SECRET_MISSING, NAME_UNKNOWN, ADDRESS_REFUSED, CONNECT_FAILED,
 * TLS_FAILED, SIGN_IN_REFUSED, TIMEOUT, QUERY_WRITES, QUERY_FAILED, CUT_OFF.
 */
export async function reading<T>(
  { settings, password, signal }: Access,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  if (password === undefined) throw new FetchError('SECRET_MISSING', { secret: 'password' })
  const { host, port, database, user, tls, statementSeconds } = settings
  const client = new pg.Client({
    host: await addressFor(host, settings.allowPrivate),
    ...{ port, database, user, password, types: AS_TEXT, application_name: 'trong-dong' },
    ssl: tls === 'off' ? false : { servername: host, rejectUnauthorized: tls === 'verify' },
    connectionTimeoutMillis: 10_000,
    // The server is asked to stop first; one that does not answer any more is left.
    query_timeout: (statementSeconds + 5) * 1_000,
  })
  client.on('error', () => {}) // the statement under way says so itself
  const stop = () => void client.end().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    await client.query('begin transaction isolation level repeatable read read only')
    await client.query(
      `set local statement_timeout = ${statementSeconds * 1_000}; set local timezone = 'UTC'; set local datestyle = 'ISO'`,
    )
    return await work(client)
  } catch (error) {
    throw asFetchError(error, statementSeconds)
  } finally {
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => {})
  }
}

/** One page of the query after a watermark. Throws NO_WATERMARK, TOO_MANY_ROWS, WATERMARK_STUCK, and a failed query's error. */
export async function readPage(
  client: pg.Client,
  { query, watermark, rowsLimit }: SqlSettings,
  after: string | null,
): Promise<Page> {
  const inner = query.trim().replace(/;\s*$/, '')
  const order = watermark ? ` order by ${quoted(watermark.column)}` : ''
  // In brackets it can be one SELECT only, and one row more than allowed says that there are more.
  const { fields, rows } = await client.query<string[]>({
    text: `select * from (${inner}\n) as source_rows${order} limit ${rowsLimit + 1}`,
    ...(watermark && /\$1\b/.test(inner) ? { values: [after ?? watermark.start] } : {}),
    rowMode: 'array',
  })
  const full = rows.length > rowsLimit
  if (full && !watermark) throw new FetchError('TOO_MANY_ROWS', { limit: rowsLimit })
  const kept = full ? rows.slice(0, rowsLimit) : rows
  let last: string | null = null
  if (watermark) {
    const at = fields.findIndex((f) => f.name === watermark.column)
    if (at < 0 || kept.some((r) => r[at] === null))
      throw new FetchError('NO_WATERMARK', { column: watermark.column })
    last = kept.at(-1)?.[at] ?? null
    if (full && last === after) throw new FetchError('WATERMARK_STUCK', { limit: rowsLimit, watermark: last })
  }
  const head = fields.map((f) => f.name)
  const body = kept.length ? Buffer.from(stringify([head, ...kept])) : null
  return { body, rows: kept.length, watermark: last, full }
}

function asFetchError(error: unknown, seconds: number): unknown {
  if (!(error instanceof Error) || error instanceof FetchError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const problem = error.message.slice(0, 500)
  if (code === '57014' || /timeout/i.test(problem)) return new FetchError('TIMEOUT', { seconds })
  if (code === '25006') return new FetchError('QUERY_WRITES', { problem })
  if (/^28/.test(code)) return new FetchError('SIGN_IN_REFUSED', { problem })
  if (/^(3D|42501)/.test(code)) return new FetchError('QUERY_FAILED', { sqlState: code, problem })
  if (/^(57P|08)/.test(code) || code === 'ECONNRESET' || /terminated|ended/i.test(problem))
    return new FetchError('CUT_OFF', { problem })
  if (/^[0-9A-Z]{5}$/.test(code)) return new FetchError('QUERY_FAILED', { sqlState: code, problem })
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code) || /SSL|TLS/.test(problem))
    return new FetchError('TLS_FAILED', { problem })
  return new FetchError('CONNECT_FAILED', { problem: code || problem })
}
