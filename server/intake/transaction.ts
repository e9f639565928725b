import pg from 'pg'

/**
 * As the database room's, for a connection that sends without waiting (`pipeline`): `work` may send its first statements
 * together with the beginning. Rolls back and rethrows on any error, and drops a connection that broke.
 */
export async function transaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, begun: Promise<unknown>) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const result = await work(client, client.query('begin'))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((e: Error) => {
      broken = e
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * What is written finds its rows by index. A plan that was made while a table was still empty would read all of it, and
 * would be kept until the table is analysed.
 */
const PLANS =
  'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set plan_cache_mode = force_generic_plan'

/** Connections of their own to the same database, which send a statement before the reply to the one before has come. */
export function pipelined(pool: pg.Pool): pg.Pool {
  const { password } = pool.options // not among those that are copied
  const own = new pg.Pool({
    ...pool.options,
    ...(password === undefined ? {} : { password }),
    application_name: 'trong-dong-intake',
    max: 1,
    pipeline: true,
  })
  // A connection that breaks says so by its query and again as an event; unheard, the event ends the process.
  own.on('error', () => {})
  own.on('connect', (client) => {
    client.on('error', () => {})
    client.query(PLANS).catch(() => {}) // the statement after it says what is wrong
  })
  return own
}
