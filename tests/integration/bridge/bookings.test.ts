import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type {
  BookingInput,
  BookingView,
  Conflict,
  RollView,
  TemplateView,
} from '../../../shared/api/bookings.ts'
import type { EventView, InvitationView } from '../../../shared/api/bridge.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, takePart } from './sockets.ts'

const HOUR = 3_600_000
let server: TestServer
let leader: Client
let duty: Client
let quangNinh: Client
const sockets: LiveClient[] = []
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  duty = await server.as('duty')
  quangNinh = await server.as('agency', '22')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => server.stop())

let hours = 24
const nextHour = () => {
  hours += 5
  return Date.now() + hours * HOUR
}
/** Each booking in an hour of its own, unless it is to collide. */
const wish = (more: Partial<BookingInput> = {}): BookingInput => ({
  title: 'Họp tháng',
  startsAt: nextHour(),
  minutes: 60,
  chair: null,
  lobby: false,
  template: null,
  units: ['22', '46'],
  agenda: [
    { title: 'Báo cáo', unit: '22', minutes: 10, indicators: ['DP-01'] },
    { title: 'Kết luận', unit: null, minutes: null, indicators: [] },
  ],
  ...more,
})
const book = async (more: Partial<BookingInput> = {}, by = duty) => {
  const { status, body } = await by.post<BookingView>('/api/bookings', wish(more))
  expect(status).toBe(201)
  return body
}
const refused = async (more: Partial<BookingInput>) => {
  const { status, body } = await duty.post('/api/bookings', wish(more))
  return [status, body.code]
}
const unitOf = (b: BookingView, code: string) => b.points.find((p) => p.unit.code === code)

