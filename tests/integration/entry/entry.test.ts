import { afterAll, beforeAll, expect, test } from 'vitest'
import { Entries } from '../../../server/entry/entries.ts'
import type { EntryRow, EntryView, FormView } from '../../../shared/api/entry.ts'
import { push } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let administrator: Client
let [lan, minh, other]: Client[] = []
let indicator = ''
beforeAll(async () => {
  server = await startServer()
  administrator = await server.as('administrator')
  lan = await server.as('agency', '22')
  minh = await server.as('agency', '22')
  other = await server.as('agency', '24')
  const monthly = server.app.catalogue
    .now()
    .indicators.filter((i) => i.level === 'province' && i.period === 'monthly' && i.cutoff === 'calendar')
  indicator = monthly[0]?.code ?? ''
}, 120_000)
afterAll(() => server?.stop())

type Answered = EntryView & { code: string; detail: { rows?: { code: string }[]; reason?: string } }
let n = 0
async function connection(more: object = {}) {
  const made = await administrator.post<{ id: string }>('/api/connections', {
    ...{ id: `TAY-${++n}`, agencyCode: '22', connector: 'hand', simulated: false },
    name: { vi: 'Nhập tay', en: 'By hand' },
    contract: {
      times: { period: 'P1M', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null },
      series: [{ indicator, units: ['22'], min: 0, max: 1_000 }],
      ...more,
    },
  })
  expect(made.status).toBe(201)
  return made.body.id
}
const row = (value: number, period = '2026-09', more: Partial<EntryRow> = {}): EntryRow => ({
  ...{ indicator, unit: '22', period, value, status: 'provisional', ...more },
})
const write = (who: Client, id: string, rows: object[]) =>
  who.post<Answered>('/api/entries', { connection: id, rows })
const decide = (who: Client, entry: number, decision: string, reason?: string) =>
  who.post<Answered>(`/api/entries/${entry}/decide`, { decision, ...(reason ? { reason } : {}) })
const observed = async (id: string) => {
  const { rows } = await server.app.db.pool.query(
    `select o.value, o.entry, o.status, m.sent_by, m.idempotency_key from observation o join message m on m.id = o.message_id
     where m.connection_id = $1 order by o.recorded_at, o.row_no`,
    [id],
  )
  return rows
}

test('the form is made from the contract; what is typed is recorded as typed by hand, with its writer', async () => {
  const id = await connection()
  const form = await lan!.get<FormView>(`/api/entry/form?connection=${id}&kind=monthly&time=2026-09`)
  expect(form.body.rows).toMatchObject([
    { indicator, unit: '22', min: 0, max: 1_000, current: null, last: null },
  ])
  const sent = await write(lan!, id, [row(12.5, '2026-09', { note: 'Theo báo cáo tháng' })])
  expect([sent.status, sent.body.state, sent.body.submitted?.accepted]).toEqual([201, 'submitted', 1])
  expect(await observed(id)).toMatchObject([
    { value: 12.5, entry: 'hand', status: 'provisional', idempotency_key: `hand:${sent.body.id}` },
  ])
  // Its lineage leads to what was typed.
  const message = await server.app.intake.message(sent.body.submitted?.message ?? '')
  expect(message.body.toString()).toContain('Theo báo cáo tháng')
  const again = await lan!.get<FormView>(`/api/entry/form?connection=${id}&kind=monthly&time=2026-09`)
  expect(again.body.rows[0]?.current).toMatchObject({ value: 12.5, time: '2026-09' })
  const next = await lan!.get<FormView>(`/api/entry/form?connection=${id}&kind=monthly&time=2026-10`)
  expect(next.body.rows[0]).toMatchObject({ current: null, last: { value: 12.5, time: '2026-09' } })
  const correction = await write(lan!, id, [row(13)])
  expect(correction.body.rows[0]?.before).toEqual({ value: 12.5, status: 'provisional' })
})

