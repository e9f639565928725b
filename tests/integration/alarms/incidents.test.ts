import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { IncidentOutcome, IncidentView } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, detail, kinds, loadNow, raised } from './stage.ts'

let server: TestServer
let duty: Client
let source: Source
const ids: number[] = []
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  source = await agree(server.app, server.url)
  await source.push(loadNow(60_000))
  for (const code of ['MOT', 'HAI', 'BA', 'BON'])
    await addRule(duty, code, { condition: { ...BOUND, deadband: 0 } })
  for (const code of ['MOT', 'HAI', 'BA', 'BON']) ids.push((await raised(duty, code)).id)
}, 120_000)
afterAll(() => server?.stop())

const incidents = async (who = duty) => (await who.get<IncidentView[]>('/api/alarm-incidents')).body
let incident = 0

it('alarms are gathered into an incident, answered with one word, each with its own record', async () => {
  const [first = 0, second = 0, third = 0, fourth = 0] = ids
  expect((await duty.post('/api/alarm-incidents', { title: ' ', alarms: [first] })).status).toBe(400)
  expect((await duty.post('/api/alarm-incidents', { title: 'Bão số 9', alarms: [] })).status).toBe(400)
  const made = await duty.post<IncidentView>('/api/alarm-incidents', {
    ...{ title: ' Sự cố lưới 500 kV ', alarms: [first, second] },
  })
  expect(made).toMatchObject({
    status: 201,
    body: { title: 'Sự cố lưới 500 kV', openedBy: 'duty1', members: 2, waiting: 2, closedAt: null },
  })
  incident = made.body.id
  const path = `/api/alarm-incidents/${incident}`
  const taken = await duty.post<IncidentOutcome>(`${path}/members`, {
    alarms: [third, fourth, 999_999],
    take: true,
  })
  expect(taken.body).toEqual({ done: [third, fourth], refused: [{ id: 999_999, why: 'NOT_FOUND' }] })
  expect(
    (await duty.post<IncidentOutcome>(`${path}/members`, { alarms: [fourth], take: false })).body.done,
  ).toEqual([fourth])
  // Somebody is quicker with one of them: the others are acknowledged all the same.
  await (await server.as('duty')).post(`/api/alarms/${second}/acknowledge`, { note: '=1+1' })
  const answered = await duty.post<IncidentOutcome>(`${path}/acknowledge`, { note: 'cùng một nguyên nhân' })
  expect(answered.body.done.sort()).toEqual([first, third])
  expect((await incidents()).find((i) => i.id === incident)).toMatchObject({ members: 3, waiting: 0 })
  const one = await detail(duty, first)
  expect(kinds(one)).toEqual(['raised', 'grouped', 'acknowledged'])
  expect(one).toMatchObject({ incident, acknowledged: { by: 'duty1', note: 'cùng một nguyên nhân' } })
  expect((await detail(duty, fourth)).incident).toBe(null)
})

it('an alarm is taken out of the incident that it belongs to, and of no other', async () => {
  const other = await duty.post<IncidentView>('/api/alarm-incidents', { title: 'Khác', alarms: [ids[3]] })
  const out = await duty.post<IncidentOutcome>(`/api/alarm-incidents/${incident}/members`, {
    ...{ alarms: [ids[3]], take: false },
  })
  expect(out.body).toEqual({ done: [], refused: [{ id: ids[3], why: 'CONFLICT' }] })
  expect((await detail(duty, ids[3] ?? 0)).incident).toBe(other.body.id)
})

