import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf } from '../../../client/live/view.ts'
import type { CreatedSession, EventView } from '../../../shared/api/bridge.ts'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type { BridgeView, ViewOpened } from '../../../shared/live.ts'
import type { PointerMark, RoomMessage } from '../../../shared/room.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, quality, sessionWhere, takePart } from './sockets.ts'

let server: TestServer
let leader: Client
let indicator: string
const sockets: LiveClient[] = []
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  const found = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
  indicator = found?.code ?? ''
  const source = await agree(server.app, server.url, [{ indicator }], '22')
  await source.push({ observations: [{ indicator, unit: '22', period: '2026-08', value: 5 }] })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => server.stop())

const device = (name: string) => name.padEnd(43, '0')
const live = async (who: Parameters<typeof connect>[1]) => {
  const socket = await connect(server.url, who)
  sockets.push(socket)
  return socket
}
const screen = async () => {
  const link = await server.app.wall.pairingLink(server.url)
  const { body } = await server.anonymous.post<{ token: string }>('/api/screens/pair', {
    token: link.split('#pair=')[1],
  })
  const socket = await live({ screenToken: body.token })
  await socket.emitWithAck('bridge:watch', null)
  return socket
}

/** The chair and two provinces in a session carried by the browsers themselves. */
async function room() {
  const { body } = await leader.post<CreatedSession>('/api/bridge', {
    title: 'Giao ban',
    units: ['22', '46'],
  })
  const { session, invitations } = body
  const chair = await takePart(await live({ cookie: leader.cookie }), device('chair'), session.id)
  const enter = async (unit: string) => {
    const token = invitations.find((i) => i.unit === unit)?.link.split('#')[1]
    return takePart(await live({ pointToken: `${token}.${device(unit)}` }), device(unit))
  }
  const quangNinh = await enter('22')
  const hue = await enter('46')
  const at = `/api/bridge/${session.id}`
  return {
    id: session.id,
    chair,
    quangNinh,
    hue,
    do: (what: string, words: object = {}) =>
      leader.post<BridgeView & { code?: string }>(`${at}/${what}`, words),
    see: async () => (await leader.get<BridgeView>(at)).body,
    events: async () => {
      await server.app.bridge.settled()
      return (await leader.get<EventView[]>(`${at}/events`)).body
    },
    end: () => leader.post(`${at}/end`),
  }
}
const until = (socket: LiveClient, is: (view: BridgeView) => boolean) => sessionWhere(socket, is)
const settled = (socket: LiveClient) => socket.emitWithAck('clock')

describe('layouts', () => {
  it('are the same for everyone, and the wall has its own', async () => {
    const s = await room()
    const wall = await screen()
    const told = [s.quangNinh, s.hue].map(({ socket }) => until(socket, (v) => v.room.layout.kind === 'grid'))
    const onWall = until(wall, (v) => v.wall[0] === s.hue.point)
    await s.do('layout', { kind: 'grid' })
    const put = await s.do('wall', { kind: 'one', point: s.hue.point })
    expect(put.status).toBe(200)
    for (const view of await Promise.all(told)) expect(view.room.layout.kind).toBe('grid')
    const view = await onWall
    expect([view.room.wall.kind, view.spotlight, view.wall]).toEqual(['one', s.hue.point, [s.hue.point]])
    expect((await s.events()).map((e) => e.kind)).toEqual(expect.arrayContaining(['layout', 'wall-layout']))
    await s.end()
  })

  it('refuses on the mesh what a wall of one stream cannot show, and says so', async () => {
    const s = await room()
    for (const kind of ['grid', 'pip'])
      expect((await s.do('wall', { kind })).body.code).toBe('BRIDGE_WALL_ONE_STREAM')
    expect((await s.do('wall', { kind: 'share' })).body.code).toBe('BRIDGE_NOBODY_SHARES')
    expect((await s.do('layout', { kind: 'film' })).status).toBe(400)
    expect((await s.do('layout', { kind: 'tour', seconds: 1 })).status).toBe(400)
    await s.end()
  })

  it('tours by the server alone: the wall is given one after the other', async () => {
    const s = await room()
    const wall = await screen()
    const seen: string[] = []
    wall.on('bridge:peers', (peers) => seen.push(...peers.map((p) => p.id)))
    const second = until(s.hue.socket, (v) => v.wall[0] === s.hue.point)
    await s.do('wall', { kind: 'tour', seconds: 5 })
    await second
    await until(s.hue.socket, (v) => v.wall[0] === s.quangNinh.point)
    await settled(wall)
    expect(new Set(seen)).toEqual(new Set([s.quangNinh.point, s.hue.point]))
    const before = await s.see()
    await s.do('spotlight', { point: null })
    expect([before.room.wall.kind, (await s.see()).wall]).toEqual(['tour', []])
    await s.end()
  })

  it('is chosen by nobody who does not direct', async () => {
    const s = await room()
    const agency = await server.as('agency', '22')
    for (const what of ['layout', 'wall', 'numbers', 'share'])
      expect((await agency.post(`/api/bridge/${s.id}/${what}`, { kind: 'grid' })).status).toBe(403)
    await s.end()
  })
})

