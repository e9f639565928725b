import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObservationPage, SeriesView } from '../../../shared/api/history.ts'
import type { HistoryView, SummaryView } from '../../../shared/api/live.ts'
import { agree, load, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const OF = 'indicator=KTN-02&unit=VN'
const AT = Date.UTC(2026) + 10_000
let server: TestServer
let source: Source
let monthly: Source
let analyst: Client
/** Between the first word and its correction. */
let between: number

/** When the newest row was recorded: the correction must come in a later millisecond. */
async function recorded(): Promise<number> {
  const { rows } = await server.app.db.pool.query<{ at: number }>(
    'select floor(extract(epoch from max(recorded_at)) * 1000)::float8 as at from observation',
  )
  return rows[0]?.at ?? 0
}
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url)
  monthly = await agree(server.app, server.url, [{ indicator: 'KTN-14' }])
  analyst = await server.as('analyst')
  const of = (unit: string, value: number) => ({ indicator: 'KTN-14', unit, period: '2026-09', value })
  expect(
    (await source.push({ observations: [0, 5, 10, 15].map((i) => load(i, 100 + i)) })).answer.accepted,
  ).toBe(4)
  expect((await monthly.push({ observations: [of('01', 9), of('22', 5)] })).answer.accepted).toBe(2)
  between = await recorded()
  expect((await source.push({ observations: [load(10, 999), load(3, 103)] })).answer.accepted).toBe(2)
  expect((await monthly.push({ observations: [of('01', 3)] })).answer.accepted).toBe(1)
})
afterAll(() => server?.stop())

const latest = async (times: string) =>
  (await analyst.get<ObservationPage>(`/api/latest?${OF}${times}`)).body.observations.map((o) => o.value)

describe('true for a time, and as known at a time', () => {
  it('differ by the correction that came later, in every read interface', async () => {
    expect(await latest(`&at=${AT}`)).toEqual([999])
    expect(await latest(`&at=${AT}&asOf=${between}`)).toEqual([110])
    expect(await latest('')).toEqual([115])
    expect(await latest(`&asOf=${between}`)).toEqual([115])
    expect(await latest(`&asOf=${Date.UTC(2026)}`)).toEqual([])

    const observed = async (times: string) =>
      (await analyst.get<ObservationPage>(`/api/observations?${OF}&at=${AT}${times}`)).body.observations.map(
        (o) => o.value,
      )
    expect(await observed('')).toEqual([100, 103, 105, 999])
    for (const name of ['asOf', 'knownAt'])
      expect(await observed(`&${name}=${between}`)).toEqual([100, 105, 110])

    const trend = async (times: string) =>
      (await analyst.get<HistoryView>(`/api/history?${OF}&at=${AT}${times}`)).body.points.map((p) => p.value)
    expect(await trend('')).toEqual([100, 103, 105, 999])
    expect(await trend(`&asOf=${between}`)).toEqual([100, 105, 110])

    for (const rolled of [false, true]) {
      if (rolled) await server.app.history.rollups.catchUp()
      const series = async (times: string) =>
        (await analyst.get<SeriesView>(`/api/series?${OF}&at=${AT}&pixels=2${times}`)).body
      const now = await series('')
      expect(now.buckets.map((b) => b.max)).toEqual([105, 999])
      expect(now.buckets.reduce((n, b) => n + b.count, 0)).toBe(4)
      const then = await series(`&asOf=${between}`)
      expect(then.buckets.map((b) => b.max)).toEqual([105, 110])
      expect(then.knownAt).toBeLessThanOrEqual(between)
      // The minute holds knowledge of both: what was known of it is worked out anew.
      const wide = `/api/series?${OF}&from=${AT - 3_600_000}&to=${AT + 3_600_000}&pixels=3`
      const whole = (times: string) => analyst.get<SeriesView>(wide + times).then((r) => r.body.buckets)
      expect(await whole(`&asOf=${between}`)).toMatchObject([{ count: 4, max: 115, last: 115 }])
      expect(await whole('')).toMatchObject([
        { count: 5, max: 999, last: 115, ...(rolled ? { source: 'hour' } : {}) },
      ])
    }
  })

  it('hold for a whole summary: values, ranks, the computed nation, freshness and sources', async () => {
    const read = async (times: string) =>
      (await analyst.get<SummaryView>(`/api/indicator/KTN-14/summary?at=${between}${times}`)).body
    const then = await read(`&asOf=${between}`)
    expect(then.units.find((u) => u.unit === '01')).toMatchObject({ value: 9, revision: 0 })
    expect(then.nation).toMatchObject({ value: 14, computed: true, parts: 2 })
    const now = await read('')
    expect(now.units.find((u) => u.unit === '01')).toMatchObject({ value: 3, revision: 1 })
    expect(now.nation).toMatchObject({ value: 8 })
    expect(now.units.find((u) => u.unit === '22')).toMatchObject({ value: 5 })
    expect(then.sources).toMatchObject([{ connection: monthly.id, series: 2 }])
    expect(then.sources[0]?.lastMessageAt).toBeLessThanOrEqual(between)
    const early = await read(`&asOf=${Date.UTC(2020)}`)
    expect(early.units.every((u) => u.value === null)).toBe(true)
    expect(early.sources).toEqual([])
  })

  it('say where there is data when the range has none, and refuse what is no range', async () => {
    const before = await analyst.get<SeriesView>(`/api/series?${OF}&from=2019-01-01&to=2019-02-01`)
    expect(before.body).toMatchObject({ buckets: [], first: Date.UTC(2026), last: Date.UTC(2026) + 15_000 })
    expect((await analyst.get(`/api/series?${OF}&from=2026-01-02&to=2026-01-01`)).status).toBe(400)
    expect((await analyst.get(`/api/series?${OF}&asOf=soon`)).status).toBe(400)
    expect((await analyst.get(`/api/series?${OF}&pixels=1`)).status).toBe(400)
  })
})
