import pg from 'pg'
import { FetchError } from '../types.ts'
import type { Dialect, Reader } from './dialect.ts'

const TIMESTAMPTZ = 1184
/** Every value as the database writes it, nothing lost on the way to the reader; an instant (UTC here) in ISO 8601. */
const AS_TEXT = {
  getTypeParser: (oid: number) => (text: string | Buffer) =>
    oid === TIMESTAMPTZ ? text.toString().replace(' ', 'T').replace(/\+00$/, 'Z') : text.toString(),
}
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const MAY_WRITE = `select (current_setting('is_superuser') = 'on' or exists (
  select from information_schema.role_table_grants
  where grantee = current_user and privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')))::text as "mayWrite"`

const reader = (client: pg.Client): Reader => ({
  async select(query, order, after, limit) {
    // In brackets it can be one SELECT only.
    const { fields, rows } = await client.query<string[]>({
      text: `select * from (${query}\n) as source_rows${order ? ` order by ${quoted(order)}` : ''} limit ${limit}`,
      ...(after === null ? {} : { values: [after] }),
      rowMode: 'array',
    })
    return { names: fields.map((f) => f.name), rows }
  },
  written: (_, value) => value,
  mayWrite: async () => (await client.query<{ mayWrite: string }>(MAY_WRITE)).rows[0]?.mayWrite === 'true',
})

export const postgresql: Dialect = {
  async reading({ settings, password, address, signal }, work) {
    const { host, port, database, user, tls, statementSeconds } = settings
    const client = new pg.Client({
      ...{ host: address, port, database, user, password, types: AS_TEXT, application_name: 'trong-dong' },
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
      return await work(reader(client))
    } catch (error) {
      throw asFetchError(error, statementSeconds)
    } finally {
      signal.removeEventListener('abort', stop)
      await client.end().catch(() => {})
    }
  },
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
