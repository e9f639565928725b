import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession, EventView } from '../../../shared/api/bridge.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, takePart } from './sockets.ts'

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

/** A session with the chair and the two provinces in it. */
async function room() {
  const { body } = await leader.post<CreatedSession>('/api/bridge', {
    title: 'Giao ban',
    units: ['22', '46'],
  })
  const { session, invitations } = body
  const chair = await connect(server.url, { cookie: leader.cookie })
  sockets.push(chair)
  await takePart(chair, device('chair'), session.id)
  const points = []
  for (const unit of ['22', '46']) {
    const token = invitations.find((i) => i.unit === unit)?.link.split('#')[1]
    const socket = await connect(server.url, { pointToken: `${token}.${device(unit)}` })
    sockets.push(socket)
    points.push(await takePart(socket, device(unit)))
  }
  const at = `/api/bridge/${session.id}`
  return {
    id: session.id,
    chair: session.chair,
    quangNinh: points[0]!,
    hue: points[1]!,
    give: (point: string | null, seconds: number | null = null) =>
      leader.post<BridgeView & { code?: string }>(`${at}/floor`, { point, seconds }),
    see: async () => (await leader.get<BridgeView>(at)).body,
    events: async () => {
      await server.app.bridge.settled()
      return (await leader.get<EventView[]>(`${at}/events`)).body
    },
  }
}
const muted = (view: BridgeView, id: string) => view.points.find((p) => p.id === id)?.muted

describe('the floor', () => {
  it('is asked for, waits in order, is given with a limit and opens that microphone alone', async () => {
    const s = await room()
    await s.hue.socket.emitWithAck('bridge:hand', true)
    await s.quangNinh.socket.emitWithAck('bridge:hand', true)
    const before = (await s.see()).points.find((p) => p.id === s.hue.point)?.hand
    await s.hue.socket.emitWithAck('bridge:hand', true)
    const asked = await s.see()
    const hand = (id: string) => asked.points.find((p) => p.id === id)?.hand ?? 0
    expect(hand(s.hue.point)).toBe(before)
    expect(hand(s.quangNinh.point)).toBeGreaterThanOrEqual(hand(s.hue.point))
    const { body } = await s.give(s.hue.point, 120)
    expect(body.floor).toMatchObject({ point: s.hue.point })
    expect((body.floor?.until ?? 0) - (body.floor?.since ?? 0)).toBe(120_000)
    expect([muted(body, s.hue.point), muted(body, s.quangNinh.point), muted(body, s.chair)]).toEqual([
      false,
      true,
      false,
    ])
    expect(body.points.find((p) => p.id === s.hue.point)?.hand).toBeNull()
  })

  it('goes from one to the next, and how long each had it is on record', async () => {
    const s = await room()
    await s.give(s.hue.point)
    await s.give(s.quangNinh.point, 60)
    const between = await s.see()
    expect([muted(between, s.hue.point), muted(between, s.quangNinh.point)]).toEqual([true, false])
    const { body } = await s.give(null)
    expect(body.floor).toBeNull()
    expect(muted(body, s.quangNinh.point)).toBe(true)
    const floor = (await s.events()).filter((e) => e.kind.startsWith('floor'))
    expect(floor.map((e) => [e.kind, e.point])).toEqual([
      ['floor-given', s.hue.point],
      ['floor-ended', s.hue.point],
      ['floor-given', s.quangNinh.point],
      ['floor-ended', s.quangNinh.point],
    ])
    expect(floor[1]?.detail).toMatchObject({ lastedMs: expect.any(Number), overMs: 0 })
  })

  it('more time to the same speaker does not begin the speech anew', async () => {
    const s = await room()
    const first = (await s.give(s.hue.point, 60)).body.floor
    const second = (await s.give(s.hue.point, 300)).body.floor
    expect(second?.since).toBe(first?.since)
    expect(second?.until).toBeGreaterThan(first?.until ?? 0)
  })

  it('is given up when its speaker is muted, leaves or is taken out', async () => {
    const s = await room()
    const at = `/api/bridge/${s.id}/points/`
    await s.give(s.hue.point)
    await leader.post(`${at}${s.hue.point}/mute`, { muted: true })
    expect((await s.see()).floor).toBeNull()
    await s.give(s.hue.point)
    s.hue.socket.emit('bridge:leave')
    await expect.poll(async () => (await s.see()).floor).toBeNull()
    await s.give(s.quangNinh.point)
    await leader.post(`${at}${s.quangNinh.point}/revoke`)
    expect((await s.see()).floor).toBeNull()
    expect((await s.events()).filter((e) => e.kind === 'floor-ended')).toHaveLength(3)
  })

  it("stays a lost speaker's until the chair decides, over a word that is not the chair's to withhold", async () => {
    const s = await room()
    await s.give(s.hue.point)
    s.hue.quiet()
    await expect
      .poll(async () => (await s.see()).points.find((p) => p.id === s.hue.point)?.state)
      .toBe('lost')
    expect((await s.see()).floor?.point).toBe(s.hue.point)
    await s.give(null)
    expect((await s.see()).floor).toBeNull()
  })

  it('is not given to one who is not there, to the chair, or for a time out of reason', async () => {
    const s = await room()
    s.hue.socket.emit('bridge:leave')
    await expect
      .poll(async () => (await s.see()).points.find((p) => p.id === s.hue.point)?.state)
      .toBe('left')
    expect((await s.give(s.hue.point)).body.code).toBe('BRIDGE_NOT_PRESENT')
    expect((await s.give(s.quangNinh.point, 5)).status).toBe(400)
    expect((await s.give(s.chair)).body.floor).toBeNull()
    const point = s.quangNinh.socket
    const wrong = await point.emitWithAck('bridge:hand', 'yes' as never)
    expect('error' in wrong && wrong.error.code).toBe('BRIDGE_BAD_REQUEST')
  })

  it('never closes the microphone of the chair', async () => {
    const s = await room()
    await leader.post(`/api/bridge/${s.id}/points/${s.chair}/mute`, { muted: true })
    await leader.post(`/api/bridge/${s.id}/mute-all`)
    expect(muted(await s.see(), s.chair)).toBe(false)
  })
})
