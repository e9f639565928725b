import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession, EventView, InvitationView } from '../../../shared/api/bridge.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from './sockets.ts'

const QUANG_NINH = '22'
const SIX = ['22', '79', '48', '31', '92', '46']
let server: TestServer
let leader: Client

beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
})
afterAll(() => server.stop())

const open = async (units: string[], by = leader) => {
  const { status, body } = await by.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units })
  expect(status).toBe(201)
  return body
}

describe('a session over HTTP', () => {
  it('is opened with its chair and its invited, each with a link whose token stands in the fragment', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    expect(session.points.map((p) => [p.role, p.unit, p.state])).toEqual([
      ['chair', 'VN', 'invited'],
      ['point', QUANG_NINH, 'invited'],
    ])
    expect(invitations).toHaveLength(1)
    expect(new URL(invitations[0]!.link).pathname).toBe('/point')
    expect(new URL(invitations[0]!.link).hash.length).toBeGreaterThan(40)
  })

  it('keeps no token in the database', async () => {
    const { invitations } = await open([QUANG_NINH])
    const token = invitations[0]!.link.split('#')[1] ?? ''
    const { rows } = await server.app.db.pool.query('select bridge_point::text row from bridge_point')
    expect(rows.some((r) => String(r.row).includes(token))).toBe(false)
  })

  it('refuses a seventh point with a clear word', async () => {
    const six = await leader.post('/api/bridge', { title: 'Đông', units: SIX })
    expect([six.status, six.body.code]).toEqual([409, 'BRIDGE_FULL'])
    const { session } = await open(SIX.slice(0, 5))
    const seventh = await leader.post(`/api/bridge/${session.id}/invite`, { unit: SIX[5] })
    expect([seventh.status, seventh.body.code]).toEqual([409, 'BRIDGE_FULL'])
    expect(seventh.body.message).toMatchObject({ vi: expect.stringContaining('6 điểm cầu') })
  })

  it('gives a place free when an invitation is revoked', async () => {
    const { session, invitations } = await open(SIX.slice(0, 5))
    await leader.post(`/api/bridge/${session.id}/points/${invitations[0]!.point}/revoke`)
    expect((await leader.post(`/api/bridge/${session.id}/invite`, { unit: SIX[5] })).status).toBe(201)
  })

  it('does not invite a unit twice, nor one that does not exist', async () => {
    const { session } = await open([QUANG_NINH])
    const twice = await leader.post(`/api/bridge/${session.id}/invite`, { unit: QUANG_NINH })
    expect(twice.body.code).toBe('BRIDGE_ALREADY_INVITED')
    const nobody = await leader.post(`/api/bridge/${session.id}/invite`, { unit: 'XX' })
    expect(nobody.body.code).toBe('BRIDGE_UNKNOWN_UNIT')
  })

  it('is bound to the first device; another is told so; a renewed link starts anew', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const token = invitations[0]!.link.split('#')[1]
    const ask = (device: string, t = token) =>
      server.anonymous.post('/api/bridge/point', { token: t, device })
    expect((await ask('a'.repeat(43))).status).toBe(200)
    const renewed = await leader.post<InvitationView>(
      `/api/bridge/${session.id}/points/${invitations[0]!.point}/link`,
    )
    expect(renewed.status).toBe(200)
    expect((await ask('a'.repeat(43))).body.code).toBe('BRIDGE_LINK_REFUSED')
    expect((await ask('b'.repeat(43), renewed.body.link.split('#')[1])).status).toBe(200)
  })

  it('ends who came by a link that is renewed or revoked, and lets nobody in by an admission of before', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const point = invitations[0]!.point
    const sit = (link: string, device: string) =>
      connect(server.url, { pointToken: `${link.split('#')[1]}.${device.repeat(43)}` })
    const first = await sit(invitations[0]!.link, 'a')
    await leader.post(`/api/bridge/${session.id}/points/${point}/admit`)
    const { body } = await leader.post<InvitationView>(`/api/bridge/${session.id}/points/${point}/link`)
    await eventually(() => expect(first.connected).toBe(false))
    await expect(sit(invitations[0]!.link, 'a')).rejects.toThrow()
    const { rows } = await server.app.db.pool.query('select admitted_at from bridge_point where id = $1', [
      point,
    ])
    expect(rows[0]?.admitted_at).toBeNull()
    const second = await sit(body.link, 'b')
    await leader.post(`/api/bridge/${session.id}/points/${point}/revoke`)
    await eventually(() => expect(second.connected).toBe(false))
  })

  it('says of a link whether it was revoked or its session ended', async () => {
    const { session, invitations } = await open([QUANG_NINH, '79'])
    const ask = (i: number) =>
      server.anonymous.post('/api/bridge/point', {
        token: invitations[i]!.link.split('#')[1],
        device: 'a'.repeat(43),
      })
    await leader.post(`/api/bridge/${session.id}/points/${invitations[0]!.point}/revoke`)
    expect((await ask(0)).body.code).toBe('BRIDGE_LINK_REFUSED')
    await leader.post(`/api/bridge/${session.id}/end`)
    expect((await ask(1)).body.code).toBe('BRIDGE_ENDED')
    expect((await leader.post(`/api/bridge/${session.id}/mute-all`)).body.code).toBe('BRIDGE_ENDED')
  })

  it('records who did what and when', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const point = invitations[0]!.point
    await leader.post(`/api/bridge/${session.id}/points/${point}/mute`, { muted: false })
    await leader.post(`/api/bridge/${session.id}/mute-all`)
    await leader.post(`/api/bridge/${session.id}/end`)
    const auditor = await server.as('auditor')
    const { body } = await auditor.get<EventView[]>(`/api/bridge/${session.id}/events`)
    expect(body.map((e) => e.kind)).toEqual(['opened', 'invited', 'unmuted', 'muted-all', 'ended'])
    expect(new Set(body.map((e) => e.actor))).toEqual(new Set(['account:leader1']))
    expect(body.every((e) => Math.abs(e.at - Date.now()) < 60_000)).toBe(true)
  })

  it('does not put a point on the wall that is not there', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const answer = await leader.post(`/api/bridge/${session.id}/spotlight`, { point: invitations[0]!.point })
    expect(answer.body.code).toBe('BRIDGE_NOT_PRESENT')
  })
})

