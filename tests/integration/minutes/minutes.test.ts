import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { InvitationView } from '../../../shared/api/bridge.ts'
import type { MinutesText, MinutesView } from '../../../shared/api/minutes.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, takePart } from '../bridge/sockets.ts'
import { readDocx } from './docx.ts'
import { pdfText } from './pdf.ts'

let server: TestServer
let leader: Client
let duty: Client
let quangNinh: Client
let session = ''
const device = 'qn'.padEnd(43, '0')

/** A booked session with two items, a speech in the first, a directive, and its end. */
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  duty = await server.as('duty')
  quangNinh = await server.as('agency', '22')
  const booked = await duty.post<BookingView>('/api/bookings', {
    title: 'Giao ban trực tuyến',
    startsAt: Date.now() + 3_600_000,
    minutes: 30,
    chair: null,
    lobby: false,
    template: null,
    units: ['22', '46'],
    agenda: [
      { title: 'Giải ngân vốn đầu tư công', unit: '22', minutes: 10, indicators: ['DP-07'] },
      { title: 'Kết luận', unit: null, minutes: 5, indicators: [] },
    ],
  })
  await quangNinh.post(`/api/bookings/${booked.body.id}/answer`, {
    attends: true,
    delegates: [{ name: 'Nguyễn Văn A', duty: 'Chủ tịch UBND tỉnh', standIn: true }],
    note: null,
  })
  const opened = await duty.post<{ session: string; invitations: InvitationView[] }>(
    `/api/bookings/${booked.body.id}/open`,
  )
  session = opened.body.session
  const token = opened.body.invitations.find((i) => i.unit === '22')?.link.split('#')[1]
  const socket = await connect(server.url, { pointToken: `${token}.${device}` })
  const part = await takePart(socket, device)
  await duty.post(`/api/bridge/${session}/item`, { item: 0 })
  await duty.post(`/api/bridge/${session}/floor`, { point: part.point })
  await duty.post(`/api/bridge/${session}/floor`, { point: null })
  const given = await duty.post('/api/directives', {
    text: 'Đẩy nhanh giải ngân vốn đầu tư công',
    due: Date.UTC(2030, 0, 9, 10),
    priority: 'urgent',
    addressees: ['22'],
    issue: true,
    aim: { indicator: 'DP-07', unit: '22', comparator: '>=', value: 95, holdDays: 0 },
    document: null,
    session,
    shown: null,
  })
  expect(given.status).toBe(201)
  socket.close()
})
afterAll(() => server.stop())

const at = () => `/api/bridge/${session}/minutes`
const read = (by: Client) => by.get<MinutesView & { code?: string }>(at())
const file = async (by: Client) => {
  const answer = await by.fetch(`${at()}.docx`)
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    data: Buffer.from(await answer.arrayBuffer()),
  }
}
const save = (by: Client, text: MinutesText, after: number) =>
  by.post<MinutesView & { code?: string }>(at(), { text, after })

