import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../../server/db/migrate.ts'
import { beginOf, bucketsFor } from '../../../server/history/series/ladder.ts'
import { readBuckets } from '../../../server/history/series/store.ts'
import { prepare, put } from '../../fixtures/history/rows.ts'
import { freshDatabase } from '../../harness/fresh.ts'

const BASE = Date.UTC(2026, 9, 5)
const DAY = 86_400_000

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let pool: pg.Pool
beforeAll(async () => {
  fresh = await freshDatabase()
  pool = new pg.Pool({ connectionString: fresh.url, max: 2 })
  await migrate(pool)
  await prepare(pool, ['2026-10-01', '2026-11-01'])
})
afterAll(async () => {
  await pool?.end()
  await fresh?.drop()
})

let series = 0
let clock = BASE + 20 * DAY

/** By plain SQL over the rows: the newest revision of each time known by then, gathered into buckets. */
async function plain(id: number, from: number, to: number, width: number, known: number | undefined) {
  const { rows } = await pool.query<{ at: Date; value: number }>(
    `select o.valid_from as at, o.value from observation o where series_id = $1 and valid_from >= $2 and valid_from < $3
       and recorded_at <= $4 and not exists (select from observation n where n.series_id = o.series_id
         and n.valid_from = o.valid_from and n.recorded_at <= $4 and n.revision > o.revision) order by o.valid_from`,
    [id, new Date(from), new Date(to), new Date(known ?? 8e15)],
  )
  return [...Map.groupBy(rows, (r) => beginOf(r.at.getTime(), width))].map(([t, all]) => ({
    t,
    count: all.length,
    min: Math.min(...all.map((r) => r.value)),
    max: Math.max(...all.map((r) => r.value)),
    sum: all.reduce((sum, r) => sum + r.value, 0),
    first: all[0]?.value,
    firstAt: all[0]?.at.getTime(),
    last: all.at(-1)?.value,
    lastAt: all.at(-1)?.at.getTime(),
  }))
}

/** Minutes crowd together so that buckets are shared, and lie days apart so that hours and days are many. */
const time = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 150 }))
  .map(([day, hour, second]) => BASE + day * DAY + hour * 3_600_000 + second * 1_000)
const value = fc.integer({ min: -1_000, max: 1_000 })
const message = fc.uniqueArray(fc.record({ at: time, value }), {
  minLength: 1,
  maxLength: 12,
  selector: (r) => r.at,
})
const act = fc.oneof(
  { weight: 3, arbitrary: message.map((rows) => ({ rows })) },
  { weight: 1, arbitrary: fc.constant({ roll: true as const }) },
)
const question = fc.record({
  from: fc.integer({ min: -DAY, max: 9 * DAY }),
  length: fc.integer({ min: 1, max: 11 * DAY }),
  pixels: fc.constantFrom(2, 7, 50, 400, 4_000),
  /** How many messages were known; null = all. */
  known: fc.option(fc.integer({ min: 0, max: 12 })),
  before: fc.option(fc.integer({ min: 1, max: 9 * DAY })),
})

describe('roll-ups and the rows that are not in them yet', () => {
  it('together say what the rows say, for any inserts, corrections, late rows, range, width and knowledge', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 12 }),
        fc.array(question, { minLength: 1, maxLength: 4 }),
        async (acts, questions) => {
          const id = ++series
          const revisions = new Map<number, number>()
          const recorded: number[] = []
          for (const a of acts) {
            if ('roll' in a) {
              // A few rows at a step, so that the mark stands between messages too.
              await pool.query('select rollup_step(1)')
              continue
            }
            const rows = a.rows.map((r) => {
              const revision = (revisions.get(r.at) ?? -1) + 1
              revisions.set(r.at, revision)
              return { series: id, revision, ...r }
            })
            await put(pool, ++clock, rows)
            recorded.push(clock)
          }
          for (const q of questions) {
            const from = BASE + q.from
            const range = bucketsFor(from, from + q.length, q.pixels)
            const known =
              q.known === null ? undefined : (recorded[q.known - 1] ?? (q.known ? undefined : BASE))
            const before = q.before === null ? undefined : Math.min(range.from + q.before, range.to)
            const read = await readBuckets(
              pool,
              id,
              { ...range, ...(before === undefined ? {} : { before }) },
              known,
            )
            const shown = read.map(({ source: _, recordedAt: __, ...b }) => b)
            const end = before ?? range.to
            expect(shown).toEqual(await plain(id, range.from, end, range.bucketMs, known))
          }
        },
      ),
      { numRuns: 60 },
    )
  }, 180_000)

  it('take each message once, in steps, and say when nothing is left', async () => {
    for (;;) {
      const { rows } = await pool.query<{ n: string }>('select rollup_step(50) n')
      if (rows[0]?.n === '0') break
    }
    const { rows } = await pool.query<{ same: boolean }>(
      `select (select sum(count) from rollup_minute) = count(*) and (select sum(count) from rollup_day) = count(*) as same
       from (select distinct series_id, valid_from from observation) o`,
    )
    expect(rows[0]?.same).toBe(true)
  })
})
