import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DirectiveDetail, DirectiveInput, DirectiveView } from '../../../shared/api/directives.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { workbook } from './workbook.ts'

/** What Hà Nội sent: no answer to anybody of Quảng Ninh may carry it. */
const OF_HA_NOI = 777_771
let server: TestServer
let indicator: string
let nation: Client
let leader: Client
let agency: Client
beforeAll(async () => {
  server = await startServer()
  const { app, url } = server
  const monthly = app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
  indicator = monthly?.code ?? ''
  for (const [unit, value] of [
    ['22', 5],
    ['01', OF_HA_NOI],
  ] as const) {
    const source = await agree(app, url, [{ indicator }], unit)
    await source.push({ observations: [{ indicator, unit, period: '2026-09', value }] })
  }
  nation = await server.as('leader')
  leader = await server.as('leader', '22')
  agency = await server.as('agency', '22')
})
afterAll(() => server?.stop())

const input = (more: Partial<DirectiveInput> = {}): DirectiveInput => ({
  ...{ text: 'Rà soát các dự án chậm tiến độ', due: Date.now() + 86_400_000, priority: 'normal' },
  ...{ aim: null, addressees: ['22'], document: null, session: null, shown: null, issue: true },
  ...more,
})
const aim = (unit?: string) => ({
  ...{ indicator, comparator: '>=' as const, value: 1_000_000, holdDays: 0 },
  ...(unit ? { unit } : {}),
})
const written = async () =>
  Number((await server.app.db.pool.query('select count(*) as n from directive')).rows[0]?.n)

describe('a leader of one province', () => {
  it.each([
    ['a province beside it', () => ({ addressees: ['01'] }), 'addressees'],
    ['its own unit and a ministry at once', () => ({ addressees: ['22', 'G12'] }), 'addressees'],
    ['its own unit by the number of another', () => ({ aim: aim('01') }), 'aim.unit'],
  ])('may not task %s, and nothing is written', async (_, more, field) => {
    const before = await written()
    const { status, body } = await leader.post('/api/directives', input(more()))
    expect([status, body]).toMatchObject([403, { code: 'FORBIDDEN', detail: { field } }])
    expect(await written()).toBe(before)
  })

  it('may not name as the cause a number that it does not see', async () => {
    const origin = (unit: string) => ({ origin: { kind: 'number' as const, indicator, unit } })
    expect((await leader.post('/api/directives', input(origin('01')))).status).toBe(400)
    expect((await leader.post('/api/directives', input(origin('22')))).status).toBe(201)
  })

  it('tasks its own unit, by its own number or the whole country’s', async () => {
    for (const unit of [undefined, '22', 'VN'])
      expect((await leader.post('/api/directives', input({ aim: aim(unit) }))).status).toBe(201)
  })

  it('is told of each row of a document that it is outside, and nothing is written', async () => {
    const before = await written()
    const body = await workbook([
      [1, '22', 'Việc của tỉnh', '31/12/2030'],
      [2, '22; 01', 'Việc của nơi khác', '31/12/2030'],
    ])
    const send = async (path: string) =>
      leader.fetch(`/api/directives/import${path}?document=KH-01`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(body),
      })
    expect(await (await send('/preview')).json()).toMatchObject({
      rows: [{ faults: [] }, { faults: [{ code: 'UNIT_OUTSIDE', value: '01' }] }],
    })
    expect((await send('')).status).toBe(422)
    expect(await written()).toBe(before)
  })
})

it('what the nation asks of a province is not the province’s to change or to take back', async () => {
  const give = async (as: Client, issue: boolean) =>
    (await as.post<DirectiveView[]>('/api/directives', input({ issue }))).body[0]?.id ?? 0
  const withdraw = (as: Client, id: number) =>
    as.post(`/api/directives/${id}/acts`, { act: 'withdraw', note: 'Không làm nữa' })
  const [draft, given, own] = [await give(nation, false), await give(nation, true), await give(leader, true)]
  expect((await leader.get(`/api/directives/${draft}`)).status).toBe(404)
  expect((await leader.get<DirectiveDetail>(`/api/directives/${given}`)).body).toMatchObject({
    acts: [],
    mayChange: false,
  })
  expect((await withdraw(leader, given)).status).toBe(403)
  const change = {
    text: 'Thôi không rà soát nữa',
    due: Date.now() + 86_400_000,
    priority: 'normal',
    note: null,
  }
  expect((await leader.send('PUT', `/api/directives/${given}`, change)).status).toBe(403)
  // What a province gave, it takes back itself, and the nation may.
  expect((await withdraw(leader, own)).status).toBe(200)
  expect((await withdraw(nation, await give(leader, true))).status).toBe(200)
})

it('whoever may not see the number that a directive watches is told what is asked, not how it stands', async () => {
  const { body } = await nation.post<DirectiveView[]>('/api/directives', input({ aim: aim('01') }))
  const path = `/api/directives/${body[0]?.id}`
  await eventually(async () =>
    expect((await nation.get<DirectiveDetail>(path)).body.watch).toMatchObject({ now: { value: OF_HA_NOI } }),
  )
  expect((await nation.get<DirectiveDetail>(path)).body.steps).toContainEqual(
    expect.objectContaining({
      kind: 'issue',
      detail: { first: expect.objectContaining({ value: OF_HA_NOI }) },
    }),
  )
  for (const who of [leader, agency])
    for (const at of ['/api/directives', path]) {
      const answer = JSON.stringify((await who.get(at)).body)
      expect(answer).toContain('1000000')
      expect(answer).not.toContain(String(OF_HA_NOI))
    }
  const { watch } = (await agency.get<DirectiveDetail>(path)).body
  expect(watch).toMatchObject({
    unit: { code: '01' },
    value: 1_000_000,
    state: 'unknown',
    now: null,
    first: null,
  })
})
