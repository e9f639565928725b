import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { bytesOf } from '../../../client/live/view.ts'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { InvitationView } from '../../../shared/api/bridge.ts'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type { BridgeView, LiveError } from '../../../shared/live.ts'
import type { RoomMessage } from '../../../shared/room.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, takePart } from './sockets.ts'

let server: TestServer
let duty: Client
let source: Source
let indicator = ''
const sockets: LiveClient[] = []
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  const found = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
  indicator = found?.code ?? ''
  source = await agree(server.app, server.url, [{ indicator }], '22')
  await send('2026-01', 1)
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => server?.stop())

const OWN = { kind: 'unit', unit: '22' } as const
const device = (name: string) => name.padEnd(43, '0')
const codeOf = (answer: unknown) => (answer as Partial<LiveError>).error?.code
const settled = (socket: LiveClient) => socket.emitWithAck('clock')
const send = (period: string, value: number) =>
  source.push({ observations: [{ indicator, unit: '22', period, value }] })
const live = async (who: Parameters<typeof connect>[1]) => {
  const socket = await connect(server.url, who)
  sockets.push(socket)
  return socket
}
let hours = 24
/** A session whose points wait until they are let in. */
async function withLobby() {
  hours += 5
  const booked = await duty.post<BookingView>('/api/bookings', {
    ...{ title: 'Giao ban', startsAt: Date.now() + hours * 3_600_000, minutes: 60, chair: null, lobby: true },
    ...{
      template: null,
      units: ['22', '46'],
      agenda: [{ title: 'Báo cáo', unit: '22', minutes: 10, indicators: [] }],
    },
  })
  const { body } = await duty.post<{ session: string; invitations: InvitationView[] }>(
    `/api/bookings/${booked.body.id}/open`,
  )
  const at = `/api/bridge/${body.session}`
  const invitation = body.invitations.find((i) => i.unit === '22')
  const chair = await live({ cookie: duty.cookie })
  await chair.emitWithAck('bridge:watch', body.session)
  return {
    id: body.session,
    chair,
    link: (name: string) => live({ pointToken: `${invitation?.link.split('#')[1]}.${device(name)}` }),
    admit: () => duty.post(`${at}/points/${invitation?.point}/admit`),
    end: () => duty.post(`${at}/end`),
    say: (text: string) => chair.emitWithAck('bridge:say', { to: { kind: 'all' }, text }),
  }
}
const heard = (socket: LiveClient) => {
  const texts: string[] = []
  socket.on('bridge:message', (m: RoomMessage) => texts.push(m.text))
  return texts
}
const texts = async (socket: LiveClient) => {
  const answer = await socket.emitWithAck('bridge:messages')
  return 'messages' in answer ? answer.messages.map((m) => m.text) : answer.error.code
}
const open = async (socket: LiveClient) => {
  const answer = await socket.emitWithAck('view:open', OWN)
  if ('error' in answer) throw new Error(answer.error.code)
  return answer
}

it('reads nothing by a link alone nor from the lobby, and everything once it is let in and in', async () => {
  const s = await withLobby()
  const point = await s.link('qn')
  const told = heard(point)
  const reads = async () => [
    codeOf(await point.emitWithAck('view:open', OWN)),
    codeOf(await point.emitWithAck('view:resume', 1, 1, 1)),
    codeOf(await point.emitWithAck('counts:watch')),
    codeOf(await point.emitWithAck('clock:set', { mode: 'fixed', at: Date.now(), known: 'then' })),
    codeOf(await point.emitWithAck('directives:given')),
  ]
  const outside = new Array(5).fill('BRIDGE_OUTSIDE')
  expect(await reads()).toEqual(outside)
  // What is needed to come in is open to it.
  expect(await point.emitWithAck('readiness:begin', {})).toMatchObject({ ticket: expect.any(String) })
  await expect(takePart(point, device('qn'))).rejects.toThrow('BRIDGE_LOBBY')
  expect(await reads()).toEqual(outside)
  expect(await texts(point)).toBe('BRIDGE_OUTSIDE')
  const word = { to: { kind: 'operators' }, text: 'x' } as const
  expect(codeOf(await point.emitWithAck('bridge:say', word))).toBe('BRIDGE_OUTSIDE')
  expect(codeOf(await point.emitWithAck('bridge:hand', true))).toBe('BRIDGE_OUTSIDE')
  expect(codeOf(await point.emitWithAck('bridge:share', 'ask'))).toBe('BRIDGE_OUTSIDE')
  expect(await s.say('Trước khi vào')).toHaveProperty('message')
  await settled(point)
  expect(told).toEqual([])

  await s.admit()
  // Let in is not yet in: nobody sees it there before it comes.
  expect(await texts(point)).toBe('BRIDGE_OUTSIDE')
  await takePart(point, device('qn'))
  expect((await open(point)).cells.length).toBeGreaterThan(0)
  expect(await texts(point)).toEqual(['Trước khi vào'])
  expect(await point.emitWithAck('directives:given')).toEqual({ directives: [] })
  await s.say('Sau khi vào')
  await settled(point)
  expect(told).toEqual(['Sau khi vào'])
  await s.end()
})