describe('the same numbers at both ends', () => {
  it('are one frame: the same view, epoch and sequence, which the point says back', async () => {
    const s = await room()
    const question = { kind: 'unit', unit: '22' } as const
    const [here, there] = await Promise.all(
      [s.chair, s.quangNinh].map(({ socket }) => socket.emitWithAck('view:open', question)),
    )
    if (!here || !there || 'error' in here || 'error' in there) throw new Error('not opened')
    const read = (opened: ViewOpened) => {
      const { view, epoch, seq, cells } = decodeFrame(bytesOf(opened.snapshot))
      return { view, epoch, seq, cells }
    }
    expect(read(there)).toEqual(read(here))
    await s.do('numbers', { point: s.quangNinh.point })
    const { view: id, epoch, seq } = read(there)
    const frame = { view: id, epoch, seq }
    const said = until(s.chair.socket, (v) => v.points.some((p) => p.frame?.view === frame.view))
    s.quangNinh.quiet()
    s.quangNinh.socket.emit('bridge:beat', { quality, frame })
    const view = await said
    expect(view.points.find((p) => p.id === s.quangNinh.point)?.frame).toEqual(frame)
    expect(view.room.numbers?.point).toBe(s.quangNinh.point)
    await s.end()
  })

  it('rings what the chair touches for that point and the wall, not for another province', async () => {
    const s = await room()
    const wall = await screen()
    await s.do('spotlight', { point: s.quangNinh.point })
    const marks: Record<string, (PointerMark | null)[]> = { wall: [], quangNinh: [], hue: [] }
    wall.on('bridge:pointer', (m) => marks.wall?.push(m))
    s.quangNinh.socket.on('bridge:pointer', (m) => marks.quangNinh?.push(m))
    s.hue.socket.on('bridge:pointer', (m) => marks.hue?.push(m))
    const mark: PointerMark = { unit: '22', indicator, at: null, frame: { view: 1, epoch: 1, seq: 1 } }
    const ringed = new Promise((resolve) => s.quangNinh.socket.once('bridge:pointer', resolve))
    s.chair.socket.emit('bridge:pointer', mark)
    expect(await ringed).toEqual(mark)
    // Nobody but whoever directs points.
    s.quangNinh.socket.emit('bridge:pointer', { ...mark, at: 1 })
    await settled(s.quangNinh.socket)
    const lifted = new Promise((resolve) => s.quangNinh.socket.once('bridge:pointer', resolve))
    s.chair.socket.emit('bridge:pointer', null)
    expect(await lifted).toBeNull()
    await Promise.all([s.hue.socket, wall].map(settled))
    expect(marks).toEqual({ wall: [mark, null], quangNinh: [mark, null], hue: [] })
    await s.end()
  })

  it('is not flooded by a pointer', async () => {
    const s = await room()
    let got = 0
    s.quangNinh.socket.on('bridge:pointer', () => got++)
    for (let n = 0; n < 500; n++)
      s.chair.socket.emit('bridge:pointer', { unit: '22', indicator, at: n, frame: null })
    await settled(s.chair.socket)
    await settled(s.quangNinh.socket)
    expect(got).toBeGreaterThan(0)
    expect(got).toBeLessThan(100)
    await s.end()
  })
})

describe('sharing a screen', () => {
  it('is asked for, granted to one alone, and over when it is taken back or its point goes', async () => {
    const s = await room()
    const asked = until(s.chair.socket, (v) => v.room.share.asks.length === 2)
    await s.hue.socket.emitWithAck('bridge:share', 'ask')
    await s.quangNinh.socket.emitWithAck('bridge:share', 'ask')
    await s.hue.socket.emitWithAck('bridge:share', 'ask')
    expect((await asked).room.share.asks.map((a) => a.point)).toEqual([s.hue.point, s.quangNinh.point])
    await s.do('share', { point: s.hue.point })
    const { body } = await s.do('share', { point: s.quangNinh.point })
    expect([body.room.share.point, body.room.share.asks]).toEqual([s.quangNinh.point, []])
    const wall = await screen()
    const share = new Promise((resolve) =>
      wall.on('bridge:peers', (peers) => peers.some((p) => p.shares) && resolve(peers.map((p) => p.id))),
    )
    await s.do('wall', { kind: 'share' })
    expect(await share).toEqual([s.quangNinh.point])
    // What it was told before anybody shared is no end of sharing.
    await settled(s.hue.socket)
    s.quangNinh.socket.emit('bridge:leave')
    const over = await until(s.hue.socket, (v) => v.room.share.point === null)
    expect([over.room.wall.kind, over.wall]).toEqual(['data', []])
    await eventually(async () => {
      const { body } = await leader.get<{ kind: string; text: string }[]>('/api/log?group=bridge')
      const told = body.filter((e) => e.kind.startsWith('session.')).map((e) => e.kind)
      expect(told.slice(0, 5).sort()).toEqual([
        ...['session.share', 'session.share', 'session.share-over', 'session.wall', 'session.wall'],
      ])
    })
    await s.end()
  })
})