describe('booking a session', () => {
  it('keeps who, when, about what and which numbers; whoever is asked sees it', async () => {
    const made = await book()
    expect(made.agenda.map((i) => [i.title, i.unit?.code, i.indicators.map((x) => x.code)])).toEqual([
      ['Báo cáo', '22', ['DP-01']],
      ['Kết luận', undefined, []],
    ])
    const list = (client: Client) => client.get<BookingView[]>('/api/bookings')
    const ids = async (client: Client) => (await list(client)).body.map((b) => b.id)
    expect(await ids(leader)).toContain(made.id)
    expect(await ids(quangNinh)).toContain(made.id)
    expect(await ids(await server.as('agency', '79'))).not.toContain(made.id)
    expect((await (await server.as('agency', '79')).get(`/api/bookings/${made.id}`)).status).toBe(404)
    expect((await (await server.as('analyst')).get('/api/bookings')).status).toBe(403)
  })

  it('is answered by the point with its delegates, which other points do not read', async () => {
    const made = await book()
    const delegates = [
      { name: 'Nguyễn Văn A', duty: 'Chủ tịch UBND tỉnh', standIn: false },
      { name: 'Trần Thị B', duty: 'Giám đốc Sở', standIn: true },
    ]
    const at = `/api/bookings/${made.id}/answer`
    const answer = await quangNinh.post<BookingView>(at, { attends: true, delegates, note: null })
    expect(unitOf(answer.body, '22')).toMatchObject({ attends: true, delegates })
    const hue = await server.as('agency', '46')
    expect(unitOf((await hue.get<BookingView>(`/api/bookings/${made.id}`)).body, '22')).toMatchObject({
      attends: null,
      delegates: [],
    })
    const told = await duty.post<BookingView>(at, { attends: false, delegates: [], note: 'Bận', unit: '46' })
    expect(unitOf(told.body, '46')).toMatchObject({ attends: false, note: 'Bận' })
    const stranger = await server.as('agency', '79')
    expect((await stranger.post(at, { attends: true, delegates: [], note: null })).status).toBe(403)
  })

  it('keeps the answers of those who are still asked when it is changed', async () => {
    const made = await book()
    await quangNinh.post(`/api/bookings/${made.id}/answer`, { attends: true, delegates: [], note: null })
    const changed = await duty.post<BookingView>(
      `/api/bookings/${made.id}`,
      wish({ title: 'Họp khác', units: ['22', '79'] }),
    )
    expect(changed.body.title).toBe('Họp khác')
    expect(changed.body.points.map((p) => [p.unit.code, p.attends])).toEqual(
      expect.arrayContaining([
        ['22', true],
        ['79', null],
      ]),
    )
    expect(changed.body.points).toHaveLength(2)
  })

  it('shows what lies across its hours for the same points and the same chair, and forbids nothing', async () => {
    const first = await book({ units: ['48'] })
    const across = { startsAt: first.startsAt + 30 * 60_000, units: ['48', '22'] }
    const { body } = await duty.post<Conflict[]>('/api/bookings/conflicts', {
      ...across,
      minutes: 30,
      chair: null,
      except: null,
    })
    expect(body.map((c) => [c.unit?.code ?? 'chair', c.with])).toEqual([
      ['chair', { title: first.title, startsAt: first.startsAt }],
      ['48', { title: first.title, startsAt: first.startsAt }],
    ])
    // A province hears that its own hour is taken, and of nobody else's; by what, it is not told.
    const local = await server.as('duty', '48')
    const asked = { ...across, minutes: 30, chair: null, except: null }
    const seen = await local.post<Conflict[]>('/api/bookings/conflicts', asked)
    expect(seen.body.map((c) => [c.unit?.code, c.with.title])).toEqual([['48', null]])
    const stranger = await server.as('duty', '22')
    const nothing = await stranger.post<Conflict[]>('/api/bookings/conflicts', { ...asked, units: ['48'] })
    expect(nothing.body).toEqual([])
    const second = await book(across)
    expect(second.conflicts).toHaveLength(2)
    const after = await duty.post<Conflict[]>('/api/bookings/conflicts', {
      startsAt: first.startsAt + 3 * HOUR,
      units: ['48'],
      minutes: 30,
      chair: null,
      except: null,
    })
    expect(after.body).toEqual([])
  })

  it('is what the nation’s room comes to direct only where its own people chair it', async () => {
    const own = await book()
    const local = await server.as('duty', '22')
    const agenda = [{ title: 'Báo cáo', unit: '22', minutes: 10, indicators: [] }]
    const province = await book({ units: ['22'], agenda }, local)
    const coming = (await server.app.bridge.coming()).map((b) => b.id)
    expect(coming).toContain(own.id)
    expect(coming).not.toContain(province.id)
  })

  it('offers templates with the units in force today', async () => {
    const { body } = await duty.get<TemplateView[]>('/api/bookings/templates')
    const monthly = body.find((t) => t.id === 'government-monthly')
    expect(monthly?.units.length).toBeGreaterThan(34)
    expect(body.flatMap((t) => t.agenda.flatMap((i) => i.indicators))).toContain('KC-10')
    expect(body.map((t) => t.id)).toContain('storm')
  })

  it('says what is wrong with it, and changes nothing', async () => {
    expect(await refused({ startsAt: Date.now() - 2 * HOUR })).toEqual([400, 'BOOKING_PAST'])
    expect(await refused({ units: ['02'] })).toEqual([409, 'UNIT_ENDED'])
    expect(await refused({ units: ['nowhere'] })).toEqual([400, 'BAD_REQUEST'])
    expect(await refused({ agenda: [{ title: 'x', unit: null, minutes: 5, indicators: ['NONE'] }] })).toEqual(
      [400, 'BAD_REQUEST'],
    )
    expect(await refused({ chair: 999_999 })).toEqual([400, 'BAD_REQUEST'])
    expect((await refused({ units: [] }))[0]).toBe(400)
    const local = await server.as('duty', '22')
    expect((await local.post('/api/bookings', wish())).status).toBe(403)
  })

  it('is called off with a reason, once, and can then not be opened', async () => {
    const made = await book()
    const at = `/api/bookings/${made.id}`
    const off = await duty.post<BookingView>(`${at}/cancel`, { reason: 'Bão đã tan' })
    expect(off.body).toMatchObject({ cancelReason: 'Bão đã tan', cancelledAt: expect.any(Number) })
    expect((await duty.post(`${at}/cancel`, { reason: 'x' })).body.code).toBe('BOOKING_CLOSED')
    expect((await duty.post(`${at}/open`)).body.code).toBe('BOOKING_CLOSED')
    expect((await duty.post(at, wish())).body.code).toBe('BOOKING_CLOSED')
  })
})

