import { connect } from 'node:net'
import mysql, { type Connection, type FieldPacket, type RowDataPacket } from 'mysql2/promise'
import { FetchError } from '../types.ts'
import type { Dialect, Reader } from './dialect.ts'
import { withValue } from './placeholder.ts'

/** Types by their number in the protocol. */
const [TIMESTAMP, BIT] = [7, 16]
const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
const WRITING =
  /\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|ALTER|CREATE|TRIGGER|EVENT|FILE|SUPER|GRANT OPTION|DELETE HISTORY)\b/

/** An instant without its zone, which is UTC in this session; 0000-00-00 stays what it is and is refused as no time. */
const instant = (text: string) => (text.startsWith('0000') ? text : `${text.replace(' ', 'T')}Z`)
/** Bits as the number they are. */
const bits = (bytes: Buffer) => BigInt(`0x0${bytes.toString('hex')}`).toString()

function reader(connection: Connection, seconds: number): Reader {
  let types: (number | undefined)[] = []
  const query = async (sql: string) => {
    // As bytes: nothing passes through a number or a date of this program, and the connection speaks UTF-8.
    const options = { sql, rowsAsArray: true, typeCast: false, timeout: (seconds + 5) * 1_000 } as const
    const [rows, fields] = (await connection.query<RowDataPacket[]>(options)) as unknown as [
      (Buffer | null)[][],
      FieldPacket[],
    ]
    types = fields.map((f) => f.columnType)
    const text = (value: Buffer | null, i: number) =>
      value === null ? null : types[i] === BIT ? bits(value) : value.toString()
    return { names: fields.map((f) => f.name), rows: rows.map((row) => row.map(text)) }
  }
  return {
    select: (sql, order, after, limit) =>
      query(
        `select * from (${withValue(sql, after === null ? null : mysql.escape(after))}\n) as source_rows${order ? ` order by ${quoted(order)}` : ''} limit ${limit}`,
      ),
    written: (column, value) => (types[column] === TIMESTAMP ? instant(value) : value),
    async mayWrite() {
      const { rows } = await query('show grants for current_user()')
      return rows.some(([grant]) => WRITING.test(grant?.split(/ ON /)[0] ?? ''))
    },
  }
}

/** MySQL 8 and MariaDB. */
export const mysqlDialect: Dialect = {
  async reading({ settings, password, address, signal }, work) {
    const { host, port, database, user, tls, statementSeconds } = settings
    let connection: Connection | undefined
    const stop = () => connection?.destroy()
    signal.addEventListener('abort', stop, { once: true })
    try {
      connection = await mysql.createConnection({
        ...{ host, port, user, password, database, charset: 'utf8mb4_general_ci', connectTimeout: 10_000 },
        // The name is for the certificate; the way goes to the address that was looked at.
        stream: () => connect({ host: address, port }),
        ...(tls === 'off'
          ? {}
          : { ssl: { rejectUnauthorized: tls === 'verify', verifyIdentity: tls === 'verify' } }),
        flags: ['-LOCAL_FILES'],
        multipleStatements: false,
        enableCleartextPlugin: false,
      })
      connection.on('error', () => {}) // the statement under way says so itself
      signal.throwIfAborted()
      await prepare(connection, statementSeconds)
      return await work(reader(connection, statementSeconds))
    } catch (error) {
      throw asFetchError(error, statementSeconds)
    } finally {
      signal.removeEventListener('abort', stop)
      // A connection whose statement runs is not waited for.
      connection?.destroy()
    }
  },
}

async function prepare(connection: Connection, seconds: number): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>('select version() as version')
  const maria = /mariadb/i.test(String(rows[0]?.version))
  // In this mode a backslash escapes and double quotes are a string's: what `withValue` and `escape` go by.
  for (const statement of [
    "set session sql_mode = 'STRICT_TRANS_TABLES', session time_zone = '+00:00'",
    maria
      ? `set session max_statement_time = ${seconds}`
      : `set session max_execution_time = ${seconds * 1_000}`,
    'set session transaction isolation level repeatable read',
    'start transaction with consistent snapshot, read only',
  ])
    await connection.query(statement)
}

/** Numbers of the server's errors. */
const TIMED_OUT = new Set([1969, 3024])
const NOT_LET_IN = new Set([1045, 1251, 1698, 1862, 3118])
const ENDED = new Set([1053, 1152, 1184, 1317, 1927, 4031])
const READ_ONLY = 1792

function asFetchError(error: unknown, seconds: number): unknown {
  if (!(error instanceof Error) || error instanceof FetchError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0
  const problem = error.message.slice(0, 500)
  if (TIMED_OUT.has(number) || code === 'PROTOCOL_SEQUENCE_TIMEOUT')
    return new FetchError('TIMEOUT', { seconds })
  if (number === READ_ONLY) return new FetchError('QUERY_WRITES', { problem })
  if (NOT_LET_IN.has(number) || code.startsWith('AUTH_SWITCH'))
    return new FetchError('SIGN_IN_REFUSED', { problem })
  if (ENDED.has(number) || ['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE'].includes(code))
    return new FetchError('CUT_OFF', { problem })
  if (number >= 1_000)
    return new FetchError('QUERY_FAILED', {
      sqlState: 'sqlState' in error ? String(error.sqlState) : code,
      problem,
    })
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return new FetchError('TLS_FAILED', { problem })
  return new FetchError('CONNECT_FAILED', { problem: code || problem })
}
