import { AccessToken, RoomServiceClient, TokenVerifier } from 'livekit-server-sdk'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession, EventView } from '../../../shared/api/bridge.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { LIVEKIT_BIN, Livekit, WITHOUT_LIVEKIT } from '../../harness/livekit.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, takePart } from './sockets.ts'

const MANY = ['22', '79', '48', '31', '92', '46', '01', '04']
const device = (name: string) => name.padEnd(43, '0')
const skipped = LIVEKIT_BIN ? '' : ` (skipped: ${WITHOUT_LIVEKIT})`

describe.skipIf(!LIVEKIT_BIN)(`sessions over a real LiveKit server${skipped}`, () => {
  let livekit: Livekit
  let server: TestServer
  let leader: Client
  let rooms: RoomServiceClient
  const sockets: LiveClient[] = []

  beforeAll(async () => {
    livekit = await Livekit.reserve()
    server = await startServer(livekit.env)
    await livekit.start(`${server.url}/api/bridge/livekit`)
    leader = await server.as('leader')
    rooms = new RoomServiceClient(livekit.url.replace('ws', 'http'), livekit.key, livekit.secret)
    await up()
  })
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close()
  })
  afterAll(async () => {
    await server?.stop()
    await livekit?.stop()
  })

  const up = () =>
    eventually(async () => expect((await leader.get('/api/bridge/engines')).body.media).toBe('up'))
  const open = async (units: string[], driver?: string) =>
    leader.post<CreatedSession & { code?: string }>('/api/bridge', { title: 'Giao ban', units, driver })
  const see = async (id: string) => (await leader.get<BridgeView>(`/api/bridge/${id}`)).body
  const enter = async (made: CreatedSession, unit: string) => {
    const token = made.invitations.find((i) => i.unit === unit)?.link.split('#')[1]
    const socket = await connect(server.url, { pointToken: `${token}.${device(unit)}` })
    sockets.push(socket)
    return takePart(socket, device(unit))
  }
  const granted = (part: { grant: { driver: string } }) => {
    if (part.grant.driver !== 'livekit') throw new Error('not a grant of LiveKit')
    return part.grant as typeof part.grant & { token: string; room: string; expiresAt: number }
  }

  it('carries every new session while it is there, of more than six points too', async () => {
    const { status, body } = await open(MANY)
    expect([status, body.session.driver]).toEqual([201, 'livekit'])
  })

  it('lets one point alone send a screen, and only while it is granted', async () => {
    const made = (await open(['22', '46'], 'peer')).body
    const at = `/api/bridge/${made.session.id}`
    for (const unit of ['22', '46']) await enter(made, unit)
    await eventually(async () =>
      expect((await see(made.session.id)).points.filter((p) => /joined|weak/.test(p.state))).toHaveLength(2),
    )
    await leader.post(`${at}/driver`, { driver: 'livekit' })
    const sources = async (unit: string) => {
      const { token } = granted(await enter(made, unit))
      return (await new TokenVerifier(livekit.key, livekit.secret).verify(token)).video?.canPublishSources
    }
    const share = (unit: string | null) =>
      leader.post(`${at}/share`, { point: made.invitations.find((i) => i.unit === unit)?.point ?? null })
    expect((await share('22')).status).toBe(200)
    expect([await sources('22'), await sources('46')]).toEqual([['camera', 'screen_share'], ['camera']])
    await share(null)
    expect(await sources('22')).toEqual(['camera'])
  })

  it('shows everybody on the wall, which one stream could not', async () => {
    const made = (await open(['22', '46'])).body
    const at = `/api/bridge/${made.session.id}`
    const { status, body } = await leader.post<BridgeView>(`${at}/wall`, { kind: 'grid' })
    expect([status, body.room.wall.kind]).toEqual([200, 'grid'])
    const moved = await leader.post<BridgeView>(`${at}/driver`, { driver: 'peer' })
    // What it cannot show at once is shown one after another.
    expect(moved.body.room.wall.kind).toBe('tour')
  })

  it('gives a right of five minutes to one point in one room, with its exact rights', async () => {
    const made = (await open(['22'])).body
    const point = await enter(made, '22')
    const { token, room, expiresAt } = granted(point)
    const claims = await new TokenVerifier(livekit.key, livekit.secret).verify(token)
    expect(room).toBe(made.session.id)
    expect(claims.sub).toBe(point.point)
    expect((claims.exp ?? 0) * 1_000 - Date.now()).toBeLessThanOrEqual(301_000)
    expect(Math.abs(expiresAt - (claims.exp ?? 0) * 1_000)).toBeLessThan(5_000)
    // The microphone is closed until the chair opens it.
    expect(claims.video).toMatchObject({
      room,
      roomJoin: true,
      canPublish: true,
      canPublishData: false,
      canPublishSources: ['camera'],
    })
    expect(claims.video?.roomAdmin).toBeUndefined()
    expect(claims.video?.roomCreate).toBeUndefined()
    await leader.post(`/api/bridge/${made.session.id}/points/${point.point}/mute`, { muted: false })
    const again = await enter(made, '22')
    const after = await new TokenVerifier(livekit.key, livekit.secret).verify(granted(again).token)
    expect(after.video?.canPublishSources).toContain('microphone')
  })

  it('does not call a point present before LiveKit says that it is in', async () => {
    const made = (await open(['22'])).body
    const point = await enter(made, '22')
    await point.socket.emitWithAck('clock')
    expect((await see(made.session.id)).points.find((p) => p.id === point.point)?.state).toBe('testing')
  })

  it('moves a session of the browsers over when a seventh point is invited, and back on request', async () => {
    const made = (await open(MANY.slice(0, 5), 'peer')).body
    expect(made.session.driver).toBe('peer')
    const point = await enter(made, MANY[0]!)
    const grants: string[] = []
    point.socket.on('bridge:grant', (grant) => grants.push(grant.driver))
    const invited = await leader.post(`/api/bridge/${made.session.id}/invite`, { unit: MANY[5] })
    expect(invited.status).toBe(201)
    expect((await see(made.session.id)).driver).toBe('livekit')
    await expect.poll(() => grants).toEqual(['livekit'])
    await leader.post(`/api/bridge/${made.session.id}/driver`, { driver: 'peer' })
    await expect.poll(() => grants).toEqual(['livekit', 'peer'])
    const { body } = await leader.get<EventView[]>(`/api/bridge/${made.session.id}/events`)
    const moves = body.filter((e) => e.kind === 'moved')
    expect(moves.map((e) => e.detail.why)).toEqual(['more-points', 'asked'])
  })

  it('refuses a notice that is not signed, or signed with another key, or of another body', async () => {
    const body = JSON.stringify({
      event: 'participant_joined',
      room: { name: 'x' },
      participant: { identity: 'y' },
    })
    const send = (authorization?: string, text = body) =>
      fetch(`${server.url}/api/bridge/livekit`, {
        method: 'POST',
        headers: { 'content-type': 'application/webhook+json', ...(authorization ? { authorization } : {}) },
        body: text,
      })
    const forged = new AccessToken('key', 'another secret of at least 32 characters')
    forged.sha256 = 'x'
    const other = new AccessToken(livekit.key, livekit.secret)
    other.sha256 = Buffer.from('another body').toString('base64')
    for (const proof of [undefined, 'nonsense', await forged.toJwt(), await other.toJwt()]) {
      const answer = await send(proof)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        401,
        'BRIDGE_UNSIGNED',
      ])
    }
  })

  it('ends the room with the session', async () => {
    const made = (await open(['22'])).body
    await enter(made, '22')
    expect(await rooms.listRooms([made.session.id])).toHaveLength(1)
    await leader.post(`/api/bridge/${made.session.id}/end`)
    await expect.poll(() => rooms.listRooms([made.session.id])).toEqual([])
  })

  it('goes on between the browsers when LiveKit stops, and says so of what it can no longer carry', async () => {
    const made = (await open(['22', '46'])).body
    const point = await enter(made, '22')
    const grants: string[] = []
    point.socket.on('bridge:grant', (grant) => grants.push(grant.driver))
    await livekit.kill()
    await expect.poll(async () => (await see(made.session.id)).driver).toBe('peer')
    await expect.poll(() => grants).toContain('peer')
    await expect
      .poll(async () => (await see(made.session.id)).points.find((p) => p.id === point.point)?.state)
      .toMatch(/joined|weak/)
    expect((await open(MANY)).body.code).toBe('BRIDGE_FULL')
    expect((await open(['22'], 'livekit')).body.code).toBe('BRIDGE_NO_LIVEKIT')
    expect((await open(['22'])).body.session.driver).toBe('peer')
    await livekit.start(`${server.url}/api/bridge/livekit`)
    await up()
    const back = await leader.post(`/api/bridge/${made.session.id}/driver`, { driver: 'livekit' })
    expect([back.status, (await see(made.session.id)).driver]).toEqual([200, 'livekit'])
    await eventually(() => expect(grants.at(-1)).toBe('livekit'))
  })
})