it('whoever looks after one province gathers, sees and answers its alarms only', async () => {
  const indicator = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'realtime')
  const code = indicator?.code ?? ''
  const provinces = await agree(server.app, server.url, [{ indicator: code }])
  const at = new Date().toISOString()
  await provinces.push({ observations: [{ indicator: code, unit: '22', at, value: 90 }] })
  const condition = { ...BOUND, indicator: code, units: ['22'], value: 50, deadband: 0 }
  await addRule(duty, 'TINH', { condition })
  const { id: own } = await raised(duty, 'TINH')
  const [, , third = 0, nation = 0] = ids
  const local = await server.as('duty', '22')
  const outside = await local.post('/api/alarm-incidents', { title: 'Không thấy', alarms: [nation] })
  expect(outside.body).toMatchObject({ members: 0 })
  expect((await detail(duty, nation)).incident).not.toBe((outside.body as IncidentView).id)
  // Not one that holds nothing of his.
  expect((await incidents(local)).map((i) => i.id)).not.toContain(incident)
  const path = `/api/alarm-incidents/${incident}`
  for (const [what, body] of [
    ['members', { alarms: [own], take: true }],
    ['acknowledge', { note: 'x' }],
    ['close', { note: 'x' }],
  ] as const)
    expect((await local.post(`${path}/${what}`, body)).status).toBe(404)
  const made = await duty.post<IncidentView>('/api/alarm-incidents', { title: 'Bão', alarms: [own, nation] })
  const shared = `/api/alarm-incidents/${made.body.id}`
  expect((await incidents(local)).find((i) => i.id === made.body.id)).toMatchObject({
    members: 1,
    waiting: 1,
  })
  const taken = await local.post<IncidentOutcome>(`${shared}/members`, { alarms: [third], take: true })
  expect(taken.body).toEqual({ done: [], refused: [{ id: third, why: 'NOT_FOUND' }] })
  const answered = await local.post<IncidentOutcome>(`${shared}/acknowledge`, { note: 'tỉnh nhận' })
  expect(answered.body).toEqual({ done: [own], refused: [] })
  expect((await detail(duty, nation)).acknowledged).toBeNull()
  // An alarm of his shows him the nation's incident; it is not his to end, nor to take that alarm out of.
  expect((await local.post(`${shared}/close`, { note: 'x' })).status).toBe(403)
  await local.post('/api/alarm-incidents', { title: 'Của tỉnh', alarms: [own] })
  expect((await local.post(`${shared}/members`, { alarms: [own], take: false })).status).toBe(403)
  expect((await detail(duty, own)).incident).toBe(made.body.id)
  // Once that one is over, what still stands of it may be gathered anew, by the province too, and taken out by its opener.
  expect((await duty.post(`${shared}/close`, { note: 'đã qua' })).status).toBe(200)
  const next = await local.post<IncidentView>('/api/alarm-incidents', { title: 'Của tỉnh', alarms: [own] })
  expect(next.body).toMatchObject({ members: 1 })
  expect((await detail(duty, own)).incident).toBe(next.body.id)
  const left = await local.post<IncidentOutcome>(`/api/alarm-incidents/${next.body.id}/members`, {
    ...{ alarms: [own], take: false },
  })
  expect(left.body).toEqual({ done: [own], refused: [] })
})

it('a province sees its own, however many newer ones of others are open', async () => {
  const { id: own } = await raised(duty, 'TINH')
  const local = await server.as('duty', '22')
  const held = await duty.post<IncidentView>('/api/alarm-incidents', { title: 'Của tỉnh', alarms: [own] })
  const outside = await local.post<IncidentView>('/api/alarm-incidents', { title: 'Mở', alarms: [999_999] })
  await server.app.db.pool.query(
    `insert into alarm_incident (title, opened_by)
     select 'Khác ' || n, a.id from account a, generate_series(1, 101) n where a.username = 'duty1'`,
  )
  const seen = (await incidents(local)).map((i) => i.id)
  expect(seen).toEqual([outside.body.id, held.body.id])
  expect(await incidents()).toHaveLength(100)
})

it('where the database goes away while it is opened, no empty incident is left; later, what came in is said', async () => {
  const [first = 0, second = 0, third = 0] = ids
  const { pool } = server.app.db
  await pool.query(
    `create function away() returns trigger language plpgsql as $$ begin
       if new.alarm_id = any(tg_argv[0]::bigint[]) then raise exception 'away' using errcode = '57P01'; end if;
       return new;
     end $$`,
  )
  const failing = (...alarms: number[]) =>
    pool.query(
      `create or replace trigger away before insert on alarm_step for each row
       when (new.kind = 'grouped') execute function away('{${alarms.join()}}')`,
    )
  const open = (title: string) =>
    duty.post<IncidentView>('/api/alarm-incidents', { title, alarms: [first, second, third] })
  await failing(first)
  expect((await open('Không ghi được')).status).toBe(503)
  await failing(second)
  expect(await open('Ghi được một phần')).toMatchObject({ status: 201, body: { members: 2 } })
  await pool.query('drop trigger away on alarm_step')
  const { rows } = await pool.query<{ title: string }>(
    `select title from alarm_incident where title like '%ghi được' or title like 'Ghi được%'`,
  )
  expect(rows.map((r) => r.title)).toEqual(['Ghi được một phần'])
  await duty.post(`/api/alarm-incidents/${incident}/members`, { alarms: [first, second, third], take: true })
})

