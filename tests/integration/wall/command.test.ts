import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommandAnswer, WallView } from '../../../shared/wall.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { arrive, pair } from './stage.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

const geometry = (screens: number[]) => ({
  ...{ rows: 1, columns: screens.length, resolution: { width: 1920, height: 1080 } },
  panel: { width: 1210, height: 680 },
  bezel: { left: 2, right: 2, top: 2, bottom: 2, unit: 'px' as const },
  cells: screens.map((screen, column) => ({ row: 0, column, screen })),
})
const tell = (id: number, command: unknown) =>
  duty.post<CommandAnswer>(`/api/screens/${id}/command`, { command })

test('an order is written down, answered by the screen, and its answer written down', async () => {
  const screen = await arrive(server, await pair(server))
  const { status, body } = await tell(screen.id, { do: 'identify', seconds: 10 })
  expect([status, body.end]).toEqual([200, 'done'])
  const list = await duty.get<{ command: { do: string }; actor: string; end: string }[]>(
    `/api/screens/${screen.id}/commands`,
  )
  expect(list.body[0]).toMatchObject({ command: { do: 'identify' }, actor: 'account:duty1', end: 'done' })
  const { rows } = await server.app.db.pool.query(
    "select 1 from audit_entry where action = 'screen.identify'",
  )
  expect(rows).toHaveLength(1)
  await expect(server.app.db.pool.query('delete from screen_command')).rejects.toThrow('append-only')
  screen.socket.close()
})

test('a screen that says no, says nothing, or is away is told so', async () => {
  const refusing = await arrive(server, await pair(server), 'A'.repeat(43), () => false)
  expect((await tell(refusing.id, { do: 'reload' })).body.end).toBe('failed')
  refusing.socket.close()
  const silent = await arrive(server, await pair(server), 'B'.repeat(43), () => null)
  expect((await tell(silent.id, { do: 'reload' })).body.end).toBe('silent')
  silent.socket.close()
  await eventually(async () => expect((await tell(silent.id, { do: 'reload' })).body.end).toBe('away'))
  expect((await tell(999_999, { do: 'reload' })).status).toBe(404)
  expect((await tell(silent.id, { do: 'explode' })).status).toBe(400)
})

