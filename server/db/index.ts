import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import fp from 'fastify-plugin'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type EmbeddedPostgres, endLeft, startEmbedded } from './embedded/index.ts'
import { migrate } from './migrate.ts'
import { saying } from './saying.ts'
import type { Database } from './schema.ts'

export { DataDirInUse, lockDataDir } from './lock.ts'
export type { Database } from './schema.ts'
export { storable, storableJson } from './storable.ts'
export { transaction } from './transaction.ts'

export type Db = {
  /** For writes and short reads. */
  pool: pg.Pool
  /** For history and exports: separate, so that no long read ever holds up a write; statements end after 10 s. */
  readPool: pg.Pool
  kysely: Kysely<Database>
  /** False while the database is down or recovering: writes are refused, not queued. */
  ready(): boolean
  onReadyChange(listener: (ready: boolean) => void): void
}

/** Ends the embedded database of another server's data folder that was killed and left it running. */
export const endLeftDatabase = (dataDir: string, log: FastifyBaseLogger): Promise<void> =>
  endLeft(join(dataDir, 'postgres'), {
    info: (m) => log.info(m),
    warn: (m) => log.warn(m),
    error: (m) => log.error(m),
  })

declare module 'fastify' {
  interface FastifyInstance {
    db: Db
  }
}

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => text) // message ids stay text: they may pass 2^53
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text) // a date is a day in Viet Nam, never an instant

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ v: string }>("select current_setting('server_version_num') v")
  const version = Number(rows[0]?.v)
  if (version < 150_000)
    throw new Error(`PostgreSQL 15 or newer is needed; this server is ${version / 10_000}`)
}

/** Months of observations are made ahead so that no write ever waits for one: this month and the next two. */
async function ensureMonths(pool: pg.Pool): Promise<void> {
  await pool.query(
    "select ensure_observation_month((date_trunc('month', now()) + make_interval(months => n))::date) from generate_series(-1, 2) n",
  )
}

export const db = fp(
  async (app) => {
    const { config, log } = app
    const listeners: ((ready: boolean) => void)[] = []
    let up = true
    let closing = false
    let watching: NodeJS.Timeout | undefined
    const set = (value: boolean) => {
      if (up === value) return
      up = value
      for (const listener of listeners) listener(value)
    }
    let embedded: EmbeddedPostgres | null = null
    const say = (line: string) => log.warn(line)
    if (!config.databaseUrl) {
      const coming = startEmbedded({
        dataDir: join(config.dataDir, 'postgres'),
        log: {
          info: (m) => log.info(m),
          warn: (m) => log.warn(m),
          error: (m) => log.error(m),
        },
        onDown: (reason) => {
          log.error({ reason }, 'database down')
          set(false)
        },
        onUp: () => {
          log.warn('database is back')
          set(true)
        },
      })
      embedded = await saying(
        coming,
        () => 'the database comes up (after a crash it reads its log first)',
        say,
      )
    }
    const where: pg.PoolConfig = embedded
      ? embedded.connection
      : { connectionString: config.databaseUrl ?? '' }
    // An exercise shares its machine with the real world, to which it gives way.
    const connectionTimeoutMillis = config.world.kind === 'exercise' ? 30_000 : 5_000
    const base: pg.PoolConfig = { ...where, connectionTimeoutMillis, keepAlive: true }
    const pool = new pg.Pool({ ...base, max: 12, application_name: 'trong-dong' })
    const readPool = new pg.Pool({
      ...base,
      max: 6,
      application_name: 'trong-dong-read',
      statement_timeout: 10_000,
    })
    // A pool without this listener ends the process when an idle connection breaks.
    for (const p of [pool, readPool]) {
      p.on('error', (error) => {
        if (!closing) log.warn({ error: error.message }, 'database connection lost')
      })
      // Nor may one that breaks in the middle of a transaction: whoever holds it gets the error with his query.
      p.on('connect', (client) => client.on('error', () => {}))
    }
    const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })

    await checkVersion(pool)
    let file = 'waits for its turn'
    const migrated = migrate(pool, (next) => {
      file = next
    })
    const applied = await saying(migrated, () => `the database is migrated: ${file}`, say)
    if (applied.length) log.info({ applied }, 'database migrated')
    await ensureMonths(pool)
    const months = setInterval(
      () => ensureMonths(pool).catch((error) => log.error(error, 'partitions')),
      6 * 3600_000,
    )
    months.unref()
    // The embedded server tells us when it goes; of an outside one we ask.
    if (!embedded) {
      watching = setInterval(() => {
        pool.query('select 1').then(
          () => set(true),
          () => set(false),
        )
      }, 2_000)
      watching.unref()
    }
    app.decorate('db', {
      pool,
      readPool,
      kysely,
      ready: () => up,
      onReadyChange: (listener) => {
        listeners.push(listener)
      },
    })
    app.addHook('onClose', async () => {
      closing = true
      clearInterval(months)
      clearInterval(watching)
      await Promise.all([pool.end(), readPool.end()])
      await embedded?.stop()
    })
  },
  { name: 'db' },
)
