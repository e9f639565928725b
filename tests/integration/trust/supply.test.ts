import { afterAll, beforeAll, expect, it } from 'vitest'
import { lastPeriods } from '../../../server/trust/supply.ts'
import type { MissingView, SupplyGroup, SupplyHistory, SupplyView } from '../../../shared/api/supply.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
let indicators: string[]
const period = lastPeriods('monthly', Date.now())[0] ?? ''
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  const monthly = server.app.catalogue
    .now()
    .indicators.filter((i) => i.level === 'province' && i.period === 'monthly' && i.cutoff === 'calendar')
  indicators = monthly.slice(0, 2).map((i) => i.code)
})
afterAll(() => server?.stop())

const board = async (by: string, as = duty) =>
  (await as.get<SupplyView>(`/api/supply?kind=monthly&period=${period}&by=${by}`)).body
const rates = (g: SupplyGroup) => {
  expect(g.supplied).toBeLessThanOrEqual(g.agreed)
  expect(g.onTime + g.late).toBe(g.supplied)
  expect(g.supplied + g.missing + g.pending).toBe(g.agreed)
}

it('counts what arrived of what was agreed, as plain SQL counts it, and never more than was agreed', async () => {
  const [a = '', b = ''] = indicators
  // Two sources promise Quảng Ninh's: it is one value all the same.
  const all = await agree(server.app, server.url, [{ indicator: a, units: '*' }])
  const own = await agree(
    server.app,
    server.url,
    [
      { indicator: a, units: ['22'] },
      { indicator: b, units: ['22'] },
    ],
    '22',
  )
  const row = (indicator: string, unit: string, value: number) => ({ indicator, unit, period, value })
  await all.push({ observations: [row(a, '22', 1), row(a, '01', 2), row(a, '24', 3)] })
  await all.push({ observations: [row(a, '01', 4)] }) // a correction is not a second value
  await own.push({ observations: [row(a, '22', 5), { ...row(b, '22', 6), value: 'x' }] })

  const { rows } = await server.app.db.pool.query<{ agreed: number; supplied: number }>(
    `with promised as (
       select distinct i.id indicator, u.id unit from contract k cross join jsonb_array_elements(k.series) s
       join indicator i on i.code = s->>'indicator' and i.period = 'monthly'
       join unit u on u.valid_from <= current_date and (u.valid_to is null or u.valid_to > current_date)
         and case when jsonb_typeof(s->'units') = 'array' then s->'units' ? u.code else u.kind = i.level end)
     select count(*)::int agreed, count(*) filter (where exists (select from series z join observation o
       on o.series_id = z.id and o.period = $1 where z.indicator_id = p.indicator and z.unit_id = p.unit))::int supplied
     from promised p`,
    [period],
  )
  const counted = rows[0]
  expect(counted).toEqual({ agreed: 35, supplied: 3 })
  for (const by of ['section', 'agency', 'province']) {
    const { total, groups } = await board(by)
    expect(total).toMatchObject({ ...counted, refused: 1, waiting: 1 })
    for (const g of [total, ...groups]) rates(g)
    const sum = groups.reduce((n, g) => n + g.agreed, 0)
    expect(sum).toBe(by === 'agency' ? 36 : 35) // what two agencies promised is in both
  }
  const { groups } = await board('province')
  expect(groups.find((g) => g.key === '22')).toMatchObject({ agreed: 2, supplied: 1, refused: 1 })
  const missing = await duty.get<MissingView>(
    `/api/supply/missing?kind=monthly&period=${period}&by=province&key=22`,
  )
  expect(missing.body.values).toMatchObject([
    { indicator: b, unit: '22', connection: own.id, period, refused: { code: 'NOT_A_NUMBER' } },
  ])
  const history = await duty.get<SupplyHistory>('/api/supply/periods?kind=monthly')
  expect(history.body).toHaveLength(12)
  expect(history.body.find((p) => p.period === period)).toMatchObject({ ...counted })

  const other = await server.as('agency', '22')
  expect((await board('agency', other)).total).toMatchObject({ agreed: 2, supplied: 1, refused: 1 })
})