test('a row that would be refused is told, and nothing of the entry is kept', async () => {
  const id = await connection()
  for (const [rows, code] of [
    [[row(5), row(1_001, '2026-08')], 'RANGE'],
    [[row(5, '2026-13')], 'BAD_TIME'],
    [[row(5, '2026-Q1')], 'WRONG_PERIOD'],
    [[row(5, '2035-01')], 'FUTURE'],
    [[{ ...row(5), unit: '01' }], 'NOT_IN_CONTRACT'],
    [[row(5), row(6)], 'DUPLICATE'],
  ] as const) {
    const { status, body } = await write(lan!, id, [...rows])
    expect([status, body.code], code).toEqual([422, 'ROWS_REFUSED'])
    expect(body.detail.rows?.map((r) => r.code)).toEqual([code])
  }
  for (const bad of [{ value: '5' }, { value: null }, { status: 'revised' }, { surprise: 1 }])
    expect((await write(lan!, id, [{ ...row(5), ...bad }])).status).toBe(400)
  expect((await write(lan!, id, [])).status).toBe(400)
  expect((await lan!.get<EntryView[]>(`/api/entries?connection=${id}`)).body).toEqual([])
})

test('a form as long as it may be, each row with its note, is read whole', async () => {
  const id = await connection()
  const rows = Array.from({ length: 2_000 }, () => row(5, '2026-09', { note: 'ế'.repeat(500) }))
  expect(Buffer.byteLength(JSON.stringify(rows))).toBeGreaterThan(1 << 20)
  const { status, body } = await write(lan!, id, rows)
  expect([status, body.code, body.detail.rows?.[0]?.code]).toEqual([422, 'ROWS_REFUSED', 'DUPLICATE'])
})

test('one sees and writes one’s own agency alone, and only where numbers are typed', async () => {
  const id = await connection()
  const { id: pushed } = await server.app.intake.connections.create(
    {
      ...{ agencyCode: '22', name: { vi: 'x', en: 'x' }, connector: 'http-push', simulated: false },
      contract: { times: { period: 'P1D', graceSeconds: 0, expirySeconds: 60, hours: null }, series: [] },
    },
    'system',
  )
  expect((await write(other!, id, [row(1)])).status).toBe(404)
  expect((await other!.get(`/api/entries?connection=${id}`)).status).toBe(404)
  expect((await other!.get(`/api/entry/form?connection=${id}&kind=monthly`)).status).toBe(404)
  expect((await write(lan!, pushed, [row(1)])).status).toBe(404)
  for (const role of ['duty', 'leader', 'analyst', 'auditor'] as const) {
    const who = await server.as(role)
    expect((await write(who, id, [row(1)])).status).toBe(403)
    expect((await who.get('/api/entry/connections')).status).toBe(403)
  }
  await server.app.intake.connections.setEnabled(id, false, 'system')
  expect((await write(lan!, id, [row(1)])).body.code).toBe('CONNECTION_DISABLED')
})

