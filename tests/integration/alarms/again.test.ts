import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LogbookNote } from '../../../server/bus.ts'
import type { AttentionView } from '../../../shared/api/duty.ts'
import type { ConnectionState } from '../../../shared/vocabulary.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, detail, kinds, loadNow, open, openOf, raised } from './stage.ts'

let server: TestServer
let duty: Client
const notes: LogbookNote[] = []
beforeAll(async () => {
  server = await startServer()
  server.app.bus.on('logbook', (note) => notes.push(note))
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

/** The open alarms as a start would find them. */
async function afterRestart(rule: string) {
  const { Book } = await import('../../../server/alarms/book.ts')
  const book = new Book(server.app.db.pool, server.app.log, () => {})
  await book.load()
  await book.close()
  return { book, alarms: [...book.all()].filter((a) => a.rule.code === rule) }
}

it('raised again it says what is true now, also after a restart', async () => {
  const source = await agree(server.app, server.url)
  await addRule(duty, 'TAI')
  await source.push(loadNow(51_000))
  const first = await raised(duty, 'TAI')
  await source.push(loadNow(40_000))
  await eventually(async () => expect(await openOf(duty, 'TAI')).toMatchObject([{ state: 'returned' }]))
  await source.push(loadNow(66_000))
  const now = await eventually(async () => {
    const [a] = await openOf(duty, 'TAI')
    expect(a).toMatchObject({ id: first.id, active: true, times: 2 })
    return a
  })
  expect(first.text.vi).toContain('51.000')
  expect(now?.text.vi).toContain('66.000')
  expect(now?.since).toBeGreaterThan(first.since)
  expect(await detail(duty, first.id)).toMatchObject({ text: now?.text, detail: { value: 66_000 } })
  const { alarms } = await afterRestart('TAI')
  expect(alarms).toMatchObject([{ id: first.id, text: now?.text, since: now?.since }])
  // The shift's log hears of both, of the second with its own figures.
  await eventually(() => {
    const own = notes.filter((n) => n.subject === `alarm:${first.id}` && n.kind.startsWith('alarm.'))
    expect(own.map((n) => [n.kind, n.text.vi])).toEqual([
      ['alarm.raised', `Báo động: ${first.title.vi}`],
      ['alarm.again', `Báo động lại: ${now?.title.vi}. ${now?.text.vi}`],
    ])
  })
})

it('acknowledging takes the cause that it stands for now, not the one that has gone', async () => {
  let at = Date.now() - 60_000
  const say = (state: ConnectionState) =>
    server.app.bus.emit('connection-state', { id: 'A', state, previous: null, since: ++at })
  say('lost')
  const before = await raised(duty, 'KN-MAT')
  say('up')
  await eventually(async () => expect(await openOf(duty, 'KN-MAT')).toMatchObject([{ active: false }]))
  say('lost')
  const alarm = await eventually(async () => {
    const [a] = await openOf(duty, 'KN-MAT')
    expect(a).toMatchObject({ id: before.id, active: true, times: 2 })
    return a
  })
  // The source of the test before may have become late meanwhile.
  const causes = async () =>
    (await duty.get<AttentionView[]>('/api/attention')).body.filter((c) => c.subject === 'A')
  const [cause] = await causes()
  expect(cause?.id).not.toBe(before.attention)
  expect(alarm).toMatchObject({ attention: cause?.id, since: cause?.since })
  const { book } = await afterRestart('KN-MAT')
  expect([book.ofAttention(cause?.id ?? 0)?.id, book.ofAttention(before.attention ?? 0)]).toEqual([
    before.id,
    undefined,
  ])
  expect((await duty.post(`/api/alarms/${before.id}/acknowledge`, { note: 'đã gọi' })).status).toBe(200)
  expect(await causes()).toMatchObject([{ id: cause?.id, acknowledged: { note: 'đã gọi' } }])
})

it('what was taken and put aside asks anew when it comes back, and may be taken on the desk', async () => {
  const [alarm] = await openOf(duty, 'KN-MAT')
  const id = alarm?.id ?? 0
  await duty.post(`/api/alarms/${id}/shelve`, { minutes: 60, reason: 'đang sửa' })
  const say = (state: ConnectionState) =>
    server.app.bus.emit('connection-state', { id: 'A', state, previous: null, since: Date.now() })
  say('up')
  await eventually(async () => expect(await openOf(duty, 'KN-MAT')).toMatchObject([{ active: false }]))
  say('lost')
  const found = await eventually(async () => {
    const again = (await open(duty)).find((a) => a.id === id)
    expect(again).toMatchObject({ times: 3, state: 'shelved', acknowledged: null })
    return again
  })
  const taken = await duty.post(`/api/attention/${found?.attention}/acknowledge`, { note: 'vẫn sửa' })
  expect(taken.status).toBe(200)
  expect((await detail(duty, id)).acknowledged).toMatchObject({ note: 'vẫn sửa' })
  expect(kinds(await detail(duty, id)).at(-1)).toBe('acknowledged')
})
