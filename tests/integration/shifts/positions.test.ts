import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RosterView, ShiftNow } from '../../../shared/api/shifts.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from '../bridge/sockets.ts'

let server: TestServer
let administrator: Client
let lan: Client
let minh: Client
let told: string[]
beforeAll(async () => {
  server = await startServer()
  administrator = await server.as('administrator')
  lan = await server.as('duty')
  minh = await server.as('duty')
  told = []
  server.app.bus.on('logbook', (note) => told.push(`${note.kind} ${note.text.vi}`))
})
afterAll(() => server?.stop())

const now = async (who = lan) => (await who.get<ShiftNow>('/api/shifts/now')).body
const holders = (position: string) => server.app.shifts.holders(position).map((h) => h.username)
const signIn = (who: Client, position: string, body: object = {}) =>
  who.post<{ code?: string }>(`/api/shifts/positions/${position}/sign-in`, body)
const idOf = async (who: Client) =>
  (await who.get<{ principal: { id: number } }>('/api/me')).body.principal.id

test('positions come with the product; without anyone each says so', async () => {
  const { positions, notes, mayHold, mine } = await now()
  expect(positions.map((p) => p.position.id)).toEqual(['chief', 'connections', 'bridge', 'analysis'])
  expect(notes.map((n) => n.kind)).toEqual(['vacant', 'vacant', 'vacant', 'vacant'])
  expect([mayHold, mine]).toEqual([true, []])
  expect((await now(await server.as('leader'))).mayHold).toBe(false)
})

test('who signs in holds it; a second person is refused, and one person at two positions is said', async () => {
  expect((await signIn(lan, 'chief')).status).toBe(200)
  expect(holders('chief')).toEqual(['duty2'])
  expect((await signIn(lan, 'chief')).body.code).toBe('CONFLICT')
  expect((await signIn(minh, 'chief')).body.code).toBe('POSITION_HELD')
  await signIn(lan, 'bridge')
  const seen = await now(minh)
  expect(seen.notes.filter((n) => n.kind === 'double')).toMatchObject([
    { displayName: 'duty2', positions: ['chief', 'bridge'] },
  ])
  expect((await now()).mine).toEqual(['chief', 'bridge'])
  expect((await signIn(minh, 'nowhere')).status).toBe(404)
  expect(told.some((t) => t.startsWith('position.signed-in duty2 nhận vị trí Trưởng ca'))).toBe(true)
})

test('leaving wants a reason and leaves the position vacant', async () => {
  const leave = (body: object) => lan.post('/api/shifts/positions/bridge/leave', body)
  expect((await leave({ reason: '  ' })).status).toBe(400)
  expect((await leave({ reason: 'Đi họp' })).status).toBe(200)
  expect(holders('bridge')).toEqual([])
  expect((await leave({ reason: 'Đi họp' })).status).toBe(409)
})

test('who is at a page is taken over by the chief only; who is not, by anyone with a reason', async () => {
  const socket = await connect(server.url, { cookie: lan.cookie })
  const account = await idOf(lan)
  const takeOver = { account, reason: 'Ốm đột xuất' }
  expect((await signIn(minh, 'chief', { takeOver })).body.code).toBe('HOLDER_HERE')
  expect((await signIn(minh, 'chief', { takeOver: { account: 999, reason: 'x' } })).status).toBe(409)
  socket.close()
  await lan.post('/api/sign-out')
  await eventually(async () => {
    await server.app.shifts.presence.look()
    expect((await now(minh)).notes.find((n) => n.kind === 'absent')).toMatchObject({
      position: 'chief',
      presence: 'signed-out',
    })
  })
  expect((await signIn(minh, 'chief', { takeOver })).status).toBe(200)
  expect(holders('chief')).toEqual(['duty3'])
  const { rows } = await server.app.db.pool.query(
    "select action from audit_entry where subject = 'position:chief' order by id",
  )
  expect(rows.map((r) => r.action)).toEqual(['position.signed-in', 'position.taken-over'])
})

