import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../../server/db/index.ts'
import { insertLock, lockAlone } from '../../../server/logbook/store.ts'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, loadNow, raised } from '../alarms/stage.ts'

let server: TestServer
let lan: Client
let minh: Client
beforeAll(async () => {
  server = await startServer()
  lan = await server.as('duty')
  minh = await server.as('duty')
  await lan.post('/api/shifts/positions/connections/sign-in', {})
})
afterAll(() => server?.stop())

type Refused = { code: string; detail: Record<string, unknown> }
const write = (body: object, who = lan) => who.post<LogEntryView & Refused>('/api/log', body)
const read = async (query = '', who = lan) => (await who.get<LogEntryView[]>(`/api/log?${query}`)).body

test('an entry stands under its writer’s position and shift, and is found without marks', async () => {
  const made = await write({ text: 'Gọi trực thủy văn EVN, hẹn 08:40 đóng điện' })
  expect(made.status).toBe(201)
  const { shift, position, by, automatic } = made.body
  expect([position?.code, by, automatic]).toEqual(['KN', 'duty1', false])
  expect(shift).toEqual(server.app.shifts.watches()[0]?.shift)
  expect((await read('text=dong%20dien%20thuy')).map((e) => e.id)).toEqual([made.body.id])
  expect(await read('text=100%25')).toEqual([])
  expect((await read('group=people')).map((e) => e.id)).toEqual([made.body.id])
  expect((await write({ text: '   ' })).status).toBe(400)
  expect((await write({ text: 'x', at: Date.now() - 3 * 86_400_000 })).status).toBe(400)
  expect((await write({ text: 'x', position: 'bridge' })).status).toBe(403)
  expect((await write({ text: 'Không giữ vị trí' }, minh)).body.position).toBeNull()
})

test('a snapshot of a number is the server’s own: its value, its two times, its mark, its lineage', async () => {
  const indicator =
    server.app.catalogue.now().indicators.find((i) => i.level === 'province' && i.period === 'monthly')
      ?.code ?? ''
  const source = await agree(server.app, server.url, [{ indicator }], '22')
  await source.push({ observations: [{ indicator, unit: '22', period: '2026-09', value: 12.5 }] })
  const about = { kind: 'series', indicator, unit: '22' }
  const made = await eventually(async () => {
    const { body } = await write({ text: 'Số này lạ', about })
    expect(body.snapshot?.value?.value).toBe(12.5)
    return body
  })
  expect(made.subject).toBe(`series:${indicator}/22`)
  expect(made.snapshot).toMatchObject({ kind: 'series', simulated: false })
  expect(made.snapshot?.href).toContain(`/lineage/${indicator}/22?`)
  expect(made.snapshot?.value?.recordedAt).toBeGreaterThan(0)
  expect((made.snapshot?.value?.flags ?? 0) & FLAG.simulated).toBe(0)
  const forged = { ...about, value: 99 }
  expect((await write({ text: 'x', about: forged })).status).toBe(400)
  expect((await write({ text: 'x', about: { ...about, indicator: 'KHONG-CO' } })).status).toBe(404)
  // It may have become late just then.
  const state = () => server.app.trust.connection(source.id)?.state
  const before = state()
  const connection = await write({ text: 'Nguồn này', about: { kind: 'connection', id: source.id } })
  expect([before, state()]).toContain(connection.body.snapshot?.state)
})

test('what the rooms tell is written down by itself', async () => {
  const [connection] = server.app.intake.connections.list()
  const id = connection?.id ?? ''
  server.app.bus.emit('connection-state', { id, state: 'lost', previous: 'up', since: Date.now() })
  const text = { vi: 'Cảnh báo thử', en: 'A trial alarm' }
  const note = { at: Date.now(), kind: 'alarm.raised', subject: 'alarm:1', text, actor: null, detail: {} }
  server.app.bus.emit('logbook', note)
  await eventually(async () => {
    expect((await read('group=connections')).map((e) => e.subject)).toContain(`connection:${id}`)
    expect((await read('group=alarms')).map((e) => e.text)).toContainEqual(text)
  })
  expect((await read('group=system')).every((e) => e.automatic)).toBe(true)
})

