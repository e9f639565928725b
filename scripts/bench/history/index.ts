// Charts and as-of reads of a year: from roll-ups against the rows, on a PostgreSQL of its own that is deleted afterwards.
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../../server/db/embedded/index.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { bucketsFor } from '../../../server/history/series/ladder.ts'
import { readBuckets } from '../../../server/history/series/store.ts'
import { readAsOf } from '../../../server/history/store.ts'
import { median } from '../median.ts'
import type { Context, Part } from '../part.ts'
import { fill, rollUp } from './fill.ts'

const DEFAULT_ROWS = 5_000_000
const FULL_ROWS = 100_000_000
/** A row with its indexes, and as much again for the roll-ups and the log of writing. */
const BYTES_A_ROW = 330
const PIXELS = 1_000
const MANY = 1_000
const TRIES = 7
const SECONDS_OF_A_YEAR = 31_536_000

async function timed(work: (n: number) => Promise<unknown>, tries = TRIES): Promise<number> {
  const list: number[] = []
  for (let n = 0; n <= tries; n++) {
    const began = performance.now()
    await work(n)
    if (n > 0) list.push(performance.now() - began) // the first warms up
  }
  return median(list)
}

/** The same chart by plain SQL over the rows. */
const fromRows = (pool: pg.Pool, series: number, { from, to, bucketMs }: ReturnType<typeof bucketsFor>) =>
  pool.query(
    `select floor(date_part('epoch', valid_from) * 1000 / $4) b, min(value), max(value), count(*),
       (array_agg(value order by valid_from desc))[1] from observation
     where series_id = $1 and valid_to >= $2 and valid_to < $3 group by 1`,
    [series, new Date(from), new Date(to), bucketMs],
  )

async function measure(ctx: Context, pool: pg.Pool): Promise<void> {
  const rows = ctx.full ? FULL_ROWS : DEFAULT_ROWS
  // One series of one-second data takes a third of the rows that --full has; by default as many as fit.
  const ofOne = Math.min(SECONDS_OF_A_YEAR, Math.floor(rows * 0.4))
  const to = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 1)
  let began = performance.now()
  const one = await fill(pool, 1, { series: 1, rows: ofOne, to })
  const many = await fill(pool, 1_000, { series: MANY, rows: rows - one.rows, to })
  const total = one.rows + many.rows
  ctx.say(`${total.toLocaleString('en')} rows made in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  began = performance.now()
  const rolled = await rollUp(pool)
  ctx.figure({
    case: `${total} rows`,
    what: 'roll-up, rows a second',
    value: total / (rolled / 1000),
    unit: 'rows/s',
  })
  await pool.query('vacuum analyze observation')
  await pool.query('vacuum analyze rollup_minute, rollup_hour, rollup_day')

  const year = bucketsFor(one.from, one.to, PIXELS)
  const chart = await timed(() => readBuckets(pool, 1, year, undefined))
  const raw = await timed(() => fromRows(pool, 1, year), ctx.full ? 1 : 3)
  ctx.figure({
    ...{
      case: `a year of one series, ${one.rows} rows, ${PIXELS} pixels`,
      what: 'chart',
      value: chart,
      unit: 'ms',
    },
    ...{ rival: 'the same from the rows', rivalValue: raw, goal: '< 200 ms', reached: chart < 200 },
  })
  for (const [name, length] of [
    ['a week', 7 * 86_400_000],
    ['an hour', 3_600_000],
  ] as const) {
    const value = await timed((n) => {
      const from = one.from + Math.floor(((n + 0.5) / (TRIES + 1)) * (one.to - one.from - length))
      return readBuckets(pool, 1, bucketsFor(from, from + length, PIXELS), undefined)
    })
    ctx.figure({
      case: `${name} of it`,
      what: 'chart',
      value,
      unit: 'ms',
      goal: '< 200 ms',
      reached: value < 200,
    })
  }
  for (const count of [200, MANY]) {
    const ids = Array.from({ length: count }, (_, i) => 1_000 + i)
    const value = await timed((n) => {
      // Another moment each time, so that nothing is read twice from memory.
      const at = many.from + Math.floor(((n + 0.37) / (TRIES + 1)) * (many.to - many.from))
      return readAsOf(pool, ids, { at, knownAt: at })
    })
    ctx.figure({
      ...{ case: `${count} series at a moment of the year`, what: 'state as known then', value, unit: 'ms' },
      ...{ goal: '< 2,000 ms', reached: value < 2_000 },
    })
  }
}

export const part: Part = {
  name: 'history',
  about: 'charts of a year from roll-ups and states as of a moment, against the rows themselves',
  async run(ctx) {
    const rows = ctx.full ? FULL_ROWS : DEFAULT_ROWS
    const { bavail, bsize } = await statfs(tmpdir())
    if (bavail * bsize < rows * BYTES_A_ROW * 1.5)
      return ctx.absent('history', `${tmpdir()} has too little room for ${rows} rows`)
    const folder = await mkdtemp(join(tmpdir(), 'td-bench-history-'))
    const silent = { info() {}, warn() {}, error() {}, debug() {} }
    const database = await startEmbedded({ dataDir: join(folder, 'pg'), log: silent })
    const pool = new pg.Pool({ ...database.connection, max: 2, options: '-c synchronous_commit=off' })
    pool.on('error', () => {})
    try {
      await migrate(pool)
      await pool.query(
        `insert into unit (code, kind, valid_from) values ('X', 'nation', '1945-09-02');
         insert into connection (id, agency_id, name_vi, name_en, connector) select 'BENCH', id, 'B', 'B', 'hand' from unit;
         insert into contract (connection_id, version, period, grace_seconds, expiry_seconds) values ('BENCH', 1, 'PT1S', 1, 1)`,
      )
      await measure(ctx, pool)
    } finally {
      await pool.end()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}
