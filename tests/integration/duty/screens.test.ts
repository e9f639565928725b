import { io, type Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttentionRow } from '../../../shared/live.ts'
import type { ScreenHealth } from '../../../shared/wall.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
const sockets: Socket[] = []
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(async () => {
  for (const s of sockets) s.close()
  await server?.stop()
})

type Paired = { id: number; name: string; token: string }
async function pair(): Promise<Paired> {
  const link = await server.app.wall.pairingLink(server.url)
  return (await server.anonymous.post<Paired>('/api/screens/pair', { token: link.split('#pair=')[1] })).body
}
async function connect(screenToken: string): Promise<Socket> {
  const socket = io(server.url, {
    path: '/live',
    parser,
    transports: ['websocket'],
    auth: { screenToken },
    reconnection: false,
    forceNew: true,
  })
  sockets.push(socket)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}
const open = async () => (await duty.get<AttentionRow[]>('/api/attention')).body

test('a screen gone for more than 30 s wants a person, from when it went; its return ends that', async () => {
  const { id, name, token } = await pair()
  const first = await connect(token)
  const second = await connect(token)
  first.close()
  const before = Date.now()
  second.close()
  await eventually(async () => expect(await open()).toHaveLength(1), { timeout: 60_000, interval: 500 })
  const [row] = await open()
  expect(Date.now() - before).toBeGreaterThanOrEqual(30_000)
  expect(row).toMatchObject({ kind: 'screen', subject: String(id), state: 'lost', detail: { name } })
  expect(Math.abs((row?.since ?? 0) - before)).toBeLessThan(15_000)
  await connect(token)
  await eventually(async () => expect(await open()).toEqual([]))
  const { rows } = await server.app.db.pool.query('select last_seen_at from screen where id = $1', [id])
  expect(rows[0]?.last_seen_at).toBeInstanceOf(Date)
}, 120_000)

test('a screen that is connected and says nothing more of itself wants a person, until its page speaks again', async () => {
  const { id, token } = await pair()
  // The one of before says nothing either.
  const own = async () => (await open()).filter((r) => r.subject === String(id))
  const since = Date.now()
  const socket = await connect(token)
  const health: ScreenHealth = {
    ...{ framesPerSecond: 60, heapMb: null, heapLimitMb: null, skewMs: 0, version: 'a', engine: 'a' },
    ...{ width: 1920, height: 1080, contextsLost: 0, upSeconds: 9, kept: false, stalledMs: 0 },
  }
  socket.emit('screen:beat', health)
  await eventually(async () => expect(await own()).toHaveLength(1), { timeout: 120_000, interval: 500 })
  const [row] = await own()
  expect(row).toMatchObject({ kind: 'screen', subject: String(id), state: 'lost' })
  expect((row?.since ?? 0) - since).toBeLessThan(10_000)
  expect(socket.connected).toBe(true)
  socket.emit('screen:beat', health)
  await eventually(async () => expect(await own()).toEqual([]))
  socket.close()
}, 180_000)

test('a revoked screen is shut out at once and its token opens nothing', async () => {
  const { id, token } = await pair()
  const socket = await connect(token)
  const out = new Promise((resolve) => socket.once('disconnect', resolve))
  expect((await duty.post(`/api/screens/${id}/revoke`)).status).toBe(200)
  await out
  await expect(connect(token)).rejects.toThrow()
})
