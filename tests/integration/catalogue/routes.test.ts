import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IndicatorView, SectionView, UnitView } from '../../../shared/api/catalogue.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let analyst: Client
beforeAll(async () => {
  server = await startServer()
  analyst = await server.as('analyst')
}, 120_000)
afterAll(() => server?.stop())

const PATHS = ['/api/sections', '/api/indicators', '/api/indicators/KTTH-01', '/api/units?day=2020-01-01']
const units = async (query: string) => (await analyst.get<UnitView[]>(`/api/units?${query}`)).body
const table = async (path: string) => {
  const response = await analyst.fetch(path)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  return parse<Record<string, string>>(await response.text(), { columns: true, bom: true })
}

test('who is not signed in sees nothing of it; whoever is signed in sees it all', async () => {
  for (const path of PATHS) expect((await server.anonymous.get(path)).status).toBe(401)
  const province = await server.as('agency', '22')
  for (const path of PATHS) expect((await province.get(path)).body).toEqual((await analyst.get(path)).body)
})

test('sections and indicators, each whole', async () => {
  expect((await analyst.get<SectionView[]>('/api/sections')).body.map((s) => s.no)).toEqual([
    1, 2, 3, 4, 5, 6, 7,
  ])
  const indicators = (await analyst.get<IndicatorView[]>('/api/indicators')).body
  expect(indicators.filter((i) => i.inNationalSet)).toHaveLength(143)
  for (const i of indicators)
    expect([i.name.vi, i.name.en, i.short.vi, i.short.en, i.owner.vi, i.owner.en]).not.toContain('')
  expect(indicators.find((i) => i.code === 'NCHC-11')).toEqual(
    (await analyst.get('/api/indicators/NCHC-11')).body,
  )
})

test('an unknown indicator, an impossible code or day is refused by name', async () => {
  const unknown = await analyst.get('/api/indicators/KTTH-99')
  expect([unknown.status, unknown.body.code, unknown.body.detail]).toEqual([
    404,
    'NOT_FOUND',
    { indicator: 'KTTH-99' },
  ])
  for (const path of [
    '/api/indicators/a%20b',
    '/api/units?day=2020-13-01',
    '/api/units?day=2020-02-30',
    '/api/units?day=today',
    '/api/units?format=xml',
  ])
    expect([path, (await analyst.get(path)).status]).toEqual([path, 400])
})

test('the units of a day: 63 provinces, then 34, each with what it came from', async () => {
  expect(await units('day=2020-01-01&kind=province')).toHaveLength(63)
  expect(await units('day=2025-06-30&kind=province')).toHaveLength(63)
  const after = await units('day=2025-07-01&kind=province')
  expect(after).toHaveLength(34)
  expect(after.find((u) => u.code === '15')).toMatchObject({
    name: { vi: 'Lào Cai', en: 'Lao Cai' },
    parent: 'VN',
    predecessors: [
      { code: '10', name: { vi: 'Lào Cai' }, weight: 1 },
      { code: '15', name: { vi: 'Yên Bái' }, weight: 1 },
    ],
  })
  expect(after.flatMap((u) => u.predecessors)).toHaveLength(52)
})

test('Huế and a renamed ministry by day', async () => {
  const named = async (day: string, code: string) => {
    const unit = (await units(`day=${day}`)).find((u) => u.code === code)
    return [unit?.name.vi, unit?.type]
  }
  expect(await named('2024-12-31', '46')).toEqual(['Thừa Thiên Huế', 'tinh'])
  expect(await named('2025-01-01', '46')).toEqual(['Huế', 'thanh_pho'])
  expect(await named('2025-02-28', 'G10')).toEqual(['Bộ Nông nghiệp và Phát triển nông thôn', 'bo'])
  expect(await named('2025-03-01', 'G10')).toEqual(['Bộ Nông nghiệp và Môi trường', 'bo'])
  expect(await named('2025-03-01', 'G13')).toEqual([undefined, undefined])
})

test('CSV holds the same rows as JSON, words whole', async () => {
  const indicators = (await analyst.get<IndicatorView[]>('/api/indicators')).body
  const rows = await table('/api/indicators?format=csv')
  expect(rows.map((r) => [r.code, r.name_vi, r.name_en])).toEqual(
    indicators.map((i) => [i.code, i.name.vi, i.name.en]),
  )
  expect((await table('/api/sections?format=csv')).map((r) => r.no)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
  ])
  expect(await table('/api/indicators/KTTH-01?format=csv')).toMatchObject([
    { code: 'KTTH-01', decimals: '2' },
  ])
  expect(await table('/api/units?day=2020-01-01&kind=province&format=csv')).toHaveLength(63)
})

test('a name that a spreadsheet would run as a formula is text in CSV', async () => {
  const model = server.app.catalogue.now().indicator('KTTH-01')
  if (!model) throw new Error('no KTTH-01')
  const { id: _, ...input } = model
  await server.app.catalogue.createIndicator({
    ...input,
    code: 'THU-1',
    inNationalSet: false,
    classification: 'internal',
    name: { vi: '=HYPERLINK("http://x")', en: '+1, "quoted"\nline' },
  })
  const row = (await table('/api/indicators?format=csv')).find((r) => r.code === 'THU-1')
  expect(row).toMatchObject({ name_vi: `'=HYPERLINK("http://x")`, name_en: `'+1, "quoted"\nline` })
})
