import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf } from '../../../client/live/view.ts'
import { LIVE_EVENTS } from '../../../server/live/index.ts'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type { BridgeView, LiveError, ViewOpened, ViewQuestion } from '../../../shared/live.ts'
import { eventually } from '../../harness/eventually.ts'
import { connect, type LiveClient, quality } from '../bridge/sockets.ts'
import { OF_HA_NOI, type Stage, stage } from './stage.ts'

let s: Stage
let quangNinh: LiveClient
let leader: LiveClient
let screen: LiveClient
let session: string
beforeAll(async () => {
  s = await stage()
  quangNinh = await connect(s.server.url, { cookie: s.cookies.quangNinh })
  leader = await connect(s.server.url, { cookie: s.cookies.leader })
  screen = await connect(s.server.url, { screenToken: s.screenToken })
  const made = await s.ask.leader('POST', '/api/bridge', { title: 'Giao ban', units: ['01'] })
  session = (made.body as { session: { id: string } }).session.id
})
afterAll(async () => {
  for (const socket of [quangNinh, leader, screen]) socket?.close()
  await s?.stop()
})

const codeOf = (answer: unknown) => (answer as Partial<LiveError>).error?.code
const open = async (socket: LiveClient, question: ViewQuestion): Promise<ViewOpened> => {
  const answer = await socket.timeout(30_000).emitWithAck('view:open', question)
  if ('error' in answer) throw new Error(answer.error.code)
  return answer
}
/** An event of the screens from a person is refused, and does nothing. */
async function screenAlone(event: string, words: unknown): Promise<void> {
  const answer: unknown = await Reflect.apply(leader.timeout(30_000).emitWithAck, leader.timeout(30_000), [
    event,
    words,
  ])
  expect([event, codeOf(answer)]).toEqual([event, 'FORBIDDEN'])
}
const bridgeNow = async () => (await s.ask.leader('GET', `/api/bridge/${session}`)).body as BridgeView
/** A round trip: whatever was sent before it has been handled. */
const settled = (socket: LiveClient) => socket.timeout(30_000).emitWithAck('clock')
/** An event without an answer from one who takes no part changes nothing. */
async function changesNothing(send: () => void): Promise<void> {
  const before = await bridgeNow()
  send()
  await settled(quangNinh)
  expect(await bridgeNow()).toEqual(before)
}