test('a screen hands in a picture that was asked of it, once, and small ones as it has them; no more', async () => {
  const [screen, other] = await Promise.all(
    ['E', 'F'].map(async (d) => arrive(server, await pair(server), d.repeat(43))),
  )
  if (!screen || !other) throw new Error('no screens')
  const hand = async (from: typeof screen, kind: string, more: Record<string, string> = {}) => {
    const device = (from === screen ? 'E' : 'F').repeat(43)
    const facts = { kind, at: `${Date.now()}`, scene: 's', width: '8', height: '8', ...more }
    const response = await fetch(`${server.url}/api/screens/self/picture?${new URLSearchParams(facts)}`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Screen ${from.token}`, 'x-td-device': device },
        'content-type': 'application/octet-stream',
      },
      body: Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
    })
    return response.status
  }
  expect(await hand(screen, 'asked')).toBe(404)
  await tell(screen.id, { do: 'screenshot' })
  const command = `${screen.orders.at(-1)?.id}`
  expect(await hand(other, 'asked', { command })).toBe(404)
  expect(await hand(screen, 'asked', { command })).toBe(200)
  expect(await hand(screen, 'asked', { command })).toBe(404)
  expect(await hand(screen, 'small', { at: `${Date.now() + 86_400_000}` })).toBe(400)
  const many: number[] = []
  for (let i = 0; i < 6; i++) many.push(await hand(screen, 'small'))
  expect(many.slice(0, 4)).toEqual([200, 200, 200, 200])
  expect(many.at(-1)).toBe(429)
  expect(await hand(other, 'small')).toBe(200)
  for (const s of [screen, other]) s.socket.close()
})

test('nobody answers for another screen', async () => {
  const asked = await arrive(server, await pair(server), 'A'.repeat(43), () => null)
  const other = await arrive(server, await pair(server), 'B'.repeat(43))
  const answer = tell(asked.id, { do: 'reload' })
  await eventually(() => expect(asked.orders).toHaveLength(1))
  other.socket.emit('screen:done', { id: asked.orders[0]?.id ?? 0, ok: true, at: Date.now() })
  expect((await answer).body.end).toBe('silent')
  for (const s of [asked, other]) s.socket.close()
})

test('what lies over a picture is kept for a screen that is away, and told when it comes', async () => {
  const paired = await pair(server)
  const notice = { do: 'notice', text: 'Họp lúc 15 giờ', tone: 'warning', minutes: 30 }
  expect((await tell(paired.id, notice)).body.end).toBe('away')
  expect((await tell(paired.id, { do: 'night', level: 0.4 })).body.end).toBe('away')
  const screen = await arrive(server, paired)
  await eventually(() => expect(screen.selves).toHaveLength(1))
  expect(screen.selves[0]?.overlay).toMatchObject({
    notice: { text: 'Họp lúc 15 giờ' },
    night: 0.4,
    blank: false,
  })
  await tell(paired.id, { do: 'clear-notice' })
  expect(server.app.wall.screens.find(paired.id)?.overlay.notice).toBeNull()
  screen.socket.close()
})

test('a wall is a grid of screens, each of which hears of its place; several turn at one instant', async () => {
  const one = await arrive(server, await pair(server), 'A'.repeat(43))
  const two = await arrive(server, await pair(server), 'B'.repeat(43))
  const made = await duty.post<WallView>('/api/walls', {
    name: 'Tường chính',
    geometry: geometry([one.id, two.id]),
  })
  expect(made.status).toBe(201)
  await eventually(() =>
    expect(two.selves.at(-1)?.place).toMatchObject({ row: 0, column: 1, part: { x: 1924 } }),
  )
  expect(server.app.wall.partOf(two.id)).toMatchObject({ x: 1924, totalWidth: 3844 })
  expect(server.app.wall.wallOf(one.id)?.name).toBe('Tường chính')

  const answers = await duty.post<CommandAnswer[]>('/api/screens/command', {
    screens: [one.id, two.id],
    command: { do: 'test-picture', on: true },
  })
  expect(answers.body.map((a) => a.end)).toEqual(['done', 'done'])
  expect(one.orders.at(-1)?.at).toBe(two.orders.at(-1)?.at)

  const twice = await duty.post('/api/walls', { name: 'Tường hai', geometry: geometry([two.id]) })
  expect(twice).toMatchObject({ status: 409, body: { detail: { reason: 'IN_ANOTHER_WALL' } } })
  const wrong = await duty.post('/api/walls', { name: 'Tường ba', geometry: geometry([one.id, one.id]) })
  expect(wrong).toMatchObject({ status: 400, body: { detail: { reason: 'SCREEN_TWICE' } } })

  const change = { version: 1, name: 'Tường lớn', geometry: geometry([one.id]) }
  expect((await duty.send('PUT', `/api/walls/${made.body.id}`, change)).status).toBe(200)
  await eventually(() => expect(two.selves.at(-1)?.place).toBeNull())
  expect((await duty.send('PUT', `/api/walls/${made.body.id}`, change)).status).toBe(409)
  expect((await duty.send('DELETE', `/api/walls/${made.body.id}`)).status).toBe(204)
  await eventually(() => expect(one.selves.at(-1)?.place).toBeNull())
  for (const s of [one, two]) s.socket.close()
})

test('how far apart screens turned is told to those who watch', async () => {
  const one = await arrive(server, await pair(server), 'A'.repeat(43))
  const two = await arrive(server, await pair(server), 'B'.repeat(43))
  one.socket.emit('screen:turned', { at: 1_000, turnedAt: 1_004, what: 'cảnh 1' })
  two.socket.emit('screen:turned', { at: 1_000, turnedAt: 1_021, what: 'cảnh 1' })
  await eventually(() => expect(server.app.wall.states.turns()[0]?.spreadMs).toBe(17))
  for (const s of [one, two]) s.socket.close()
})