describe('opening what was booked', () => {
  const chairOf = async (name: RegExp) =>
    (await duty.get<{ id: number; name: string }[]>('/api/bookings/chairs')).body.find((c) =>
      name.test(c.name),
    )!

  it('invites who did not decline, seats the chair that was asked for, and happens once', async () => {
    const chair = await chairOf(/^leader/)
    const made = await book({ chair: chair.id })
    await duty.post(`/api/bookings/${made.id}/answer`, {
      attends: false,
      delegates: [],
      note: null,
      unit: '46',
    })
    const open = () =>
      duty.post<{ session: string; invitations: InvitationView[] }>(`/api/bookings/${made.id}/open`)
    const [one, two] = await Promise.all([open(), open()])
    expect([one.status, two.status].sort()).toEqual([201, 409])
    const { session, invitations } = one.status === 201 ? one.body : two.body
    expect(invitations.map((i) => i.unit)).toEqual(['22'])
    const view = (await leader.get<BridgeView>(`/api/bridge/${session}`)).body
    expect(view.points.find((p) => p.role === 'chair')?.name.vi).toBe(chair.name)
    expect((await leader.get(`/api/bridge/${session}/booking`)).body.booking).toMatchObject({ id: made.id })
    // Whoever opened it looks on; the chair stays free for the one who was asked.
    const officer = await connect(server.url, { cookie: duty.cookie })
    sockets.push(officer)
    const hello = await officer.emitWithAck('bridge:hello', {
      device: 'officer'.padEnd(43, '0'),
      camera: true,
      microphone: true,
      session,
    })
    expect('point' in hello && hello.point).toBeNull()
    expect((await leader.get<BridgeView>(`/api/bridge/${session}`)).body.points[0]?.name.vi).toBe(chair.name)
    await duty.post(`/api/bridge/${session}/end`)
  })

  it('lets nobody in from the lobby before the chair says so, and keeps the roll', async () => {
    const made = await book({ lobby: true })
    await quangNinh.post(`/api/bookings/${made.id}/answer`, {
      attends: true,
      delegates: [{ name: 'A', duty: 'Phó Chủ tịch', standIn: true }],
      note: null,
    })
    const { body } = await duty.post<{ session: string; invitations: InvitationView[] }>(
      `/api/bookings/${made.id}/open`,
    )
    const at = `/api/bridge/${body.session}`
    const token = body.invitations.find((i) => i.unit === '22')?.link.split('#')[1]
    const device = 'qn'.padEnd(43, '0')
    const socket = await connect(server.url, { pointToken: `${token}.${device}` })
    sockets.push(socket)
    await expect(takePart(socket, device)).rejects.toThrow('BRIDGE_LOBBY')
    const see = async () => (await duty.get<BridgeView>(at)).body
    const point = (await see()).points.find((p) => p.unit === '22')
    expect(point?.waiting).toBe(true)
    await duty.post(`${at}/points/${point?.id}/admit`)
    const part = await takePart(socket, device)
    expect((await see()).points.find((p) => p.unit === '22')).toMatchObject({
      waiting: false,
      state: 'joined',
    })
    await duty.post(`${at}/floor`, { point: part.point })
    await duty.post(`${at}/item`, { item: 1 })
    expect((await see()).item).toBe(1)
    await duty.post(`${at}/end`)
    // What was seen on the line is written behind.
    await server.app.bridge.settled()
    const roll = (await leader.get<RollView>(`${at}/roll`)).body
    const row = (code: string) => roll.rows.find((r) => r.unit.code === code)
    expect(row('22')).toMatchObject({ presence: 'present', standIn: true, attends: true, interruptions: 0 })
    expect(row('22')?.spokeMs).toBeGreaterThan(0)
    expect(row('46')).toMatchObject({ presence: 'absent', joinedAt: null })
    const events = (await leader.get<EventView[]>(`${at}/events`)).body.map((e) => e.kind)
    expect(events).toEqual(
      expect.arrayContaining(['knocks', 'admitted', 'floor-given', 'agenda', 'floor-ended']),
    )
    expect((await quangNinh.get(`${at}/roll`)).status).toBe(403)
  })
})
