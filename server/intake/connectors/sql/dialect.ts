import type { SqlSettings } from '../../../../shared/api/connectors.ts'

/** What a query brought, every value as the database writes it. */
export type Table = { names: string[]; rows: (string | null)[][] }

/** A connection that can only read, in a snapshot of its own. */
export type Reader = {
  /**
   * Runs one SELECT, at most `limit` rows of it; `order`: by that column. `$1` in it stands for `after`.
   * Throws what the driver throws; `reading` names it.
   */
  select(query: string, order: string | null, after: string | null, limit: number): Promise<Table>
  /** What a value of that table is in the message: an instant in ISO 8601, all else as it is. */
  written(column: number, value: string): string
  /** Whether the role could change something: it ought to be able to read only. */
  mayWrite(): Promise<boolean>
}

export type Access = { settings: SqlSettings; password: string; address: string; signal: AbortSignal }

/** What differs between the databases that are read. */
export type Dialect = {
  /**
   * Runs `work` on a connection that can only read. Throws FetchError: CONNECT_FAILED, TLS_FAILED, SIGN_IN_REFUSED,
   * TIMEOUT, QUERY_WRITES, QUERY_FAILED, CUT_OFF.
   */
  reading<T>(access: Access, work: (reader: Reader) => Promise<T>): Promise<T>
}