describe('messages', () => {
  const got = (socket: LiveClient) => {
    const list: string[] = []
    socket.on('bridge:message', (m: RoomMessage) => list.push(m.text))
    return list
  }
  it('reach those they are meant for, are kept, and nobody else reads them', async () => {
    const s = await room()
    const [chair, quangNinh, hue] = [s.chair, s.quangNinh, s.hue].map(({ socket }) => got(socket))
    const say = (socket: LiveClient, to: RoomMessage['to'], text: string) =>
      socket.emitWithAck('bridge:say', { to, text })
    await say(s.chair.socket, { kind: 'all' }, ' Xin chào các điểm cầu ')
    await say(s.chair.socket, { kind: 'point', point: s.hue.point }, 'Huế chuẩn bị')
    await say(s.quangNinh.socket, { kind: 'operators' }, 'Mất tiếng')
    const refused = await say(s.quangNinh.socket, { kind: 'point', point: s.hue.point }, 'x')
    expect('error' in refused && refused.error.code).toBe('BRIDGE_NOT_INVITED')
    for (const text of ['   ', 'x'.repeat(1_001)]) {
      const answer = await say(s.chair.socket, { kind: 'all' }, text)
      expect('error' in answer && answer.error.code).toBe('BRIDGE_MESSAGE_EMPTY')
    }
    await Promise.all([s.chair, s.quangNinh, s.hue].map(({ socket }) => settled(socket)))
    expect(chair).toEqual(['Xin chào các điểm cầu', 'Huế chuẩn bị', 'Mất tiếng'])
    expect(quangNinh).toEqual(['Xin chào các điểm cầu', 'Mất tiếng'])
    expect(hue).toEqual(['Xin chào các điểm cầu', 'Huế chuẩn bị'])
    const kept = await s.hue.socket.emitWithAck('bridge:messages')
    expect('messages' in kept && kept.messages.map((m) => m.text)).toEqual(hue)
    await s.end()
    const after = await leader.get<RoomMessage[]>(`/api/bridge/${s.id}/messages`)
    expect(after.body.map((m) => m.text)).toEqual(chair)
    await expect(
      server.app.db.pool.query('delete from bridge_message where session_id = $1', [s.id]),
    ).rejects.toThrow(/append-only/)
  })

  it('come from a person, not from a program', async () => {
    const s = await room()
    const answers = []
    for (let n = 0; n < 12; n++)
      answers.push(await s.hue.socket.emitWithAck('bridge:say', { to: { kind: 'all' }, text: `${n}` }))
    expect(answers.some((a) => 'error' in a && a.error.code === 'BRIDGE_TOO_OFTEN')).toBe(true)
    await s.end()
  })
})

it('undoes the closing of all microphones for ten seconds, for the one who did it', async () => {
  const s = await room()
  await leader.post(`/api/bridge/${s.id}/points/${s.hue.point}/mute`, { muted: false })
  await s.do('mute-all')
  const other = await server.as('duty')
  expect((await other.post<{ code: string }>(`/api/bridge/${s.id}/mute-all/undo`)).body.code).toBe(
    'BRIDGE_TOO_LATE',
  )
  const { body } = await s.do('mute-all/undo')
  const muted = (id: string) => body.points.find((p) => p.id === id)?.muted
  expect([muted(s.hue.point), muted(s.quangNinh.point)]).toEqual([false, true])
  expect((await s.do('mute-all/undo')).body.code).toBe('BRIDGE_TOO_LATE')
  await s.end()
})

it('whoever directs looks on at what the wall shows, and nobody else', async () => {
  const s = await room()
  await s.do('spotlight', { point: s.hue.point })
  const duty = await server.as('duty')
  const operator = await live({ cookie: duty.cookie })
  await operator.emitWithAck('bridge:watch', s.id)
  const peers = new Promise<string[]>((resolve) =>
    operator.on('bridge:peers', (list) => list.length && resolve(list.map((p) => p.id))),
  )
  expect(await operator.emitWithAck('bridge:preview', true)).toEqual({ on: true })
  expect(await peers).toEqual([s.hue.point])
  const refused = await s.hue.socket.emitWithAck('bridge:preview', true)
  expect('error' in refused && refused.error.code).toBe('BRIDGE_NOT_INVITED')
  await s.end()
})
