import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../../server/db/migrate.ts'
import { readNewestBefore, readPage, readPeriod, readPoints } from '../../../server/history/store.ts'
import { freshDatabase } from '../../harness/fresh.ts'

const month = (n: number) => Date.UTC(2026, n - 1, 1) - 7 * 3_600_000
/** When the first values were recorded; later ones by the day. */
const KNOWN = Date.UTC(2026, 9, 1)
const DAY = 86_400_000

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let pool: pg.Pool
beforeAll(async () => {
  fresh = await freshDatabase()
  pool = new pg.Pool({ connectionString: fresh.url })
  await migrate(pool)
  await pool.query("select ensure_observation_month('2026-10-01')")
  const put = (series: number, n: number, value: number, revision: number, recorded: number) =>
    pool.query(
      `insert into observation (series_id, valid_from, valid_to, period, value, status, entry, simulated, revision,
         recorded_at, message_id, row_no) values ($1, $2, $3, $4, $5, 'official', 'machine', false, $6, $7, 1, 1)`,
      [series, new Date(month(n)), new Date(month(n + 1)), `2026-0${n}`, value, revision, new Date(recorded)],
    )
  for (const series of [1, 2]) for (const n of [1, 2, 3]) await put(series, n, series * 10 + n, 0, KNOWN)
  await put(1, 2, 99, 1, KNOWN + 2 * DAY) // February is corrected two days later
})
afterAll(async () => {
  await pool?.end()
  await fresh?.drop()
})

describe('reading back', () => {
  it('gives each time once, as now known, oldest first', async () => {
    const points = await readPoints(pool, 1, { limit: 10 })
    expect(points.map((p) => [p.period, p.value, p.revision])).toEqual([
      ['2026-01', 11, 0],
      ['2026-02', 99, 1],
      ['2026-03', 13, 0],
    ])
    expect(points[0]).toMatchObject({ from: month(1), to: month(2), recordedAt: KNOWN })
    expect((await readPoints(pool, 1, { limit: 2 })).map((p) => p.value)).toEqual([99, 13])
  })

  it('gives what was known before the correction', async () => {
    const then = await readPoints(pool, 1, { knownAt: KNOWN + DAY, limit: 10 })
    expect(then.map((p) => p.value)).toEqual([11, 12, 13])
    expect(await readPoints(pool, 1, { knownAt: KNOWN - 1, limit: 10 })).toEqual([])
  })

  it('reads one period of many series, and the newest before an instant', async () => {
    expect((await readPeriod(pool, [1, 2], '2026-02')).map((p) => [p.series, p.value])).toEqual([
      [1, 99],
      [2, 22],
    ])
    const before = await readNewestBefore(pool, [2, 3], month(3))
    expect(before.map((p) => [p.series, p.period])).toEqual([[2, '2026-02']])
  })

  it('pages through everything, each value once, at any page size', async () => {
    const whole = await readPage(pool, [1, 2], { limit: 100 })
    expect(whole.map((p) => p.value)).toEqual([11, 99, 13, 21, 22, 23])
    for (const limit of [1, 2, 4, 6]) {
      const seen: number[] = []
      let page = await readPage(pool, [1, 2], { limit })
      for (let turns = 0; page.length && turns < 20; turns++) {
        seen.push(...page.map((p) => p.value))
        const { series, from, to } = page.at(-1) ?? { series: 0, from: 0, to: 0 }
        page = await readPage(pool, [1, 2], { limit, after: { series, from, to } })
      }
      expect(seen).toEqual(whole.map((p) => p.value))
    }
  })

  it('reads nothing of series that were not asked for', async () => {
    expect((await readPage(pool, [2], { limit: 100 })).every((p) => p.series === 2)).toBe(true)
    expect(await readPage(pool, [], { limit: 100 })).toEqual([])
  })
})