describe('the minutes of a session', () => {
  it('are not there while it runs', async () => {
    expect((await read(duty)).body.code).toBe('MINUTES_RUNNING')
    await duty.post(`/api/bridge/${session}/end`)
  })

  it('are drafted from the record: who came, who spoke on what, what was asked of whom by when', async () => {
    const { body } = await read(duty)
    expect(body).toMatchObject({ version: 0, approved: null, mayEdit: true, mayApprove: false })
    expect(body.text.opening).toMatch(
      /^Vào hồi \d\d giờ \d\d phút, ngày \d\d tháng \d+ năm 20\d\d, duty\d+ chủ trì .*“Giao ban trực tuyến”, 1\/2 điểm cầu có mặt\.$/,
    )
    const lines = body.text.statements.split('\n')
    expect(lines[0]).toBe('1. Giải ngân vốn đầu tư công (Quảng Ninh báo cáo)')
    expect(lines[1]).toMatch(/^- Quảng Ninh phát biểu từ \d\d:\d\d, \d+ giây:$/)
    expect(lines[2]).toBe('2. Kết luận')
    expect(body.text.conclusions).toMatch(
      /^1\. Giao Quảng Ninh: Đẩy nhanh giải ngân vốn đầu tư công\. Thời hạn: 17:00 ngày 9\/1\/2030\. Theo dõi bằng chỉ tiêu “.+” của Quảng Ninh: đạt ít nhất 95/,
    )
  })

  it('are for their directors and auditors; a point reads them once they are approved', async () => {
    expect((await read(await server.as('auditor'))).body.mayEdit).toBe(false)
    expect((await read(quangNinh)).body.code).toBe('MINUTES_NONE')
    expect((await file(quangNinh)).status).toBe(404)
    expect((await read(await server.as('agency', '79'))).status).toBe(403)
    expect((await read(await server.as('analyst'))).status).toBe(403)
    expect((await read(server.anonymous)).status).toBe(401)
  })

  it('come as a draft that says so', async () => {
    const { paragraphs } = await readDocx((await file(duty)).data)
    expect(paragraphs).toContain('DỰ THẢO, CHƯA ĐƯỢC DUYỆT')
  })

  it('are saved as versions; a newer one of somebody else is not written over', async () => {
    const { text } = (await read(duty)).body
    const mine = {
      ...text,
      number: '12',
      secretary: 'Trần Thị B',
      statements: `${text.statements}\nĐã thảo luận.`,
    }
    expect((await save(duty, mine, 0)).body.version).toBe(1)
    expect((await save(leader, text, 0)).body.code).toBe('MINUTES_CHANGED')
    expect((await save(leader, { ...mine, place: 'Hà Nội' }, 1)).body.version).toBe(2)
    const both = await Promise.all([save(duty, mine, 2), save(leader, mine, 2)])
    expect(both.map((a) => a.status).sort()).toEqual([200, 409])
  })

  it('are approved once, as a file that stays what it was', async () => {
    const { version } = (await read(duty)).body
    expect((await duty.post(`${at()}/approve`, { version: version - 1 })).body.code).toBe('MINUTES_CHANGED')
    expect((await (await server.as('auditor')).post(`${at()}/approve`, { version })).status).toBe(403)
    const done = await leader.post<MinutesView>(`${at()}/approve`, { version })
    expect(done.body).toMatchObject({ mayEdit: false, mayApprove: false, approved: { version } })
    expect((await leader.post(`${at()}/approve`, { version })).body.code).toBe('MINUTES_CLOSED')
    expect((await save(duty, done.body.text, version)).body.code).toBe('MINUTES_CLOSED')
    const [one, two] = [await file(duty), await file(quangNinh)]
    expect(one.data.equals(two.data)).toBe(true)
    expect(createHash('sha256').update(one.data).digest('hex')).toBe(done.body.approved?.sha256)
    expect((await read(quangNinh)).body.text.number).toBe('12')
  })

  it('have the form of a Vietnamese office: country and motto, number, roll, conclusions, two signatures', async () => {
    const { type, data } = await file(duty)
    expect(type).toContain('wordprocessingml')
    const { paragraphs, xml } = await readDocx(data)
    for (const line of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Số: 12/BB-TTCĐĐH',
      'BIÊN BẢN',
      'Giao ban trực tuyến',
      'Thư ký: Trần Thị B.',
      'Quảng Ninh',
      'Nguyễn Văn A, Chủ tịch UBND tỉnh (dự thay)',
      'Vắng',
      'Đã thảo luận.',
      'THƯ KÝ',
      'CHỦ TRÌ',
    ])
      expect(paragraphs).toContain(line)
    expect(paragraphs.some((p) => p.startsWith('1. Giao Quảng Ninh: Đẩy nhanh'))).toBe(true)
    expect(paragraphs).not.toContain('DỰ THẢO, CHƯA ĐƯỢC DUYỆT')
    // A4 in twips, 30 mm to the left: decree 30/2020/ND-CP.
    expect(/w:w="1190[56]"/.test(xml)).toBe(true)
    expect(/w:left="170[01]"/.test(xml)).toBe(true)
  })

  it('come as a PDF too: the same words whole, in letters that can be searched, hashed as they were sent', async () => {
    const answer = await duty.fetch(`${at()}.pdf`)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="bien-ban-.+\.pdf"$/)
    const data = Buffer.from(await answer.arrayBuffer())
    const { approved } = (await read(duty)).body
    expect(createHash('sha256').update(data).digest('hex')).toBe(approved?.pdfSha256)
    const { text, fonts } = await pdfText(data)
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Số: 12/BB-TTCĐĐH',
      'BIÊN BẢN',
      'Thư ký: Trần Thị B.',
      'Đẩy nhanh giải ngân vốn đầu tư công. Thời hạn: 17:00 ngày 9/1/2030.',
      'Đã thảo luận.',
      'THƯ KÝ',
      'CHỦ TRÌ',
      'Nơi nhận:',
      '- Lưu: VT.',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('DỰ THẢO')
    expect(fonts.every((f) => /Tinos/.test(f))).toBe(true)
  })

  it('went to every point, are told there until they are opened, and who opened them first is known', async () => {
    const hue = await server.as('agency', '46')
    const unopened = async (by: Client) =>
      (await by.get<{ session: string }[]>('/api/minutes/unopened')).body.map((m) => m.session)
    expect(await unopened(hue)).toEqual([session])
    // Quảng Ninh has opened them above.
    expect(await unopened(quangNinh)).toEqual([])
    expect(await unopened(await server.as('agency', '79'))).toEqual([])
    const receipts = async () =>
      (await read(duty)).body.receipts.map((r) => [r.unit.code, r.openedAt !== null])
    expect((await receipts()).sort()).toEqual([
      ['22', true],
      ['46', false],
    ])
    await read(hue)
    expect((await receipts()).sort()).toEqual([
      ['22', true],
      ['46', true],
    ])
    expect(await unopened(hue)).toEqual([])
    // Neither a point nor an auditor is told of the others.
    expect((await read(hue)).body.receipts).toEqual([])
    const { pool } = server.app.db
    await expect(pool.query('delete from minutes_opened')).rejects.toThrow('append-only')
  })
})
