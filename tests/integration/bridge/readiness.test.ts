import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { PointContact } from '../../../shared/api/contacts.ts'
import type { ReadinessBoard, ReadinessFacts } from '../../../shared/api/readiness.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient } from './sockets.ts'

const HOUR = 3_600_000
const DEVICE = 'B'.repeat(43)
const GOOD: ReadinessFacts = {
  camera: { width: 1280, height: 720, framesPerSecond: 25, label: 'HD', drawn: false, fault: null },
  microphone: { level: 0.6, label: 'Bàn họp', fault: null },
  line: { roundTripMs: 20, downKbps: 20_000, upKbps: 8_000, bytes: 2_000_000 },
  framing: { brightness: 0.5, confirmed: true },
}
let server: TestServer
let duty: Client
let quangNinh: Client
const sockets: LiveClient[] = []
const live = async (client: Client) => {
  const socket = await connect(server.url, { cookie: client.cookie })
  sockets.push(socket)
  return socket
}
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  quangNinh = await server.as('agency', '22')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => server?.stop())

let hours = 0
const book = async (...units: string[]) => {
  hours += 3
  const { status, body } = await duty.post<BookingView>('/api/bookings', {
    title: 'Họp tháng',
    startsAt: Date.now() + hours * HOUR,
    minutes: 60,
    chair: null,
    lobby: false,
    template: null,
    units,
    agenda: [],
  })
  expect(status).toBe(201)
  return body
}
const boardOf = async (as: Client, path: string) => {
  const { status, body } = await as.get<ReadinessBoard>(path)
  expect(status).toBe(200)
  return body
}
const codeOf = (answer: object) =>
  'error' in answer && answer.error && typeof answer.error === 'object' && 'code' in answer.error
    ? answer.error.code
    : null

describe('a point before its session', () => {
  it('tests itself by its account; the operator sees who is ready of how many, the worst first', async () => {
    const booking = await book('22', '20', '31')
    const path = `/api/bookings/${booking.id}/readiness`
    expect(await boardOf(duty, path)).toMatchObject({ ready: 0, expected: 3 })
    const socket = await live(quangNinh)
    const of = { booking: booking.id }
    const dark = { ...GOOD, framing: { brightness: 0.02, confirmed: true } }
    expect(await socket.emitWithAck('readiness:report', of, dark)).toEqual({ kept: true })
    let board = await boardOf(duty, path)
    expect(board.rows[0]).toMatchObject({ unit: { code: '22' }, state: 'failed' })
    expect(board.rows[0]?.items.at(-1)).toEqual({ item: 'framing', state: 'failed', why: 'dark' })
    await socket.emitWithAck('readiness:report', of, GOOD)
    board = await boardOf(duty, path)
    expect([board.ready, board.expected]).toEqual([1, 3])
    expect(board.rows.map((r) => r.state)).toEqual(['untested', 'untested', 'ready'])
    expect(board.rows.at(-1)?.facts).toEqual(GOOD)
    // Both reports stay on record, and in the audit.
    const { rows } = await server.app.db.pool.query(
      `select (select count(*)::int from readiness_check where booking_id = $1) checks,
         (select count(*)::int from audit_entry where action = 'readiness.reported' and subject = $1) acts`,
      [booking.id],
    )
    expect(rows[0]).toEqual({ checks: 2, acts: 2 })
    await expect(server.app.db.pool.query('delete from readiness_check')).rejects.toThrow('append-only')
  })

  it('is answered for by nobody else, and reads nobody else', async () => {
    const booking = await book('22', '20')
    const of = { booking: booking.id }
    for (const other of [await server.as('agency', '01'), duty, await server.as('analyst')]) {
      const socket = await live(other)
      expect(codeOf(await socket.emitWithAck('readiness:report', of, GOOD))).toBe('BRIDGE_NOT_INVITED')
      expect(codeOf(await socket.emitWithAck('readiness:begin', of))).toBe('BRIDGE_NOT_INVITED')
    }
    const socket = await live(quangNinh)
    const forged = JSON.parse('{"camera":{"height":"x"}}')
    expect(codeOf(await socket.emitWithAck('readiness:report', of, forged))).toBe('BRIDGE_BAD_REQUEST')
    const path = `/api/bookings/${booking.id}/readiness`
    expect((await boardOf(quangNinh, path)).rows.map((r) => r.unit.code)).toEqual(['22'])
    expect((await (await server.as('agency', '01')).get(path)).status).toBe(404)
  })

  it('tests itself by its link, bound to the device that opened it; the session shows it', async () => {
    const { body } = await duty.post<CreatedSession>('/api/bridge', {
      title: 'Giao ban',
      units: ['22', '20'],
    })
    const link = body.invitations.find((i) => i.unit === '22')?.link.split('#')[1] ?? ''
    const socket = await connect(server.url, { pointToken: `${link}.${DEVICE}` })
    sockets.push(socket)
    expect(await socket.emitWithAck('readiness:report', {}, GOOD)).toEqual({ kept: true })
    const board = await boardOf(duty, `/api/bridge/${body.session.id}/readiness`)
    expect([board.ready, board.expected]).toEqual([1, 2])
    expect(board.rows.at(-1)).toMatchObject({ unit: { code: '22' }, actor: 'point:22' })
    await duty.post(`/api/bridge/${body.session.id}/end`)
  })

  it('measures its line by real transfers, with a right that is bounded', async () => {
    const booking = await book('22')
    const socket = await live(quangNinh)
    const begun = await socket.emitWithAck('readiness:begin', { booking: booking.id })
    if ('error' in begun) throw new Error(begun.error.code)
    const path = `${server.url}/api/line/${begun.ticket}`
    const down = await fetch(`${path}?bytes=1000000`)
    expect((await down.arrayBuffer()).byteLength).toBe(1_000_000)
    const put = (bytes: number, to = path) =>
      fetch(to, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      })
    const up = await put(700_000)
    expect([up.status, await up.json()]).toEqual([200, { bytes: 700_000 }])
    expect((await fetch(`${path}?bytes=9000000`)).status).toBe(400)
    expect((await put(10, `${server.url}/api/line/khong-co-ve`)).status).toBe(403)
    expect((await fetch(`${server.url}/api/line/khong-co-ve?bytes=10`)).status).toBe(403)
    // A stranger who has the ticket runs it dry.
    const more = []
    for (let i = 0; i < 4; i++) more.push((await fetch(`${path}?bytes=1000000`)).status)
    expect(more).toEqual([200, 200, 403, 403])
  })
})