it('one that is closed stays as it was, and says by whom', async () => {
  const path = `/api/alarm-incidents/${incident}`
  expect((await duty.post(`${path}/close`, { note: 'đã cấp điện lại' })).body).toMatchObject({
    ...{ closedBy: 'duty1', note: 'đã cấp điện lại' },
  })
  for (const [what, body] of [
    ['close', { note: 'nữa' }],
    ['acknowledge', { note: 'nữa' }],
    ['members', { alarms: [ids[3]], take: true }],
  ] as const)
    expect(await duty.post(`${path}/${what}`, body)).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT' },
    })
  expect((await duty.post('/api/alarm-incidents/999999/close', { note: 'x' })).status).toBe(404)
  const { rows } = await server.app.db.pool.query(
    'select action from audit_entry where subject = $1 order by id',
    [`incident:${incident}`],
  )
  expect(rows.map((r) => r.action)).toEqual(['incident.opened', 'incident.closed'])
})

type Table = Record<string, string>[]
const csv = async (who: Client, path: string) => {
  const answer = await who.fetch(path)
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8')
  return { status: answer.status, type: answer.headers.get('content-type'), text }
}
const now = () => Date.now() + 1_000

it('alarms as a file: a line each with its life, texts that are formulas made harmless, each within his own scope', async () => {
  const from = Date.now() - 3_600_000
  const { status, type, text } = await csv(duty, `/api/alarms.csv?from=${from}&to=${now()}`)
  expect([status, type, text.charCodeAt(0)]).toEqual([200, 'text/csv; charset=utf-8', 0xfeff])
  const rows: Table = parse(text, { bom: true, columns: true, comment: '#' })
  const mine = rows.filter((r) => ids.includes(Number(r.id)))
  expect(mine).toHaveLength(4)
  expect(mine.find((r) => r.rule === 'MOT')).toMatchObject({
    ...{ state: 'acknowledged', severity: 'critical', acknowledged_by: 'duty1', owner: 'duty1' },
    ...{ note: 'cùng một nguyên nhân', incident: String(incident), ended_at: '', simulated: '0' },
  })
  // What a spreadsheet would take for a formula is a text.
  expect(mine.find((r) => r.rule === 'HAI')?.note).toBe("'=1+1")
  const other = await csv(await server.as('agency', '46'), `/api/alarms.csv?from=${from}&to=${now()}`)
  expect(parse(other.text, { bom: true, columns: true })).toEqual([])
  expect((await csv(duty, `/api/alarms.csv?from=${from}&to=${from}`)).status).toBe(400)
  expect((await csv(duty, `/api/alarms.csv?from=0&to=${now()}`)).status).toBe(400)
})

it('the measures as a file say what the page says', async () => {
  const [from, to] = [Date.now() - 86_400_000, now()]
  const asked = `from=${from}&to=${to}`
  // A source that falls silent between the two is an alarm more.
  await eventually(async () => {
    const page = (await duty.get<{ raised: number; standing: number }>(`/api/alarm-measures?${asked}`)).body
    const { text } = await csv(duty, `/api/alarm-measures.csv?${asked}`)
    const rows: string[][] = parse(text, { bom: true, relax_column_count: true })
    const value = (name: string) => rows.find(([n]) => n === name)?.[1]
    expect([value('raised'), value('standing')]).toEqual([String(page.raised), String(page.standing)])
    expect(value('from')).toBe(new Date(from).toISOString())
    expect(rows.filter(([n]) => n?.startsWith('MOT'))).toHaveLength(1)
  })
})
