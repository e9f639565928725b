import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HandoverDetail, HandoverView } from '../../../shared/api/handover.ts'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import type { AttentionRow } from '../../../shared/live.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { readDocx } from '../minutes/docx.ts'
import { type Officer, officer, shiftEndsIn } from './stage.ts'

let server: TestServer
let lan: Officer
let minh: Officer
let hoa: Officer
beforeAll(async () => {
  server = await startServer()
  await shiftEndsIn(server, 90)
  lan = await officer(server, 'Nguyễn Thị Lan')
  minh = await officer(server, 'Trần Văn Minh')
  hoa = await officer(server, 'Lê Thị Hòa')
  await lan.client.post('/api/shifts/positions/chief/sign-in', {})
  const { bus, duty } = server.app
  bus.emit('connection-state', { id: 'EVN-HO', state: 'lost', previous: null, since: Date.now() - 60_000 })
  await eventually(() => expect(duty.waiting).toBe(0))
})
afterAll(() => server?.stop())

type Answer = HandoverView & { code: string }
const act = (who: Officer, path: string, body: object = {}) =>
  who.client.post<Answer>(`/api/handovers${path}`, body)
const holders = (position = 'chief') => server.app.shifts.holders(position).map((h) => h.displayName)
const checkAll = async (who: Officer, h: HandoverView) => {
  for (const { key } of h.items) await act(who, `/${h.id}/check`, { item: key, remark: 'Đã trao đổi' })
}
const entriesOf = async (query: string) => (await lan.client.get<LogEntryView[]>(`/api/log?${query}`)).body

test('only who holds a position drafts its handover; the draft holds what is open', async () => {
  expect((await act(minh, '', { position: 'chief' })).status).toBe(409)
  const { body, status } = await act(lan, '', { position: 'chief' })
  expect(status).toBe(201)
  const open = (await lan.client.get<AttentionRow[]>('/api/attention')).body
  expect(open.length).toBeGreaterThan(0)
  expect(body.items.map((i) => i.key)).toEqual(expect.arrayContaining(open.map((a) => `attention:${a.id}`)))
  expect([body.state, body.incoming, body.shift.no]).toEqual([
    'open',
    null,
    server.app.shifts.watches()[0]?.shift.no,
  ])
  expect(body.next.from).toBe(body.shift.to)
})

test('a new draft takes the place of the one nobody signed', async () => {
  const first = (await act(lan, '', { position: 'chief' })).body
  const second = (await act(lan, '', { position: 'chief', incoming: minh.id })).body
  const { handover } = (await lan.client.get<HandoverDetail>(`/api/handovers/${first.id}`)).body
  expect(handover.state).toBe('superseded')
  expect(second.incoming?.displayName).toBe('Trần Văn Minh')
  expect((await act(lan, `/${first.id}/sign`, { password: lan.password })).body.code).toBe('HANDOVER_CLOSED')
})