const EVENTS: Record<string, () => Promise<void>> = {
  clock: async () => expect(await settled(quangNinh)).toBeGreaterThan(0),
  'view:open': async () => {
    const questions: ViewQuestion[] = [
      { kind: 'indicator', indicator: s.indicator },
      { kind: 'unit', unit: '01' },
      { kind: 'unit', unit: '22' },
      { kind: 'cells', cells: ['01', '22', 'VN'].map((unit) => ({ indicator: s.indicator, unit })) },
      ...s.server.app.catalogue.now().sections.map((x) => ({ kind: 'section' as const, section: x.no })),
    ]
    const units = new Set<string>()
    for (const q of questions) for (const c of (await open(quangNinh, q)).cells) units.add(c.unit)
    expect([...units].sort()).toEqual(['22', 'VN'])
    const all = await open(leader, { kind: 'indicator', indicator: s.indicator })
    expect(all.cells.map((c) => c.unit)).toContain('01')
    const other: ViewQuestion = { kind: 'session', session }
    expect((await open(quangNinh, other)).cells).toEqual([])
    expect((await open(leader, other)).cells.length).toBeGreaterThan(0)
  },
  'view:close': async () => {
    const { view } = await open(leader, { kind: 'indicator', indicator: s.indicator })
    quangNinh.emit('view:close', view)
    await settled(quangNinh)
    const kept = await leader.emitWithAck('view:resume', view, 0, 0)
    expect(codeOf(kept)).toBeUndefined()
  },
  'view:resume': async () => {
    const { view, epoch, snapshot } = await open(leader, { kind: 'indicator', indicator: s.indicator })
    const carries = (frame: ArrayBuffer | Uint8Array) =>
      decodeFrame(bytesOf(frame)).cells.some((c) => c.value === OF_HA_NOI)
    expect(carries(snapshot)).toBe(true)
    const frames: boolean[] = []
    quangNinh.on('frame', (frame) => frames.push(carries(frame)))
    await quangNinh.timeout(30_000).emitWithAck('view:resume', view, epoch, 0)
    await settled(quangNinh)
    expect(frames).not.toContain(true)
  },
  applied: async () => {
    const before = s.server.app.live.screens()
    quangNinh.emit('applied', { views: [[1, 1]], scene: 'giả', width: 1, height: 1 })
    await settled(quangNinh)
    expect(s.server.app.live.screens().map((x) => x.id)).toEqual(before.map((x) => x.id))
    expect(JSON.stringify(s.server.app.live.screens())).not.toContain('giả')
  },
  'board:watch': async () => {
    expect(codeOf(await screen.emitWithAck('board:watch'))).toBe('FORBIDDEN')
    const own = await quangNinh.emitWithAck('board:watch')
    if ('error' in own) throw new Error(own.error.code)
    expect(own.rows.map((r) => r.id)).toEqual([s.own.id])
    expect(own.screens).toEqual([])
    expect(own.attention.filter((a) => a.subject !== s.own.id)).toEqual([])
    const all = await leader.emitWithAck('board:watch')
    if ('error' in all) throw new Error(all.error.code)
    expect(all.rows).toHaveLength(2)
    expect(all.screens).toHaveLength(1)
  },
  'alarms:watch': async () => {
    expect(codeOf(await screen.emitWithAck('alarms:watch'))).toBe('FORBIDDEN')
    s.server.app.bus.emit('connection-state', { id: s.other.id, state: 'lost', previous: null, since: 1 })
    s.server.app.bus.emit('connection-state', { id: s.own.id, state: 'lost', previous: null, since: 1 })
    // What it is lost for, and late for by the clock besides, is the connection's alike.
    const of = (subject: string, id: string) => subject.startsWith(`connection:${id}/`)
    const standing = (id: string) => s.server.app.alarms.standing().some((a) => of(a.subject, id))
    await eventually(() => expect([standing(s.own.id), standing(s.other.id)]).toEqual([true, true]))
    const own = await quangNinh.emitWithAck('alarms:watch')
    if ('error' in own) throw new Error(own.error.code)
    expect(own.rows.length).toBeGreaterThan(0)
    expect(own.rows.filter((a) => !of(a.subject, s.own.id))).toEqual([])
    expect(own.counts.open).toBe(own.rows.length)
    const all = await leader.emitWithAck('alarms:watch')
    if ('error' in all) throw new Error(all.error.code)
    for (const id of [s.own.id, s.other.id]) expect(all.rows.some((a) => of(a.subject, id))).toBe(true)
  },
  'alarms:hear': async () => {
    expect(codeOf(await screen.emitWithAck('alarms:hear'))).toBe('FORBIDDEN')
    // Neither answers for alarms, and no ladder has called them: they hear nothing of what stands.
    for (const who of [quangNinh, leader])
      expect(await who.emitWithAck('alarms:hear')).toMatchObject({ heard: { high: 0 }, calls: [], called: 0 })
  },
  step: async () => {
    const got: unknown[] = []
    for (const socket of [leader, screen]) socket.on('step', (...words) => got.push(words))
    quangNinh.emit('step', 'opened', s.own.id)
    screen.emit('step', 'opened', s.own.id)
    for (const socket of [quangNinh, screen, leader]) await settled(socket)
    expect(got).toEqual([])
  },
  'counts:watch': async () => {
    const own = await quangNinh.emitWithAck('counts:watch')
    if ('error' in own) throw new Error(own.error.code)
    expect(own.beats.map((r) => r.id)).toEqual([s.own.id])
    expect(own.happenings).toEqual([])
  },
  'clock:set': async () => {
    const past = { mode: 'fixed', at: Date.now(), known: 'then' } as const
    for (const socket of [quangNinh, leader]) {
      const answer = await socket.emitWithAck('clock:set', past)
      if ('error' in answer) throw new Error(answer.error.code)
    }
    const units = (opened: ViewOpened) => opened.cells.map((c) => c.unit).sort()
    expect(units(await open(quangNinh, { kind: 'indicator', indicator: s.indicator }))).toEqual(['22', 'VN'])
    expect(units(await open(leader, { kind: 'indicator', indicator: s.indicator }))).toContain('01')
    const own = await quangNinh.emitWithAck('board:watch')
    expect('rows' in own && own.rows.map((r) => r.id)).toEqual([s.own.id])
    for (const socket of [quangNinh, leader]) await socket.emitWithAck('clock:set', { mode: 'live' })
  },
  'clock:control': async () => {
    expect(codeOf(await quangNinh.emitWithAck('clock:control', { do: 'play' }))).toBe('CONFLICT')
  },
  'screen:done': () => screenAlone('screen:done', { id: 1, ok: true, at: Date.now() }),
  'screen:beat': async () => {
    const health = () => s.server.app.wall.states.list().map((x) => x.health)
    const before = health()
    await screenAlone('screen:beat', {
      ...{ framesPerSecond: 1, heapMb: null, heapLimitMb: null, skewMs: 0, version: 'x', engine: 'x' },
      ...{ width: 1, height: 1, contextsLost: 0, upSeconds: 0, kept: false, stalledMs: 0 },
    })
    expect(health()).toEqual(before)
  },
  'screen:turned': async () => {
    await screenAlone('screen:turned', { at: 1, turnedAt: 1, what: 'giả' })
    expect(s.server.app.wall.states.turns()).toEqual([])
  },
  'screen:proof': () =>
    screenAlone('screen:proof', {
      ...{ at: Date.now(), why: 'beat', scene: 'giả', epoch: 1, values: [], sha256: '0'.repeat(64) },
    }),
  'screens:watch': async () => {
    for (const socket of [quangNinh, screen])
      expect(codeOf(await socket.emitWithAck('screens:watch'))).toBe('FORBIDDEN')
    const seen = await leader.emitWithAck('screens:watch')
    expect('screens' in seen && seen.screens).toHaveLength(1)
  },
  'bridge:watch': async () => {
    expect(codeOf(await quangNinh.emitWithAck('bridge:watch', session))).toBe('BRIDGE_NOT_INVITED')
    const seen = await leader.emitWithAck('bridge:watch', session)
    expect('session' in seen && seen.session?.id).toBe(session)
  },
  'bridge:hello': async () => {
    const report = { device: 'A'.repeat(24), camera: true, microphone: true, session }
    expect(codeOf(await quangNinh.emitWithAck('bridge:hello', report))).toBe('BRIDGE_NOT_INVITED')
    expect(codeOf(await screen.emitWithAck('bridge:hello', report))).toBe('BRIDGE_NOT_INVITED')
  },
  'bridge:join': async () => {
    expect(codeOf(await quangNinh.emitWithAck('bridge:join'))).toBe('BRIDGE_NOT_INVITED')
  },
  'bridge:signal': async () => {
    const { chair } = await bridgeNow()
    const got: unknown[] = []
    leader.on('bridge:signal', (...words) => got.push(words))
    await changesNothing(() =>
      quangNinh.emit('bridge:signal', chair, {
        incarnation: 1,
        to: 1,
        round: 0,
        kind: 'description',
        type: 'offer',
        sdp: 'v=0',
      }),
    )
    await settled(leader)
    expect(got).toEqual([])
  },
  'bridge:beat': () =>
    changesNothing(() => quangNinh.emit('bridge:beat', { quality, microphone: true, camera: true })),
  'bridge:hand': async () => {
    for (const socket of [quangNinh, screen]) {
      const answer = await socket.emitWithAck('bridge:hand', true)
      expect('error' in answer && answer.error.code).toBe('BRIDGE_NOT_INVITED')
    }
  },
  'scene:watch': async () => {
    expect((await screen.timeout(30_000).emitWithAck('scene:watch'))?.scene).toBe('sections')
    await expect(leader.timeout(500).emitWithAck('scene:watch')).rejects.toThrow()
  },
  'scene:shown': async () => {
    const shown = { scene: 'sections', version: 1, page: 0, step: 0 }
    const answered = async () => {
      const { body } = await s.ask.leader('GET', '/api/scenes-showing')
      return (body as { screens: { answeredAt: number | null }[] }).screens.map((x) => x.answeredAt !== null)
    }
    leader.emit('scene:shown', shown)
    await settled(leader)
    expect(await answered()).toEqual([false])
    const { no } = (await screen.timeout(30_000).emitWithAck('scene:watch')) ?? { no: 0 }
    screen.emit('scene:shown', { ...shown, no })
    await settled(screen)
    expect(await answered()).toEqual([true])
  },
  'readiness:begin': async () => {
    for (const socket of [quangNinh, screen, leader])
      expect(codeOf(await socket.emitWithAck('readiness:begin', { session }))).toBe('BRIDGE_NOT_INVITED')
  },
  'readiness:report': async () => {
    const facts = { camera: null, microphone: null, line: null, framing: null }
    for (const socket of [quangNinh, screen, leader])
      expect(codeOf(await socket.emitWithAck('readiness:report', { session }, facts))).toBe(
        'BRIDGE_NOT_INVITED',
      )
  },
  'directives:given': async () => {
    for (const socket of [quangNinh, leader, screen])
      expect(codeOf(await socket.emitWithAck('directives:given'))).toBe('FORBIDDEN')
  },
  'directives:act': async () => {
    for (const socket of [quangNinh, leader, screen]) {
      const answer = await socket.emitWithAck('directives:act', 1, {
        act: 'readback',
        note: null,
        revision: 1,
      })
      expect(codeOf(answer)).toBe('FORBIDDEN')
    }
  },
  'bridge:leave': () => changesNothing(() => quangNinh.emit('bridge:leave')),
  'bridge:pointer': async () => {
    const got: unknown[] = []
    await leader.emitWithAck('bridge:watch', session)
    leader.on('bridge:pointer', (mark) => got.push(mark))
    for (const socket of [quangNinh, screen])
      socket.emit('bridge:pointer', { unit: '01', indicator: s.indicator, at: null, frame: null })
    await Promise.all([settled(quangNinh), settled(screen)])
    await settled(leader)
    expect(got).toEqual([])
  },
  'bridge:share': async () => {
    for (const socket of [quangNinh, screen])
      expect(codeOf(await socket.emitWithAck('bridge:share', 'ask'))).toBe('BRIDGE_NOT_INVITED')
  },
  'bridge:say': async () => {
    const message = { to: { kind: 'all' }, text: 'x' } as const
    for (const socket of [quangNinh, screen])
      expect(codeOf(await socket.emitWithAck('bridge:say', message))).toBe('BRIDGE_NOT_INVITED')
  },
  'bridge:messages': async () => {
    for (const socket of [quangNinh, screen])
      expect(codeOf(await socket.emitWithAck('bridge:messages'))).toBe('BRIDGE_NOT_INVITED')
  },
  'bridge:preview': async () => {
    for (const socket of [quangNinh, screen])
      expect(codeOf(await socket.emitWithAck('bridge:preview', true))).toBe('BRIDGE_NOT_INVITED')
  },
}

