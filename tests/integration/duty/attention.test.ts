import { afterAll, beforeAll, expect, test } from 'vitest'
import { Causes } from '../../../server/duty/causes.ts'
import type { AttentionRow } from '../../../shared/live.ts'
import type { ConnectionState } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

let at = Date.now() - 3_600_000
const say = (id: string, state: ConnectionState) =>
  server.app.bus.emit('connection-state', { id, state, previous: null, since: ++at })
const written = () => eventually(() => expect(server.app.duty.waiting).toBe(0))
const open = async (who = duty) => (await who.get<AttentionRow[]>('/api/attention')).body
const history = async () =>
  (await duty.get<(AttentionRow & { clearedAt: number })[]>('/api/attention?closed=1&limit=10')).body

test('a changed state ends the old cause and opens a new one; a healthy state ends it', async () => {
  say('A', 'late')
  say('A', 'lost')
  say('B', 'refusing')
  await written()
  expect((await open()).map((r) => [r.subject, r.state])).toEqual([
    ['B', 'refusing'],
    ['A', 'lost'],
  ])
  expect((await history())[0]).toMatchObject({ subject: 'A', state: 'late', detail: { endedAs: 'lost' } })
  say('A', 'lost')
  say('B', 'up')
  await written()
  expect((await open()).map((r) => r.subject)).toEqual(['A'])
  for (const state of ['disabled', 'maintenance', 'outside', 'due'] as const) {
    say('C', 'lost')
    say('C', state)
    await written()
    expect((await open()).map((r) => r.subject)).toEqual(['A'])
  }
})

test('a person takes a cause with a note; name, time and note are kept and audited', async () => {
  const [row] = await open()
  const taken = await duty.post<{ by: string }>(`/api/attention/${row?.id}/acknowledge`, {
    note: ' Đã gọi đơn vị ',
  })
  expect(taken.body).toMatchObject({ note: 'Đã gọi đơn vị' })
  expect((await open())[0]?.acknowledged).toEqual(taken.body)
  expect((await duty.post(`/api/attention/${row?.id}/acknowledge`, { note: '  ' })).status).toBe(400)
  expect((await duty.post('/api/attention/999999/acknowledge', { note: 'x' })).status).toBe(404)
  const { rows } = await server.app.db.pool.query(
    "select detail from audit_entry where action = 'attention.acknowledged'",
  )
  expect(rows).toMatchObject([{ detail: { subject: 'A', note: 'Đã gọi đơn vị' } }])
})

test('what is not one’s to take or to see is refused', async () => {
  const [row] = await open()
  for (const role of ['leader', 'analyst', 'auditor'] as const) {
    const who = await server.as(role)
    expect((await open(who)).length).toBe(1)
    expect((await who.post(`/api/attention/${row?.id}/acknowledge`, { note: 'x' })).status).toBe(403)
  }
  expect(await open(await server.as('agency'))).toEqual([])
  expect((await server.anonymous.get('/api/attention')).status).toBe(401)
})

test('a restart takes over what is open, once, with its acknowledgement', async () => {
  const { pool } = server.app.db
  const [row] = await open()
  const again = new Causes(pool, server.app.log, () => {})
  await again.load()
  expect(again.rows()).toMatchObject([{ id: row?.id, state: 'lost', acknowledged: row?.acknowledged }])
  await pool.query(
    "insert into attention (kind, subject, state, since) select 'connection', 'A', 'late', since from attention where id = $1",
    [row?.id],
  )
  const third = new Causes(pool, server.app.log, () => {})
  await third.load()
  third.turn({ kind: 'connection', subject: 'A', state: 'late', since: at, wanting: true })
  third.turn({ kind: 'connection', subject: 'A', state: 'up', since: at, wanting: false })
  await third.close()
  expect(third.rows()).toEqual([])
  const { rows } = await pool.query("select 1 from attention where subject = 'A' and cleared_at is null")
  expect(rows).toEqual([])
})

test('half a character in what is told holds up neither the board nor the alarm book', async () => {
  const { bus, duty: board, alarms } = server.app
  const half = '\ud83c'
  const told = { subject: `code:${half}`, state: 'guessed', since: Date.now() } as const
  bus.emit('intrusion', { ...told, detail: { name: `Lan ${half}`, address: half, wrong: 9 } })
  say('E', 'lost')
  await written()
  const rows = board.rows()
  expect(rows.find((r) => r.subject === 'E')).toMatchObject({ state: 'lost' })
  const guessed = rows.find((r) => r.kind === 'intrusion')
  expect(guessed).toMatchObject({ subject: 'code:\ufffd', detail: { name: 'Lan \ufffd', wrong: 9 } })
  await eventually(() => {
    expect(alarms.standing().map((a) => a.attention)).toContain(guessed?.id)
    expect(alarms.waiting).toBe(0)
  })
  // The end of it is told by the same words, and finds it.
  bus.emit('intrusion', { ...told, state: 'forgiven', detail: {} })
  say('E', 'up')
  await written()
  expect(board.rows().filter((r) => r.kind === 'intrusion' || r.subject === 'E')).toEqual([])
})

test('a database that is away loses no cause and no order', async () => {
  const { pool } = server.app.db
  await pool.query('alter table attention rename to attention_away')
  say('D', 'late')
  say('D', 'lost')
  expect(server.app.duty.waiting).toBeGreaterThan(0)
  await pool.query('alter table attention_away rename to attention')
  await written()
  const { rows } = await pool.query("select state from attention where subject = 'D' order by id")
  expect(rows).toEqual([{ state: 'late' }, { state: 'lost' }])
  expect((await open())[0]).toMatchObject({ subject: 'D', state: 'lost' })
})