it('sees the door of the session and no more, until it is in', async () => {
  const s = await withLobby()
  const point = await s.link('qn')
  const seen = async () => {
    const answer = await point.emitWithAck('bridge:watch', null)
    return 'session' in answer ? (answer.session?.points.map((p) => p.unit) ?? []) : []
  }
  await duty.post(`/api/bridge/${s.id}/item`, { item: 0 })
  const changes: (BridgeView | null)[] = []
  point.on('bridge:changed', (view) => changes.push(view))
  expect(await seen()).toEqual(['VN', '22'])
  await expect(takePart(point, device('qn'))).rejects.toThrow('BRIDGE_LOBBY')
  await s.admit()
  await takePart(point, device('qn'))
  expect((await seen()).sort()).toEqual(['22', '46', 'VN'])
  for (const view of changes) if (view?.points.length === 2) expect(view.item).toBeNull()
  await s.end()
})

it('is sent nothing more once it has left, comes in again without being let in anew, and loses all with the end', async () => {
  const s = await withLobby()
  await s.admit()
  const point = await s.link('qn')
  await takePart(point, device('qn'))
  const values: (number | null)[] = []
  point.on('frame', (bytes) => values.push(...decodeFrame(bytesOf(bytes)).cells.map((c) => c.value)))
  const before = await open(point)
  const ended = () => new Promise<number>((resolve) => point.once('view:changed', resolve))

  const left = ended()
  point.emit('bridge:leave')
  expect(await left).toBe(before.view)
  expect(codeOf(await point.emitWithAck('view:open', OWN))).toBe('BRIDGE_OUTSIDE')
  expect(codeOf(await point.emitWithAck('view:resume', before.view, before.epoch, 1))).toBe('BRIDGE_OUTSIDE')
  expect(await texts(point)).toBe('BRIDGE_OUTSIDE')
  await open(s.chair)
  const next = new Promise<void>((resolve) =>
    s.chair.on('frame', (bytes) => {
      if (decodeFrame(bytesOf(bytes)).cells.some((c) => c.value === 22)) resolve()
    }),
  )
  await send('2026-02', 22)
  await next
  await settled(point)
  expect(values).not.toContain(22)

  await takePart(point, device('qn'))
  const again = await open(point)
  const over = ended()
  await s.end()
  expect(await over).toBe(again.view)
  if (point.connected) expect(codeOf(await point.emitWithAck('view:open', OWN))).toBe('BRIDGE_OUTSIDE')
})

it('goes on after it was cut off, before it has said a word', async () => {
  const s = await withLobby()
  await s.admit()
  const first = await s.link('qn')
  await takePart(first, device('qn'))
  first.close()
  const second = await s.link('qn')
  expect((await open(second)).cells.length).toBeGreaterThan(0)
  await takePart(second, device('qn'))
  expect(await texts(second)).toEqual([])
  await s.end()
})

it('takes no part by the coming in of another device that had the same link open', async () => {
  const s = await withLobby()
  await s.admit()
  const [invited, other] = [await s.link('qn'), await s.link('other')]
  const told = heard(other)
  await other.emitWithAck('bridge:watch', null)
  await takePart(invited, device('qn'))
  expect(codeOf(await other.emitWithAck('view:open', OWN))).toBe('BRIDGE_OUTSIDE')
  expect(await texts(other)).toBe('BRIDGE_OUTSIDE')
  await s.say('Chỉ cho người được mời')
  await settled(other)
  expect(told).toEqual([])
  await s.end()
})

it('of a signed-in account keeps its own numbers, and gets the messages of the room once it is in', async () => {
  const s = await withLobby()
  const quangNinh = await server.as('agency', '22')
  const account = await live({ cookie: quangNinh.cookie })
  const told = heard(account)
  await expect(takePart(account, device('account'), s.id)).rejects.toThrow('BRIDGE_LOBBY')
  expect((await open(account)).cells.length).toBeGreaterThan(0)
  expect(await texts(account)).toBe('BRIDGE_OUTSIDE')
  await s.say('Trước khi vào')
  await settled(account)
  expect(told).toEqual([])
  await s.admit()
  await takePart(account, device('account'), s.id)
  expect(await texts(account)).toEqual(['Trước khi vào'])
  await s.end()
})