describe('every event a socket is listened to for', () => {
  it('has its case here, whoever the socket belongs to', () => {
    const heard = new Set<string>()
    const sockets = [...s.server.app.live.io.sockets.sockets.values()]
    expect(new Set(sockets.map((x) => x.data.principal.kind))).toEqual(new Set(['account', 'screen']))
    for (const socket of sockets) for (const name of socket.eventNames()) heard.add(String(name))
    for (const own of ['disconnect', 'error']) heard.delete(own)
    expect([...heard].sort()).toEqual(Object.keys(EVENTS).sort())
    for (const name of Object.keys(LIVE_EVENTS)) expect(EVENTS).toHaveProperty([name])
  })
  it.each(Object.keys(EVENTS))('%s', async (name) => EVENTS[name]?.())

  it('is refused with other words than agreed, and the socket goes on', async () => {
    const send: (event: string, ...words: unknown[]) => Promise<unknown> = (event, ...words) =>
      Reflect.apply(quangNinh.timeout(30_000).emitWithAck, quangNinh.timeout(30_000), [event, ...words])
    for (const [event, ...words] of [
      ['view:open', { kind: 'section', section: 'x' }],
      ['view:open', null],
      ['view:resume', 'a', {}, []],
      ['board:watch', 1],
      ['applied', { views: 'x' }],
    ] as const)
      expect([event, codeOf(await send(event, ...words))]).toEqual([event, 'BAD_REQUEST'])
    expect(await settled(quangNinh)).toBeGreaterThan(0)
  })
})

it('nobody has a socket without a credential that holds', async () => {
  const attempts = [
    { cookie: '' },
    { cookie: `td.session=${'A'.repeat(43)}` },
    { screenToken: 'A'.repeat(43) },
    { screenToken: s.own.key },
    { pointToken: 'A'.repeat(43) },
  ]
  for (const who of attempts) await expect(connect(s.server.url, who)).rejects.toThrow('UNAUTHENTICATED')
})
