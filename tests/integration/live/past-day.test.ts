import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Board } from '../../../server/live/index.ts'
import { PastDay } from '../../../server/live/past-day.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let source: Source
const days: PastDay[] = []
const at = new Date(Date.now() - 1_000).toISOString()
const send = (value: unknown) =>
  source.push(
    { observations: [{ indicator: 'KTN-02', unit: 'VN', at, value }] },
    { 'idempotency-key': `${Math.random()}` },
  )
/** A board as a start makes it, over what the server has by now. */
function start(waits: { patience: number; again: number }) {
  const { app } = server
  const board = new Board({
    connection: (id) => app.intake.connections.get(id),
    age: (id) => app.trust.connection(id),
    expected: app.trust.expected,
    agency: () => ({ code: '', name: { vi: '', en: '' } }),
  })
  const day = new PastDay(app, board, waits)
  days.push(day)
  return { board, day, row: () => board.row(source.id, Date.now()) }
}
const messages = (row: ReturnType<Board['row']>) => row?.beat.reduce((n, b) => n + b.messages, 0)

beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url)
  await send('x')
  await send(40_000)
  await send(40_000)
  // The last message lies before what a board counts itself.
  await sleep(5)
})
afterAll(async () => {
  await Promise.all(days.map((d) => d.stop()))
  await server?.stop()
})

it('a day that is read at once stands on the board when the start goes on', async () => {
  const { board, day, row } = start({ patience: 20_000, again: 100 })
  await day.begin()
  expect(row()).toMatchObject({ refused24h: 1, unchanged: true, newsAt: expect.any(Number) })
  expect(messages(row())).toBe(3)
  expect(board.patches([source.id], Date.now())).toMatchObject([{ id: source.id, beat: expect.any(Array) }])
})

it('a day that takes long, and whose reading is broken off, holds up no start and is on the board in the end', async () => {
  const holder = await server.app.db.pool.connect()
  await holder.query('begin')
  await holder.query('lock table message in access exclusive mode')
  const { board, day, row } = start({ patience: 200, again: 100 })
  await day.begin()
  expect(row()).toMatchObject({ refused24h: null, unchanged: false, newsAt: null })
  // As the time limit of long reads does it.
  await eventually(async () => {
    const { rows } = await server.app.db.pool.query<{ done: boolean }>(
      `select pg_cancel_backend(pid) as done from pg_stat_activity
       where datname = current_database() and application_name = 'trong-dong-read' and wait_event_type = 'Lock'`,
    )
    expect(rows).toMatchObject([{ done: true }])
  })
  await sleep(300)
  expect(row()?.refused24h).toBeNull()
  board.patches([source.id], Date.now())
  await holder.query('rollback')
  holder.release()
  await eventually(() => expect(row()?.refused24h).toBe(1))
  expect(row()).toMatchObject({ unchanged: true, newsAt: expect.any(Number) })
  expect(messages(row())).toBe(3)
  // Whoever looks on gets the whole bar, not its newest cells alone.
  const [patch] = board.patches([source.id], Date.now())
  expect(patch?.beat?.reduce((n, b) => n + b.messages, 0)).toBe(3)
})