describe('the second channel', () => {
  it('is kept by the unit itself and by operators, and stands in the session with who rang last', async () => {
    const contact = { name: 'Vũ Văn Trực', duty: 'Văn phòng UBND', phone: '+84 203 3835 001' }
    const path = '/api/units/22/contact'
    expect((await quangNinh.post(path, { ...contact, phone: 'gọi tôi' })).status).toBe(400)
    expect((await quangNinh.post(path, contact)).body).toMatchObject({ contact })
    expect((await (await server.as('agency', '01')).get(path)).status).toBe(404)
    expect((await (await server.as('agency', '01')).post(path, contact)).status).toBe(404)
    expect((await duty.get(path)).body).toMatchObject({ contact })

    const booking = await book('22')
    await quangNinh.post(`/api/bookings/${booking.id}/answer`, {
      attends: true,
      delegates: [{ name: 'Trần B', duty: 'Phó Chủ tịch', standIn: true, insteadOf: 'Chủ tịch UBND tỉnh' }],
      note: null,
      technician: { name: 'Lê Kỹ', phone: '0912 345 678' },
    })
    const opened = await duty.post<{ session: string; invitations: { point: string }[] }>(
      `/api/bookings/${booking.id}/open`,
    )
    const id = opened.body.session
    const read = async () => (await duty.get<PointContact[]>(`/api/bridge/${id}/contacts`)).body[0]
    expect(await read()).toMatchObject({
      technician: { name: 'Lê Kỹ', phone: '0912 345 678' },
      unit: contact,
      rung: null,
    })
    const point = opened.body.invitations[0]?.point ?? ''
    const rang = await duty.post(`/api/bridge/${id}/points/${point}/rung`, {
      phone: '0912 345 678',
      answered: true,
    })
    expect(rang.status).toBe(200)
    expect(await read()).toMatchObject({ rung: { at: rang.body.at, answered: true } })
    expect((await quangNinh.get(`/api/bridge/${id}/contacts`)).status).toBe(403)
    const roll = await duty.get<{ rows: { delegates: unknown[] }[] }>(`/api/bridge/${id}/roll`)
    expect(roll.body.rows[0]?.delegates).toEqual([
      { name: 'Trần B', duty: 'Phó Chủ tịch', standIn: true, insteadOf: 'Chủ tịch UBND tỉnh' },
    ])
    await duty.post(`/api/bridge/${id}/end`)
  })
})
