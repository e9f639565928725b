import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../../server/app.ts'
import type { CreatedSession, EventView } from '../../../shared/api/bridge.ts'
import type { BridgeSignal } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, quality, sessionWhere, takePart } from './sockets.ts'

const QUANG_NINH = '22'
let server: TestServer
let leader: Client
const sockets: LiveClient[] = []

beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => server.stop())

const device = (name: string) => name.padEnd(43, '0')
const tokenOf = (link: string) => link.split('#')[1] ?? ''
const live = async (...args: Parameters<typeof connect>) => {
  const socket = await connect(...args)
  sockets.push(socket)
  return socket
}
const open = async (units: string[]) =>
  (await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units })).body
const asPoint = async (link: string, name: string) =>
  takePart(await live(server.url, { pointToken: `${tokenOf(link)}.${device(name)}` }), device(name))
const asChair = async (session: string) =>
  takePart(await live(server.url, { cookie: leader.cookie }), device('chair'), session)
const screen = async () => {
  const link = await server.app.wall.pairingLink(server.url)
  const { body } = await server.anonymous.post<{ token: string }>('/api/screens/pair', {
    token: link.split('#pair=')[1],
  })
  return live(server.url, { screenToken: body.token })
}
const received = (socket: LiveClient) => {
  const list: { from: string; data: BridgeSignal }[] = []
  socket.on('bridge:signal', (from, data) => list.push({ from, data }))
  return list
}
/** Everything sent on this connection before has been handled when this answers. */
const settled = (socket: LiveClient) => socket.emitWithAck('clock')

describe('presence', () => {
  it('shows a silent point lost within 5 seconds of its last word, and present again when it speaks', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const chair = await asChair(session.id)
    const point = await asPoint(invitations[0]!.link, 'qn')
    const state = (wanted: string) =>
      sessionWhere(chair.socket, (v) => v.points.some((p) => p.id === point.point && p.state === wanted))
    point.quiet()
    await state('lost')
    point.loud()
    await state('joined')
    // What was just seen is waited for by the record itself.
    const { body } = await leader.get<EventView[]>(`/api/bridge/${session.id}/events`)
    const lost = body.find((e) => e.kind === 'lost')
    expect(lost?.at).toBeLessThanOrEqual(Number(lost?.detail.lastHeardAt) + 5_000)
    expect(body.filter((e) => e.point === point.point).map((e) => e.kind)).toEqual([
      'invited',
      'device-bound',
      'testing',
      'joined',
      'lost',
      'returned',
    ])
  })

  it('calls a point weak that says so three times', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const chair = await asChair(session.id)
    const point = await asPoint(invitations[0]!.link, 'qn')
    point.quiet()
    const weak = sessionWhere(chair.socket, (v) => v.points.some((p) => p.state === 'weak'))
    for (let i = 0; i < 3; i++) point.socket.emit('bridge:beat', { quality: { ...quality, lossPercent: 9 } })
    const view = await weak
    expect(view.points.find((p) => p.id === point.point)?.quality?.lossPercent).toBe(9)
  })

  it('refuses a second device on one link, before any event is heard', async () => {
    const { invitations } = await open([QUANG_NINH])
    await asPoint(invitations[0]!.link, 'first')
    await expect(asPoint(invitations[0]!.link, 'second')).rejects.toThrow()
    const told = await server.anonymous.post('/api/bridge/point', {
      token: tokenOf(invitations[0]!.link),
      device: device('second'),
    })
    expect(told.body.code).toBe('BRIDGE_OTHER_DEVICE')
  })

  it('takes a revoked point out at once and lets it in no more', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const point = await asPoint(invitations[0]!.link, 'qn')
    const over = new Promise((resolve) => point.socket.once('bridge:over', resolve))
    await leader.post(`/api/bridge/${session.id}/points/${point.point}/revoke`)
    expect(await over).toBe('revoked')
    await eventually(() => expect(point.socket.connected).toBe(false))
    await expect(asPoint(invitations[0]!.link, 'qn')).rejects.toThrow()
  })

  it('lets the newer window of a point replace the older', async () => {
    const { invitations } = await open([QUANG_NINH])
    const first = await asPoint(invitations[0]!.link, 'qn')
    const over = new Promise((resolve) => first.socket.once('bridge:over', resolve))
    await asPoint(invitations[0]!.link, 'qn')
    expect(await over).toBe('replaced')
  })

  it('keeps a microphone closed until the chair opens it, and tells the point', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    expect(session.points.map((p) => p.muted)).toEqual([false, true])
    const point = await asPoint(invitations[0]!.link, 'qn')
    const at = `/api/bridge/${session.id}/points/${point.point}/mute`
    const where = (muted: boolean) =>
      sessionWhere(point.socket, (v) => v.points.some((p) => p.id === point.point && p.muted === muted))
    const open1 = where(false)
    await leader.post(at, { muted: false })
    await open1
    const closed = where(true)
    await leader.post(at, { muted: true })
    await closed
  })

  it('rings at the signed-in people of the invited unit only, and stops when they answer', async () => {
    const quangNinh = await server.as('agency', QUANG_NINH)
    const hoChiMinh = await server.as('agency', '79')
    const invited = await live(server.url, { cookie: quangNinh.cookie })
    const other = await live(server.url, { cookie: hoChiMinh.cookie })
    const rings: unknown[] = []
    other.on('bridge:ring', (ring) => rings.push(ring))
    const ring = new Promise<{ session: string } | null>((resolve) => invited.once('bridge:ring', resolve))
    const { session } = await open([QUANG_NINH])
    expect((await ring)?.session).toBe(session.id)
    const stopped = new Promise((resolve) => invited.once('bridge:ring', resolve))
    await takePart(invited, device('account'), session.id)
    expect(await stopped).toBeNull()
    await settled(other)
    expect(rings).toEqual([])
    const stranger = await other.emitWithAck('bridge:hello', {
      device: device('stranger'),
      camera: true,
      microphone: true,
      session: session.id,
    })
    expect('error' in stranger && stranger.error.code).toBe('BRIDGE_NOT_INVITED')
  })
})