test('an account that ends leaves its position, and the log hears of it', async () => {
  const leaving = await server.as('duty')
  await signIn(leaving, 'analysis')
  const id = await idOf(leaving)
  expect((await administrator.send('PATCH', `/api/accounts/${id}`, { enabled: false })).status).toBe(200)
  await server.app.shifts.presence.look()
  expect(holders('analysis')).toEqual([])
  expect(told.some((t) => t.includes('Vị trí Trực phân tích không còn người'))).toBe(true)
})

test('the roster is planned by slot and by file; a file with a fault changes nothing and names the row', async () => {
  const plan = (slots: object[], who = administrator) =>
    who.send<{ code?: string }>('PUT', '/api/shifts/roster', { slots })
  const account = await idOf(minh)
  const slot = { day: '2027-03-01', no: 3, position: 'chief', accounts: [account] }
  expect((await plan([slot])).status).toBe(200)
  expect((await plan([{ ...slot, no: 4 }])).status).toBe(400)
  expect((await plan([{ ...slot, accounts: [99_999] }])).status).toBe(404)
  const other = await server.as('duty')
  expect((await plan([slot], other)).status).toBe(403)
  expect((await plan([{ ...slot, no: 2 }], minh)).status).toBe(200) // holds the chief's position
  const bad =
    'day,shift,position,username\n2027-03-02,1,chief,duty3\n2027-03-02,9,chief,duty3\n2027-03-02,1,chief,nobody'
  const refused = await administrator.post<{
    code: string
    detail: { rows: { row: number; field: string }[] }
  }>('/api/shifts/roster/import', { csv: bad })
  expect(refused.body.code).toBe('ROWS_REFUSED')
  expect(refused.body.detail.rows.map((r) => [r.row, r.field])).toEqual([
    [3, 'shift'],
    [4, 'username'],
  ])
  const read = async () => (await minh.get<RosterView>('/api/shifts/roster?from=2027-03-01&days=2')).body
  expect((await read()).planned).toHaveLength(2)
  const good = '\uFEFFday;shift;position;username\n2027-03-02;1;chief;duty3\n2027-03-01;3;chief;\n'
  expect((await administrator.post('/api/shifts/roster/import', { csv: good })).body).toEqual({
    slots: 2,
    people: 1,
  })
  const after = await read()
  expect(after.planned.map((p) => [p.day, p.no, p.username])).toEqual([
    ['2027-03-01', 2, 'duty3'],
    ['2027-03-02', 1, 'duty3'],
  ])
  expect(after.notes.filter((n) => n.kind === 'gap')).toHaveLength(2 * 3 * 4 - 2)
  const csv = await minh.fetch('/api/shifts/roster.csv?from=2027-03-01&days=2')
  expect(await csv.text()).toContain('2027-03-02,1,chief,duty3')
})

test('the hours of shifts change from a day that has not begun', async () => {
  const set = (body: object) => administrator.send<{ code?: string }>('PUT', '/api/shifts/plan', body)
  expect((await set({ fromDay: '2020-01-01', starts: ['07:00'] })).status).toBe(409)
  expect((await set({ fromDay: '2030-01-01', starts: ['07:00', '07:00'] })).status).toBe(400)
  expect((await set({ fromDay: '2030-01-01', starts: ['07:00', '19:00'] })).status).toBe(200)
  const { body } = await minh.get<RosterView>('/api/shifts/roster?from=2029-12-31&days=2')
  expect(body.days.map((d) => d.shifts.length)).toEqual([3, 2])
})

test('positions are the centre’s own: a new one, one chief, none retired while held', async () => {
  const { positions } = await now(minh)
  const all = positions.map((p) => p.position)
  const put = (list: object[]) =>
    administrator.send<{ code?: string }>('PUT', '/api/shifts/positions', { positions: list })
  const radio = { ...all[3], id: 'radio', code: 'VT', name: { vi: 'Trực vô tuyến', en: 'Radio' } }
  expect((await put([...all, radio])).status).toBe(200)
  expect(server.app.shifts.positions().map((p) => p.id)).toContain('radio')
  expect((await put(all.map((p) => ({ ...p, chief: false })))).status).toBe(400)
  expect((await put(all.slice(1).map((p, i) => ({ ...p, chief: i === 0 })))).body.code).toBe('POSITION_HELD')
  expect((await put(all)).status).toBe(200)
  expect(server.app.shifts.positions().map((p) => p.id)).not.toContain('radio')
})