test('where the contract asks for two persons, nothing is recorded before another one’s word', async () => {
  const id = await connection({ twoPersons: true })
  const { body: entry } = await write(lan!, id, [row(20)])
  expect([entry.state, entry.submitted]).toEqual(['pending', null])
  expect(await observed(id)).toEqual([])
  expect((await decide(lan!, entry.id, 'confirm')).body.code).toBe('SAME_PERSON')
  expect((await decide(lan!, entry.id, 'refuse', 'x')).body.code).toBe('SAME_PERSON')
  expect((await decide(minh!, entry.id, 'withdraw')).status).toBe(403)
  expect((await decide(other!, entry.id, 'confirm')).status).toBe(404)
  expect((await decide(minh!, entry.id, 'refuse')).status).toBe(400)
  const confirmed = await decide(minh!, entry.id, 'confirm')
  expect([confirmed.body.state, confirmed.body.submitted?.accepted]).toEqual(['submitted', 1])
  expect(await observed(id)).toMatchObject([{ value: 20, entry: 'hand' }])
  const late = await decide(minh!, entry.id, 'refuse', 'Sai số')
  expect([late.status, late.body.code, late.body.detail.reason]).toEqual([409, 'CONFLICT', 'DECIDED'])

  // Neither a key nor a file brings in what two persons answer for.
  const { key } = (await administrator.post<{ key: string }>(`/api/connections/${id}/rekey`)).body
  const pushed = await push(server.url, id, key, { observations: [row(25)] })
  expect([pushed.status, pushed.error.code]).toEqual([400, 'BAD_REQUEST'])
  const form = new FormData()
  form.set('connection', id)
  form.set('file', new Blob([`indicator,unit,period,value\n${indicator},22,2026-09,26`]), 'so-lieu.csv')
  const sent = await minh!.fetch('/api/files/import', { method: 'POST', body: form })
  expect([sent.status, ((await sent.json()) as { code: string }).code]).toEqual([400, 'BAD_REQUEST'])
  // Nor is it said of either, beforehand, that it would.
  const tried = await fetch(`${server.url}/api/connections/${id}/conformance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ observations: [row(25)] }),
  })
  expect([tried.status, ((await tried.json()) as { code: string }).code]).toEqual([400, 'BAD_REQUEST'])
  expect(await observed(id)).toHaveLength(1)

  const refused = await write(minh!, id, [row(30)])
  expect((await decide(lan!, refused.body.id, 'refuse', ' Nhầm kỳ ')).body).toMatchObject({
    state: 'refused',
    decided: { reason: 'Nhầm kỳ' },
  })
  const withdrawn = await write(lan!, id, [row(40)])
  expect((await decide(lan!, withdrawn.body.id, 'withdraw')).body.state).toBe('withdrawn')
  expect((await decide(minh!, withdrawn.body.id, 'confirm')).status).toBe(409)
  expect((await observed(id)).map((o) => o.value)).toEqual([20])
  const list = await minh!.get<EntryView[]>(`/api/entries?connection=${id}`)
  expect(list.body.map((e) => e.state)).toEqual(['withdrawn', 'refused', 'submitted'])
  const audited = await server.app.audit.list({ limit: 100 })
  const said = audited.filter((e) => e.subject === `entry:${entry.id}`).map((e) => e.action)
  expect(said.sort()).toEqual(['entry.confirmed', 'entry.written'])
})

test('two who decide at once: one word holds, and it is recorded once', async () => {
  const id = await connection({ twoPersons: true })
  const { body: entry } = await write(lan!, id, [row(50)])
  const answers = await Promise.all([
    decide(minh!, entry.id, 'confirm'),
    decide(administrator, entry.id, 'confirm'),
    decide(administrator, entry.id, 'refuse', 'x'),
  ])
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409])
  const won = answers.find((a) => a.status === 200)?.body
  await eventually(async () => expect((await observed(id)).length).toBe(won?.state === 'refused' ? 0 : 1))
})

test('a contract that changed before the confirmation is judged as it is now', async () => {
  const id = await connection({ twoPersons: true })
  const { body: entry } = await write(lan!, id, [row(900)])
  const { contract } = server.app.intake.connections.get(id)!
  await server.app.intake.connections.newContract(
    id,
    {
      times: contract.times,
      series: [{ indicator, units: ['22'], min: 0, max: 100 }],
      twoPersons: true,
    },
    'system',
  )
  const answer = await decide(minh!, entry.id, 'confirm')
  expect([answer.status, answer.body.code]).toEqual([422, 'ROWS_REFUSED'])
  expect(await observed(id)).toEqual([])
  expect((await decide(minh!, entry.id, 'refuse', 'Ngoài khoảng mới')).body.state).toBe('refused')
})

test('a server that dies between the confirmation and the sending sends it once when it is back', async () => {
  const id = await connection({ twoPersons: true })
  const { body: entry } = await write(lan!, id, [row(60)])
  const { pool } = server.app.db
  // The decision is written and nothing else: as after a crash.
  await pool.query(
    "insert into hand_entry_step (entry_id, step, by) select $1, 'confirmed', id from account limit 1",
    [entry.id],
  )
  await new Entries(server.app).resume()
  await pool.query('alter table hand_entry_step disable trigger all')
  await pool.query("delete from hand_entry_step where entry_id = $1 and step = 'submitted'", [entry.id])
  await pool.query('alter table hand_entry_step enable trigger all')
  // And as after a crash between the message and the note of it.
  await new Entries(server.app).resume()
  expect((await observed(id)).map((o) => o.value)).toEqual([60])
  const [shown] = (await lan!.get<EntryView[]>(`/api/entries?connection=${id}`)).body
  expect(shown).toMatchObject({ id: entry.id, state: 'submitted', submitted: { accepted: 1 } })
})