describe('who may do what over HTTP', () => {
  it('nobody who is not signed in, and no agency, analyst or auditor, opens or directs a session', async () => {
    const { session, invitations } = await open([QUANG_NINH])
    const at = `/api/bridge/${session.id}`
    const point = `${at}/points/${invitations[0]!.point}`
    const commands: [string, unknown][] = [
      ['/api/bridge', { title: 'x', units: [] }],
      [`${at}/invite`, { unit: '79' }],
      [`${at}/mute-all`, undefined],
      [`${at}/spotlight`, { point: null }],
      [`${at}/end`, undefined],
      [`${at}/floor`, { point: null }],
      [`${at}/driver`, { driver: 'peer' }],
      [`${point}/mute`, { muted: true }],
      [`${point}/revoke`, undefined],
      [`${point}/link`, undefined],
    ]
    const people = [
      { client: server.anonymous, status: 401 },
      { client: await server.as('agency', QUANG_NINH), status: 403 },
      { client: await server.as('analyst'), status: 403 },
      { client: await server.as('auditor'), status: 403 },
    ]
    for (const { client, status } of people)
      for (const [path, body] of commands)
        expect([path, (await client.post(path, body)).status]).toEqual([path, status])
    const { body } = await leader.get<BridgeView>(at)
    expect(body.points).toHaveLength(2)
    expect(body.endedAt).toBeNull()
  })

  it('a province sees the session to which it is invited and no other', async () => {
    const invited = await open([QUANG_NINH])
    const other = await open(['79'])
    const quangNinh = await server.as('agency', QUANG_NINH)
    const list = await quangNinh.get<BridgeView[]>('/api/bridge')
    expect(list.body.map((s) => s.id)).toContain(invited.session.id)
    expect(list.body.map((s) => s.id)).not.toContain(other.session.id)
    expect((await quangNinh.get(`/api/bridge/${other.session.id}`)).status).toBe(403)
    expect((await quangNinh.get(`/api/bridge/${invited.session.id}/events`)).status).toBe(403)
  })

  it('a duty officer of a province does not direct a session of the nation', async () => {
    const { session } = await open([QUANG_NINH])
    const local = await server.as('duty', QUANG_NINH)
    expect((await local.post(`/api/bridge/${session.id}/end`)).status).toBe(403)
    expect((await local.post('/api/bridge', { title: 'x', units: ['79'] })).status).toBe(403)
  })
})