describe('signalling', () => {
  it('passes between the points of one session and to nobody else', async () => {
    const one = await open([QUANG_NINH])
    const two = await open(['79'])
    const chair = await asChair(one.session.id)
    const point = await asPoint(one.invitations[0]!.link, 'qn')
    const stranger = await asPoint(two.invitations[0]!.link, 'hcm')
    const atPoint = received(point.socket)
    const target = chair.peers().find((p) => p.id === point.point)
    const signal = (incarnation: number): BridgeSignal => ({
      kind: 'rebuild',
      incarnation,
      to: target?.incarnation ?? 0,
      round: 1,
    })
    stranger.socket.emit('bridge:signal', point.point, signal(stranger.grant.incarnation))
    chair.socket.emit('bridge:signal', point.point, signal(chair.grant.incarnation - 1))
    await settled(stranger.socket)
    await settled(chair.socket)
    chair.socket.emit('bridge:signal', point.point, signal(chair.grant.incarnation))
    await expect.poll(() => atPoint).toEqual([{ from: chair.point, data: signal(chair.grant.incarnation) }])
  })

  it('gives a wall screen the spotlighted point only, and takes it away after', async () => {
    const { session, invitations } = await open([QUANG_NINH, '79'])
    const point = await asPoint(invitations[0]!.link, 'qn')
    await asPoint(invitations[1]!.link, 'hcm')
    const wall = await screen()
    const seen: string[][] = []
    wall.on('bridge:peers', (peers) => seen.push(peers.map((p) => p.id)))
    const watched = await wall.emitWithAck('bridge:watch', null)
    expect('session' in watched).toBe(true)
    await leader.post(`/api/bridge/${session.id}/spotlight`, { point: point.point })
    await expect.poll(() => seen.at(-1)).toEqual([point.point])
    await expect.poll(() => point.peers().filter((p) => p.kind === 'screen')).toHaveLength(1)
    await leader.post(`/api/bridge/${session.id}/spotlight`, { point: null })
    await expect.poll(() => seen.at(-1)).toEqual([])
    await leader.post(`/api/bridge/${session.id}/end`)
  })
})

describe('a restart of the server', () => {
  it('keeps the session: its points are lost, then come back by themselves with the same link', async () => {
    const own = await startServer()
    try {
      const chairman = await own.as('leader')
      const { body } = await chairman.post<CreatedSession>('/api/bridge', {
        title: 'Bền',
        units: [QUANG_NINH],
      })
      const credential = `${tokenOf(body.invitations[0]!.link)}.${device('qn')}`
      await takePart(await live(own.url, { pointToken: credential }), device('qn'))
      await own.app.bridge.settled()
      await own.app.close()
      const again = await buildApp(own.app.config)
      await again.listen({ port: 0, host: '127.0.0.1' })
      const address = again.server.address()
      const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
      const point = (view = again.bridge.sessions()[0]) => view?.points.find((p) => p.role === 'point')
      expect(point()?.state).toBe('lost')
      await takePart(await live(url, { pointToken: credential }), device('qn'))
      expect(point()?.state).toBe('joined')
      await again.bridge.settled()
      await again.close()
    } finally {
      await own.stop()
    }
  })
})
