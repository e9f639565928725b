import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../../server/db/index.ts'
import { draftOf, openNow } from '../../../server/handover/draft.ts'
import { contentHash } from '../../../server/handover/handovers.ts'
import { insertDraft, insertHandover, insertStep, readHandover } from '../../../server/handover/store.ts'
import type { HandoverDetail, HandoverView } from '../../../shared/api/handover.ts'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type Officer, officer, shiftEndsIn } from './stage.ts'

let server: TestServer
let hoa: Officer
beforeAll(async () => {
  server = await startServer()
  await shiftEndsIn(server, 300)
  hoa = await officer(server, 'Lê Thị Hòa')
})
afterAll(() => server?.stop())

const act = (who: Officer, path: string, body: object = {}) =>
  who.client.post<HandoverView & { code: string }>(`/api/handovers${path}`, body)
const checkAll = async (who: Officer, h: HandoverView) => {
  for (const { key } of h.items) await act(who, `/${h.id}/check`, { item: key, remark: '' })
}

test('in the middle of a shift it seals what was written so far, and the same shift goes on', async () => {
  const me = await officer(server, 'Phạm Thu Hà')
  await me.client.post('/api/shifts/positions/analysis/sign-in', {})
  const first = (await me.client.post<LogEntryView>('/api/log', { text: 'Mục đầu' })).body
  const h = (await act(me, '', { position: 'analysis', incoming: hoa.id })).body
  expect([h.next.day, h.next.no]).toEqual([h.shift.day, h.shift.no])
  await checkAll(hoa, h)
  await act(me, `/${h.id}/sign`, { password: me.password })
  expect((await act(hoa, `/${h.id}/sign`, { password: hoa.password })).body.log?.holds).toBe(true)
  const correct = await me.client.post<{ code: string }>(`/api/log/${first.id}/correct`, {
    ...{ text: 'x', reason: 'y' },
  })
  expect(correct.body.code).toBe('LOG_LOCKED')
  const body = { text: 'Sau bàn giao', position: 'analysis' }
  const after = (await hoa.client.post<LogEntryView>('/api/log', body)).body
  expect([after.shift, after.locked]).toEqual([first.shift, false])
  const { handover, entries } = (await hoa.client.get<HandoverDetail>(`/api/handovers/${h.id}`)).body
  expect(handover.log).toMatchObject({ holds: true, whole: false, upTo: expect.any(Number) })
  expect(entries.map((e) => e.text.vi)).toEqual(['Mục đầu'])
  // Drafted so long ago that another shift comes than the one it names.
  const { day, no } = h.shift
  const old = await transaction(server.app.db.pool, async (client) => {
    const id = await insertHandover(client, {
      ...{ position: 'analysis', shift: h.shift, next: { day, no: 3 - no }, outgoing: hoa.id },
    })
    await insertDraft(client, id, [])
    await insertStep(client, id, { kind: 'opened', account: hoa.id })
    await insertStep(client, id, { kind: 'incoming', account: hoa.id, names: me.id })
    return id
  })
  await checkAll(me, (await act(hoa, `/${old}/refresh`)).body)
  expect((await act(hoa, `/${old}/sign`, { password: hoa.password })).body.code).toBe('HANDOVER_SHIFT')
})

test('a paper that the outgoing signed before an upgrade is given back with a reason, and signed anew', async () => {
  const me = await officer(server, 'Đỗ Thị Mai')
  const h = (await act(hoa, '', { position: 'analysis', incoming: me.id })).body
  const { id } = h
  await checkAll(me, h)
  await transaction(server.app.db.pool, (client) =>
    insertStep(client, id, { kind: 'signed-outgoing', account: hoa.id, detail: { content: 'of before' } }),
  )
  expect((await act(me, `/${id}/sign`, { password: me.password })).body.code).toBe('HANDOVER_OLD')
  expect((await act(me, `/${id}/return`, { reason: 'Bản cũ' })).body.state).toBe('open')
  expect((await act(hoa, `/${id}/sign`, { password: hoa.password })).body.state).toBe('waiting')
  await act(hoa, `/${id}/withdraw`, { reason: 'Thử xong' })
})

test('neither the second signature nor a relief goes by the shift that an old draft names', async () => {
  const me = await officer(server, 'Phạm Thu Trang')
  const chief = await officer(server, 'Trần Văn Minh')
  await chief.client.post('/api/shifts/positions/chief/sign-in', {})
  const { shift, id } = (await act(hoa, '', { position: 'analysis', incoming: me.id })).body
  await act(hoa, `/${id}/withdraw`, { reason: 'Lập lại' })
  const [here, other] = [
    { day: shift.day, no: shift.no },
    { day: shift.day, no: 3 - shift.no },
  ]
  const items = draftOf(await openNow(server.app), Date.now())
  const old = await transaction(server.app.db.pool, async (client) => {
    const made = await insertHandover(client, {
      ...{ position: 'analysis', shift: here, next: other, outgoing: hoa.id },
    })
    await insertDraft(client, made, items)
    await insertStep(client, made, { kind: 'opened', account: hoa.id })
    await insertStep(client, made, { kind: 'incoming', account: hoa.id, names: me.id })
    const h = await readHandover(client, made)
    if (!h) throw new Error('the old draft was not written')
    const detail = { content: contentHash(h) }
    await insertStep(client, made, { kind: 'signed-outgoing', account: hoa.id, detail })
    return made
  })
  expect((await act(me, `/${old}/sign`, { password: me.password })).body.code).toBe('HANDOVER_SHIFT')
  const body = { reason: 'Người nhận vắng', password: chief.password }
  const { state, next } = (await act(chief, `/${old}/relieve`, body)).body
  expect([state, next.day, next.no]).toEqual(['relieved', here.day, here.no])
  const watch = server.app.shifts.watchesOf(chief.id).find((w) => w.position === 'analysis')
  expect(watch?.shift).toEqual(here)
})
