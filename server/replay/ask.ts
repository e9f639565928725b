import type pg from 'pg'
import { RequestError } from '../../shared/refusal.ts'

/** Throws TOO_LONG when the statement took longer than it may, NOT_READY when no connection is to be had. */
export async function ask<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  try {
    return (await pool.query<R>(text, values)).rows
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === '57014') throw new RequestError('TOO_LONG')
    if (typeof code === 'string' && !/^(08|57P|ECONN|ENOENT|EPIPE)/.test(code)) throw error
    throw new RequestError('NOT_READY')
  }
}
