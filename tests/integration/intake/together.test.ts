import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RecordedRow } from '../../../server/bus.ts'
import { agree, load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** The same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

it('messages that are committed together get the revisions and newest values they would get one by one', async () => {
  const { app, url } = server
  const next = numbers(20_261_123)
  const sources = await Promise.all(Array.from({ length: 4 }, () => agree(app, url)))
  const told: RecordedRow[] = []
  const off = app.bus.on('observations', ({ rows }) => told.push(...rows))
  // New times, late ones, the same again and corrections, of one series, many at once and several in one message.
  for (let round = 0; round < 12; round++) {
    const answers = await Promise.all(
      sources.flatMap((source) =>
        Array.from({ length: 5 }, (_, n) => {
          const begin = next(30)
          const observations = Array.from({ length: 1 + next(3) }, (_, i) => load(begin + i, 100 + next(3)))
          return source.push({ observations }, { 'idempotency-key': `${round}/${n}` })
        }),
      ),
    )
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200))
    expect(answers.map((a) => a.answer.refused)).toEqual(answers.map(() => 0))
  }
  off()

  const known = new Map<number, { revision: number; value: number }>()
  for (const row of told) {
    const before = known.get(row.validTo)
    expect(row.revision).toBe(before ? before.revision + 1 : 0)
    expect(row.value).not.toBe(before?.value)
    known.set(row.validTo, row)
  }
  const newest = told.filter((r) => r.isLatest)
  expect(newest.length).toBeGreaterThan(0)
  for (const [i, row] of newest.entries())
    expect(row.validTo).toBeGreaterThanOrEqual(newest[i - 1]?.validTo ?? 0)

  const { rows: written } = await app.db.pool.query<{ at: number; value: number; revision: number }>(
    `select extract(epoch from valid_to)::float8 * 1000 as "at", value, revision from observation order by recorded_at, row_no`,
  )
  expect(written).toEqual(told.map((r) => ({ at: r.validTo, value: r.value, revision: r.revision })))
  const last = Math.max(...known.keys())
  const { rows: latest } = await app.db.pool.query<{ at: number; value: number; revision: number }>(
    'select extract(epoch from valid_to)::float8 * 1000 as "at", value, revision from latest',
  )
  expect(latest).toEqual([{ at: last, value: known.get(last)?.value, revision: known.get(last)?.revision }])
  expect(app.live.cell(told[0]?.series ?? -1)).toMatchObject({ validTo: last, value: known.get(last)?.value })
})
