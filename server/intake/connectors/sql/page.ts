import { stringify } from 'csv-stringify/sync'
import type { SqlSettings } from '../../../../shared/api/connectors.ts'
import { addressFor } from '../reach.ts'
import { FetchError } from '../types.ts'
import type { Dialect, Reader } from './dialect.ts'
import { mysqlDialect } from './mysql.ts'
import { postgresql } from './postgresql.ts'

const DIALECTS: Record<NonNullable<SqlSettings['dialect']>, Dialect> = { postgresql, mysql: mysqlDialect }

export type Page = {
  /** A header and the rows, as CSV; null = not one row. */
  body: Buffer | null
  rows: number
  /** The last row's watermark; null = there is none, or no row. */
  watermark: string | null
  /** There may be more behind it. */
  full: boolean
}
type Reading = { settings: SqlSettings; password: string | undefined; signal: AbortSignal }

/** Runs `work` on a connection that can only read. Throws SECRET_MISSING, NAME_UNKNOWN, ADDRESS_REFUSED, and what the dialect throws. */
export async function reading<T>(
  { settings, password, signal }: Reading,
  work: (reader: Reader) => Promise<T>,
): Promise<T> {
  if (password === undefined) throw new FetchError('SECRET_MISSING', { secret: 'password' })
  const address = await addressFor(settings.host, settings.allowPrivate)
  return DIALECTS[settings.dialect ?? 'postgresql'].reading({ settings, password, address, signal }, work)
}

/** One page of the query after a watermark. Throws NO_WATERMARK, TOO_MANY_ROWS, WATERMARK_STUCK, and a failed query's error. */
export async function readPage(
  reader: Reader,
  { query, watermark, rowsLimit }: SqlSettings,
  after: string | null,
): Promise<Page> {
  const inner = query.trim().replace(/;\s*$/, '')
  const from = watermark && /\$1\b/.test(inner) ? (after ?? watermark.start) : null
  // One row more than allowed says that there are more.
  const { names, rows } = await reader.select(inner, watermark?.column ?? null, from, rowsLimit + 1)
  const full = rows.length > rowsLimit
  if (full && !watermark) throw new FetchError('TOO_MANY_ROWS', { limit: rowsLimit })
  const kept = full ? rows.slice(0, rowsLimit) : rows
  let last: string | null = null
  if (watermark) {
    const at = names.indexOf(watermark.column)
    if (at < 0 || kept.some((r) => r[at] === null))
      throw new FetchError('NO_WATERMARK', { column: watermark.column })
    last = kept.at(-1)?.[at] ?? null
    if (full && last === after) throw new FetchError('WATERMARK_STUCK', { limit: rowsLimit, watermark: last })
  }
  const written = kept.map((row) => row.map((value, i) => value && reader.written(i, value)))
  const body = kept.length ? Buffer.from(stringify([names, ...written])) : null
  return { body, rows: kept.length, watermark: last, full }
}
