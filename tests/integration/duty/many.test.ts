import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlarmsAcknowledged } from '../../../shared/api/alarms.ts'
import type { AlarmNews, AttentionRow } from '../../../shared/live.ts'
import type { ConnectionState } from '../../../shared/vocabulary.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient } from '../bridge/sockets.ts'

const MANY = 5_000
/** As many are answered with one word. */
const PIECE = 500

let server: TestServer
let desk: LiveClient
const causes: { rows: AttentionRow[]; gone: number[] }[] = []
const alarms: AlarmNews[] = []
beforeAll(async () => {
  server = await startServer()
  desk = await connect(server.url, { cookie: (await server.as('duty')).cookie })
  desk.on('attention:news', (n) => causes.push(n))
  desk.on('alarms:news', (n) => alarms.push(n))
  await desk.emitWithAck('board:watch')
  await desk.emitWithAck('alarms:watch')
}, 120_000)
afterAll(async () => {
  desk?.close()
  await server?.stop()
})

const all = Array.from({ length: MANY }, (_, i) => `K-${i}`)
const say = (state: ConnectionState, since: number) => {
  for (const id of all) server.app.bus.emit('connection-state', { id, state, previous: null, since })
}
const count = async (sql: string) => (await server.app.db.pool.query<{ n: number }>(sql)).rows[0]?.n
/** Transactions that wrote the rows of a table. */
const written = (of: string) => count(`select count(distinct xmin::text)::int n from ${of}`)
const far = { timeout: 90_000, interval: 100 }

test('five thousand connections that die at once are a few transactions, and each is told once', async () => {
  const died = Date.now() - 60_000
  say('lost', died)
  await eventually(() => expect(server.app.duty.rows()).toHaveLength(MANY), far)
  expect(await count('select count(*)::int n from attention where cleared_at is null')).toBe(MANY)
  // One transaction each would be five thousand.
  expect(await count('select count(distinct xmin::text)::int n from attention')).toBeLessThanOrEqual(12)
  await eventually(() => {
    const known = new Set(alarms.flatMap((p) => p.rows.map((r) => r.id)))
    expect(known.size).toBe(MANY)
    expect(alarms.at(-1)?.counts.waiting.high).toBe(MANY)
    expect(new Set(causes.flatMap((p) => p.rows.map((r) => r.id))).size).toBe(MANY)
  }, far)
  // What the desk heard of the causes grows with them, not with their square.
  expect(causes.reduce((n, p) => n + p.rows.length, 0)).toBeLessThanOrEqual(2 * MANY)
  expect(Math.max(...causes.map((p) => p.rows.length))).toBeLessThanOrEqual(500)
}, 240_000)

test('one that is taken and one that turns are told alone', async () => {
  causes.length = 0
  const [first] = server.app.duty.rows()
  const duty = await server.as('duty')
  await duty.post(`/api/attention/${first?.id}/acknowledge`, { note: 'đã gọi' })
  await eventually(() => expect(causes.flatMap((p) => p.rows)).toMatchObject([{ id: first?.id }]))
  expect(causes[0]?.rows[0]?.acknowledged).toMatchObject({ note: 'đã gọi' })
  causes.length = 0
  const turned = { id: 'K-7', previous: null, since: Date.now() } as const
  server.app.bus.emit('connection-state', { ...turned, state: 'late' })
  await eventually(() => {
    expect(causes.flatMap((p) => p.rows)).toMatchObject([{ subject: 'K-7', state: 'late' }])
    expect(causes.flatMap((p) => p.gone)).toHaveLength(1)
  })
  // Its alarm turns a moment after its cause: only then may the next test end both.
  await eventually(() =>
    expect(server.app.alarms.standing().map((a) => a.subject)).toContain('connection:K-7/late'),
  )
}, 60_000)

test('back again, every cause ends; every alarm stands cleared until a person answers, many with one word, with all its steps kept', async () => {
  causes.length = 0
  say('up', Date.now())
  await eventually(() => expect(server.app.duty.rows()).toEqual([]), far)
  await eventually(() => expect(causes.flatMap((p) => p.gone)).toHaveLength(MANY), far)
  // All but the one that was taken before: of the one that turned both.
  const standing = () => server.app.alarms.standing()
  await eventually(() => {
    expect(standing()).toHaveLength(MANY)
    expect(standing().filter((a) => a.state !== 'returned')).toEqual([])
    expect(alarms.at(-1)?.counts).toMatchObject({ open: MANY, active: 0 })
  }, far)
  const duty = await server.as('duty')
  const ids = standing()
    .slice(0, PIECE)
    .map((a) => a.id)
  const answer = await duty.post<AlarmsAcknowledged>('/api/alarms/acknowledge', {
    ids,
    note: 'mạng đã thông',
  })
  expect([answer.status, answer.body.taken.length, answer.body.refused]).toEqual([200, PIECE, []])
  await eventually(() => expect(standing()).toHaveLength(MANY - PIECE), far)
  await eventually(() => expect(alarms.at(-1)?.counts.open).toBe(MANY - PIECE))
  for (const [kind, n] of [
    ['raised', MANY + 1],
    ['cleared', MANY + 1],
    ['acknowledged', PIECE + 1],
    ['ended', PIECE + 1],
  ] as const)
    expect([kind, await count(`select count(*)::int n from alarm_step where kind = '${kind}'`)]).toEqual([
      kind,
      n,
    ])
}, 240_000)

test('one that turns without rest does not make the others wait for each of its turns', async () => {
  const at = Date.now()
  const others = Array.from({ length: 200 }, (_, i) => `B-${i}`)
  const turn = (id: string, state: ConnectionState, n: number) =>
    server.app.bus.emit('connection-state', { id, state, previous: null, since: at + n })
  for (const [n, id] of others.entries()) {
    turn('RUNG', n % 2 ? 'late' : 'refusing', n)
    turn(id, 'lost', n)
  }
  await eventually(() => expect(server.app.duty.waiting).toBe(0), far)
  expect(await count("select count(*)::int n from attention where subject = 'RUNG'")).toBe(others.length)
  expect(await written("attention where subject like 'B-%'")).toBeLessThanOrEqual(2)
}, 120_000)