test('it is signed by both on their own accounts; until then the outgoing answers, after it the log is closed', async () => {
  const entry = (await lan.client.post<LogEntryView>('/api/log', { text: 'Đã gọi EVN, hẹn 8 giờ' })).body
  const h = (await act(lan, '', { position: 'chief', incoming: minh.id })).body
  const sign = (who: Officer, password = who.password) => act(who, `/${h.id}/sign`, { password })
  expect((await sign(lan)).body.code).toBe('HANDOVER_UNCHECKED')
  expect((await act(hoa, `/${h.id}/check`, { item: h.items[0]?.key, remark: '' })).body.code).toBe(
    'HANDOVER_NOT_YOURS',
  )
  await checkAll(lan, h)
  expect((await sign(lan)).body.code).toBe('HANDOVER_UNCHECKED')
  await checkAll(minh, h)
  const walked = (await minh.client.get<HandoverDetail>(`/api/handovers/${h.id}`)).body.handover.items
  expect(walked.map((i) => [i.given?.by, i.checked?.by])).toEqual(h.items.map(() => [lan.name, minh.name]))
  expect((await sign(minh)).body.code).toBe('HANDOVER_NOT_YOURS')
  expect((await sign(lan, 'không phải mật khẩu')).body.code).toBe('FORBIDDEN')
  expect((await sign(lan)).body.state).toBe('waiting')
  expect((await sign(lan)).body.code).toBe('SAME_PERSON')
  expect((await sign(hoa)).body.code).toBe('HANDOVER_NOT_YOURS')
  expect(holders()).toEqual(['Nguyễn Thị Lan'])
  const done = (await sign(minh)).body
  expect([done.state, done.log?.holds]).toEqual(['done', true])
  expect(done.log?.entries).toBeGreaterThan(0)
  expect(holders()).toEqual(['Trần Văn Minh'])

  const corrected = await lan.client.post<{ code: string }>(`/api/log/${entry.id}/correct`, {
    ...{ text: 'x', reason: 'y' },
  })
  expect(corrected.body.code).toBe('LOG_LOCKED')
  expect((await entriesOf(`text=EVN`)).find((e) => e.id === entry.id)?.locked).toBe(true)
  const after = (await minh.client.post<LogEntryView>('/api/log', { text: 'Nhận ca' })).body
  expect([after.shift.no, after.locked]).toEqual([h.next.no, false])
  await eventually(async () => {
    const told = await entriesOf('group=duty')
    expect(told.find((e) => e.kind === 'handover.done')?.shift).toEqual(after.shift)
  })
  const { rows } = await server.app.db.pool.query(
    'select action, detail from audit_entry where subject = $1 order by id',
    [`handover:${h.id}`],
  )
  expect(rows.map((r) => r.action)).toEqual(
    expect.arrayContaining(['handover.signed-outgoing', 'handover.signed-incoming']),
  )
  expect(rows.at(-1)?.detail.sha256).toBe(done.log?.sha256)
})

test('the incoming gives it back, and both signatures begin anew', async () => {
  const h = (await act(minh, '', { position: 'chief', incoming: hoa.id })).body
  await checkAll(hoa, h)
  await act(minh, `/${h.id}/sign`, { password: minh.password })
  expect((await act(hoa, `/${h.id}/return`, { reason: 'Thiếu phiên 9 giờ' })).body.state).toBe('open')
  expect((await act(minh, `/${h.id}/refresh`)).status).toBe(200)
  expect((await act(minh, `/${h.id}/withdraw`, { reason: 'Lập lại' })).body.state).toBe('superseded')
})

test('nobody comes: the chief relieves with a reason and holds two positions, which is said', async () => {
  await hoa.client.post('/api/shifts/positions/bridge/sign-in', {})
  const h = (await act(hoa, '', { position: 'bridge' })).body
  expect((await act(lan, `/${h.id}/relieve`, { reason: 'Vắng', password: lan.password })).body.code).toBe(
    'HANDOVER_NOT_YOURS',
  )
  const done = await act(minh, `/${h.id}/relieve`, { reason: 'Người nhận vắng', password: minh.password })
  expect(done.body.state).toBe('relieved')
  expect(holders('bridge')).toEqual(['Trần Văn Minh'])
  const { notes } = (await minh.client.get<{ notes: { kind: string }[] }>('/api/shifts/now')).body
  expect(notes.map((n) => n.kind)).toContain('double')
})

test('two signatures of the incoming at once pass the position once', async () => {
  const h = (await act(minh, '', { position: 'bridge', incoming: lan.id })).body
  await checkAll(lan, h)
  await act(minh, `/${h.id}/sign`, { password: minh.password })
  const both = await Promise.all([1, 2].map(() => act(lan, `/${h.id}/sign`, { password: lan.password })))
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(holders('bridge')).toEqual(['Nguyễn Thị Lan'])
})

test('a position’s own handover closes its part for good, also against what the system says of it afterwards', async () => {
  await hoa.client.post('/api/shifts/positions/connections/sign-in', {})
  const h = (await act(hoa, '', { position: 'connections', incoming: lan.id })).body
  await checkAll(lan, h)
  await act(hoa, `/${h.id}/sign`, { password: hoa.password })
  expect((await act(lan, `/${h.id}/sign`, { password: lan.password })).body.log?.holds).toBe(true)
  const told = await eventually(async () => {
    const found = (await entriesOf('group=duty')).find(
      (e) => e.kind === 'handover.done' && e.position?.id === 'connections',
    )
    expect(found).toBeDefined()
    return found
  })
  expect(told?.shift).toEqual({ day: h.next.day, no: h.next.no })
  const { handover } = (await lan.client.get<HandoverDetail>(`/api/handovers/${h.id}`)).body
  expect(handover.log?.holds).toBe(true)
})

