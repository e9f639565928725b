import { io } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClockWanted } from '../../../shared/clock.ts'
import { eventually } from '../../harness/eventually.ts'
import { connect } from '../bridge/sockets.ts'
import { load, type ReplayStage, replayStage, settled } from './stage.ts'

let s: ReplayStage
let first: number
let last: number
beforeAll(async () => {
  s = await replayStage()
  first = await s.send(s.quick, load(1))
  last = await s.send(s.quick, load(2))
  await settled()
}, 120_000)
afterAll(() => s?.stop())
const wanted = (): ClockWanted => ({
  mode: 'replay',
  from: first,
  to: last,
  at: first,
  rate: 1,
  playing: false,
  known: 'then',
})

describe('whoever has a socket', () => {
  it('a paired screen replays like a desk', async () => {
    const link = await s.server.app.wall.pairingLink(s.server.url)
    const paired = await s.server.anonymous.post<{ token: string }>('/api/screens/pair', {
      token: link.split('#pair=')[1],
    })
    const screen = await connect(s.server.url, { screenToken: paired.body.token })
    expect(await screen.emitWithAck('clock:set', wanted())).toMatchObject({ clock: { mode: 'replay' } })
    const opened = await screen.emitWithAck('view:open', {
      kind: 'cells',
      cells: [{ indicator: 'KTN-02', unit: 'VN' }],
    })
    expect('cells' in opened && opened.cells).toHaveLength(1)
    screen.close()
  })
  it('asks for more than it may have in vain', async () => {
    const leader = await s.server.as('leader')
    const page = await s.page(leader.cookie)
    await page.set(wanted())
    const asked = await Promise.all(
      Array.from({ length: 40 }, () =>
        page.open({ kind: 'section', section: 1 }).then(
          () => 'open',
          (e: Error) => JSON.parse(e.message).detail.reason,
        ),
      ),
    )
    expect(asked.filter((a) => a === 'open')).toHaveLength(24)
    expect(asked.filter((a) => a === 'TOO_MANY_VIEWS')).toHaveLength(16)
    const set = await Promise.all(
      Array.from({ length: 20 }, () => page.socket.emitWithAck('clock:set', wanted())),
    )
    expect(set.filter((a) => 'error' in a && a.error.code === 'RATE_LIMITED').length).toBeGreaterThan(0)
    expect(set.some((a) => 'clock' in a)).toBe(true)
    page.close()
    await eventually(() => expect(s.server.app.replay.running).toEqual({ fixed: 0, replay: 0 }))
  })
  it('forgets its clock with its link', async () => {
    const leader = await s.server.as('leader')
    const socket = io(s.server.url, {
      path: '/live',
      parser,
      transports: ['websocket'],
      extraHeaders: { cookie: leader.cookie },
    })
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    await socket.emitWithAck('clock:set', wanted())
    socket.disconnect().connect()
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    expect(await socket.emitWithAck('clock:control', { do: 'play' })).toMatchObject({
      error: { code: 'CONFLICT' },
    })
    socket.close()
  })
})