test('an entry may speak of an open alarm, which the server takes as it is', async () => {
  const source = await agree(server.app, server.url)
  await addRule(lan, 'TAI')
  await source.push(loadNow(60_000))
  const alarm = await raised(lan, 'TAI')
  const { body } = await write({ text: 'Đã gọi đầu mối', about: { kind: 'alarm', id: alarm.id } })
  expect([body.subject, body.snapshot?.kind]).toEqual([`alarm:${alarm.id}`, 'alarm'])
  expect(body.snapshot).toMatchObject({
    name: alarm.title,
    state: alarm.state,
    href: `/alarms?id=${alarm.id}`,
  })
  expect((await write({ text: 'x', about: { kind: 'alarm', id: 999_999 } })).status).toBe(404)
})

test('a connection that is lost is one line, though it is an alarm too', async () => {
  const id = server.app.intake.connections.list()[0]?.id ?? ''
  const text = { vi: 'Mất kết nối thử', en: 'A trial loss' }
  const raised = (place: string, subject: string) => ({
    ...{ at: Date.now(), kind: 'alarm.raised', subject, text, actor: null },
    detail: { severity: 'high', rule: 'KN-MAT', place },
  })
  server.app.bus.emit('logbook', raised(`connection:${id}/lost`, 'alarm:77001'))
  server.app.bus.emit('logbook', raised('series:1', 'alarm:77002'))
  await eventually(async () => {
    const subjects = (await read('group=alarms')).map((e) => e.subject)
    expect(subjects).toContain('alarm:77002')
    expect(subjects).not.toContain('alarm:77001')
  })
})

test('a correction is a new row that points to the old; the old is never changed', async () => {
  const { body: first } = await write({ text: 'Hẹn 8 giờ' })
  const correct = (id: number, text: string, who = lan) =>
    who.post<LogEntryView & Refused>(`/api/log/${id}/correct`, { text, reason: 'Nghe nhầm' })
  expect((await correct(first.id, 'Của người khác', minh)).status).toBe(403)
  const { body: second } = await correct(first.id, 'Hẹn 9 giờ')
  expect([second.corrects, second.reason, second.shift]).toEqual([first.id, 'Nghe nhầm', first.shift])
  expect((await correct(first.id, 'Hẹn 10 giờ')).body.code).toBe('LOG_CORRECTED')
  expect((await read()).find((e) => e.id === first.id)).toMatchObject({
    text: { vi: 'Hẹn 8 giờ' },
    correctedBy: second.id,
  })
  const pool = server.app.db.pool
  await expect(pool.query("update log_entry set text_vi = 'x' where id = $1", [first.id])).rejects.toThrow()
  await expect(pool.query('delete from log_entry')).rejects.toThrow()
  const csv = await (await lan.fetch('/api/log.csv?group=people')).text()
  expect(csv).toContain('Hẹn 9 giờ')
})

test('two corrections at once: one stands, the other is told', async () => {
  const { body: first } = await write({ text: 'Một mục' })
  const both = await Promise.all(
    ['a', 'b'].map((text) => lan.post(`/api/log/${first.id}/correct`, { text, reason: 'x' })),
  )
  expect(both.map((r) => r.status).sort()).toEqual([201, 409])
})

test('a correction that waits while a handover closes its entry comes too late', async () => {
  const { body: entry } = await write({ text: 'Sắp khóa' })
  const { pool } = server.app.db
  const correct = () => lan.post<Refused>(`/api/log/${entry.id}/correct`, { text: 'x', reason: 'y' })
  const { asked } = await transaction(pool, async (client) => {
    await lockAlone(client)
    const asked = correct()
    await eventually(async () => {
      const { rows } = await pool.query(
        `select 1 from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
      expect(rows).not.toEqual([])
    })
    const part = { ...entry.shift, position: 'connections', upTo: entry.id }
    await insertLock(client, { ...part, entries: 1, sha256: Buffer.alloc(32) })
    return { asked }
  })
  expect((await asked).body.code).toBe('LOG_LOCKED')
  expect((await read()).find((e) => e.id === entry.id)).toMatchObject({ locked: true, correctedBy: null })
})

test('an officer of one province reads nothing of the nation’s log', async () => {
  const province = await server.as('duty', '22')
  expect((await province.get('/api/log')).status).toBe(403)
  expect((await province.get('/api/shifts/now')).status).toBe(403)
  expect((await province.get('/api/shifts/roster?from=2026-11-23')).status).toBe(403)
  expect((await province.get('/api/shifts/roster.csv?from=2026-11-23')).status).toBe(403)
})