test('what opened after the draft is walked through before anybody signs', async () => {
  const h = (await act(lan, '', { position: 'connections', incoming: hoa.id })).body
  await checkAll(hoa, h)
  const { bus, duty } = server.app
  bus.emit('connection-state', { id: 'ACV-CB', state: 'lost', previous: null, since: Date.now() })
  await eventually(() => expect(duty.waiting).toBe(0))
  const sign = (who: Officer) => act(who, `/${h.id}/sign`, { password: who.password })
  const stale = await eventually(async () => {
    const { body } = await sign(lan)
    expect(body.code).toBe('HANDOVER_STALE')
    return body
  })
  expect(JSON.stringify(stale)).toContain('ACV-CB')
  await checkAll(hoa, (await act(lan, `/${h.id}/refresh`)).body)
  expect((await sign(lan)).body.state).toBe('waiting')
  expect((await sign(hoa)).body.state).toBe('done')
})

test('what opens between the two signatures is given back and walked through as well', async () => {
  const h = (await act(hoa, '', { position: 'connections', incoming: lan.id })).body
  await checkAll(lan, h)
  const sign = (who: Officer) => act(who, `/${h.id}/sign`, { password: who.password })
  expect((await sign(hoa)).body.state).toBe('waiting')
  const { bus, duty } = server.app
  bus.emit('connection-state', { id: 'TCT-NT', state: 'lost', previous: null, since: Date.now() })
  await eventually(() => expect(duty.waiting).toBe(0))
  const { body } = await sign(lan)
  expect(body.code).toBe('HANDOVER_STALE')
  expect(JSON.stringify(body)).toContain('TCT-NT')
  expect(holders('connections')).toEqual(['Lê Thị Hòa'])
  expect((await act(lan, `/${h.id}/return`, { reason: 'Có việc mới' })).body.state).toBe('open')
  await checkAll(lan, (await act(lan, `/${h.id}/refresh`)).body)
  expect((await sign(hoa)).body.state).toBe('waiting')
  expect((await sign(lan)).body.state).toBe('done')
  expect(holders('connections')).toEqual(['Nguyễn Thị Lan'])
})

test('a signature keeps its name when its account has ended', async () => {
  const list = (await lan.client.get<HandoverView[]>('/api/handovers')).body
  const done = list.find((h) => h.state === 'done' && h.incoming?.account === minh.id)
  await server.app.db.pool.query('update account set enabled = false where id = $1', [minh.id])
  const { handover } = (await lan.client.get<HandoverDetail>(`/api/handovers/${done?.id}`)).body
  expect(handover.incoming?.displayName).toBe('Trần Văn Minh')
  await server.app.db.pool.query('update account set enabled = true where id = $1', [minh.id])
})

test('the paper is the same in PDF and DOCX, with its signatures and in Vietnamese', async () => {
  const list = (await lan.client.get<HandoverView[]>('/api/handovers')).body
  const done = list.find((h) => h.state === 'done' && h.position.id === 'chief')
  const file = async (format: string) => {
    const response = await lan.client.fetch(`/api/handovers/${done?.id}/paper?format=${format}`)
    expect(response.status).toBe(200)
    return new Uint8Array(await response.arrayBuffer())
  }
  const pdf = await getDocument({ data: await file('pdf'), useSystemFonts: false }).promise
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, i) => {
      const { items } = await (await pdf.getPage(i + 1)).getTextContent()
      return items.map((x) => ('str' in x ? x.str : '')).join('')
    }),
  )
  const inPdf = pages.join(' ').normalize('NFC').replace(/\s+/g, ' ')
  const inDocx = (await readDocx(Buffer.from(await file('docx')))).paragraphs.join(' ').normalize('NFC')
  for (const words of [
    'BIÊN BẢN BÀN GIAO CA TRỰC',
    'Nguyễn Thị Lan',
    'Trần Văn Minh',
    'Đã gọi EVN',
    'Đã ký lúc',
  ])
    for (const text of [inPdf, inDocx]) expect(text).toContain(words)
  expect(inPdf).toContain(done?.log?.sha256.slice(0, 20))
  expect(inPdf).not.toContain('DỰ THẢO')
})
