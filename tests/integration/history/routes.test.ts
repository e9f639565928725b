import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObservationPage } from '../../../shared/api/history.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

type Standing = {
  unit: string
  value: number | null
  rank: number | null
  before: unknown
  lastYear: unknown
}
type Summary = {
  nation: Standing & { computed: boolean; parts: number }
  units: Standing[]
  sources: unknown[]
}

let server: TestServer
let source: Source
let analyst: Client
let quangNinh: Client
let forests: Source
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url, [{ indicator: 'KTN-14' }, { indicator: 'KTN-02' }])
  forests = await agree(server.app, server.url, [{ indicator: 'KTN-18' }, { indicator: 'HT-02' }])
  analyst = await server.as('analyst')
  quangNinh = await server.as('agency', '22')
  const of = (unit: string, period: string, value: number) => ({ indicator: 'KTN-14', unit, period, value })
  const { answer } = await source.push({
    observations: [
      of('01', '2025-10', 8),
      of('01', '2026-09', 9),
      of('01', '2026-10', 10),
      of('22', '2026-09', 3),
      of('22', '2026-10', 4),
    ],
  })
  expect(answer.rows).toEqual([])
})
afterAll(() => server?.stop())

describe('reading back over HTTP', () => {
  it('gives a history with the time of its knowledge', async () => {
    const { status, body } = await analyst.get<{
      knownAt: number
      points: { period: string; value: number }[]
    }>('/api/history?indicator=KTN-14&unit=01&points=50')
    expect(status).toBe(200)
    expect(body.points.map((p) => [p.period, p.value])).toEqual([
      ['2025-10', 8],
      ['2026-09', 9],
      ['2026-10', 10],
    ])
    expect(body.knownAt).toBeGreaterThan(Date.UTC(2026, 0))
  })

  it('compares with the period before and the year before, and shows the computed nation', async () => {
    const now = server.app.catalogue.now()
    const nation = now.findSeries(now.indicator('KTN-14')?.id ?? -1, now.nation().id) ?? -1
    await eventually(() => expect(server.app.live.cell(nation).parts).toBe(2))
    const { status, body } = await analyst.get<Summary>('/api/indicator/KTN-14/summary')
    expect(status).toBe(200)
    const row = (unit: string) => body.units.find((u) => u.unit === unit)
    expect(row('01')).toMatchObject({
      value: 10,
      rank: null, // paddy area has a band, no best
      before: { value: 9, period: '2026-09' },
      lastYear: { value: 8, period: '2025-10' },
    })
    expect(row('22')).toMatchObject({ value: 4, before: { value: 3, period: '2026-09' }, lastYear: null })
    expect(body.nation).toMatchObject({ value: 14, computed: true, parts: 2 })
    expect(body.units).toHaveLength(34)
    expect(body.sources).toEqual([expect.objectContaining({ connection: source.id, series: 2 })])
  })

  it('gives a nation that nobody sends its past too: trend, period before, a past day', async () => {
    const { body } = await analyst.get<{ points: { period: string; value: number }[] }>(
      '/api/history?indicator=KTN-14&unit=VN',
    )
    // October a year ago had one province only: beside two it would look like a fall.
    expect(body.points.map((p) => [p.period, p.value])).toEqual([
      ['2026-09', 12],
      ['2026-10', 14],
    ])
    const now = await analyst.get<Summary>('/api/indicator/KTN-14/summary')
    expect(now.body.nation.before).toEqual({ value: 12, period: '2026-09' })
    const then = await analyst.get<Summary>('/api/indicator/KTN-14/summary?day=2026-09-30')
    expect(then.body.nation).toMatchObject({ value: 12, computed: true, parts: 2, partsOf: 34 })
  })

  it('weighs a past mean by the weights of its time, and gives none without them', async () => {
    const mean = (unit: string, year: string, value: number) => ({
      indicator: 'KTN-18',
      unit,
      period: year,
      value,
    })
    const { answer } = await forests.push({
      observations: [mean('01', '2025', 10), mean('22', '2025', 50)],
    })
    expect(answer.rows).toEqual([])
    const read = () => analyst.get<{ points: { value: number }[] }>('/api/history?indicator=KTN-18&unit=VN')
    expect((await read()).body.points).toEqual([])
    const weight = (unit: string, value: number) => ({ indicator: 'HT-02', unit, period: '2025-Q4', value })
    expect((await forests.push({ observations: [weight('01', 1), weight('22', 3)] })).answer.rows).toEqual([])
    expect((await read()).body.points.map((p) => p.value)).toEqual([40])
  })

  it('shows a day as it stood then', async () => {
    const { body } = await analyst.get<Summary>('/api/indicator/KTN-14/summary?day=2026-09-30')
    expect(body.units.find((u) => u.unit === '01')).toMatchObject({ value: 9, period: '2026-09' })
  })

  it('pages, and reads as of an earlier knowledge', async () => {
    const first = await analyst.get<ObservationPage>('/api/observations?indicator=KTN-14&limit=3')
    expect(first.body.observations).toHaveLength(3)
    const rest = await analyst.get<ObservationPage>(
      `/api/observations?indicator=KTN-14&limit=3&after=${first.body.next}`,
    )
    expect(rest.body).toMatchObject({ next: null })
    expect(rest.body.observations).toHaveLength(2)
    const before = await analyst.get<ObservationPage>('/api/observations?indicator=KTN-14&knownAt=2020-01-01')
    expect(before.body.observations).toEqual([])
  })

  it('gives CSV with the same rows', async () => {
    const text = await (await analyst.fetch('/api/latest?indicator=KTN-14&format=csv')).text()
    const lines = text.trim().split('\n')
    expect(lines[0]).toMatch(/^\uFEFF?indicator,unit,unitFrom,period,validFrom,validTo,value,/)
    expect(lines).toHaveLength(3)
  })

  it('keeps Quảng Ninh to its own and the national series', async () => {
    const page = await quangNinh.get<ObservationPage>('/api/observations')
    expect(new Set(page.body.observations.map((o) => o.unit))).toEqual(new Set(['22']))
    const latest = await quangNinh.get<ObservationPage>('/api/latest?unit=01')
    expect(latest.body.observations).toEqual([])
    expect((await quangNinh.get('/api/history?indicator=KTN-14&unit=01')).status).toBe(404)
    const { body } = await quangNinh.get<Summary>('/api/indicator/KTN-14/summary')
    expect(body.units.map((u) => u.unit)).toEqual(['22'])
  })

  it('refuses the stranger and the unreadable', async () => {
    for (const path of [
      '/api/latest',
      '/api/observations',
      '/api/history?indicator=KTN-14&unit=01',
      '/api/indicator/KTN-14/summary',
    ])
      expect((await server.anonymous.get(path)).status).toBe(401)
    for (const path of [
      '/api/observations?from=yesterday',
      '/api/observations?after=x_y_z',
      '/api/observations?limit=0',
      '/api/indicator/KTN-14/summary?day=2026-99-99',
    ])
      expect((await analyst.get(path)).status).toBe(400)
    expect((await analyst.get('/api/indicator/NO-SUCH/summary')).status).toBe(404)
  })
})
