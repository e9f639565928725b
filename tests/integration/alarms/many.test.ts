import { afterAll, beforeAll, expect, it } from 'vitest'
import { PIECE } from '../../../server/alarms/feed.ts'
import { insertRule, insertVersion } from '../../../server/alarms/rules/store.ts'
import { dayOf } from '../../../server/catalogue/index.ts'
import type { AlarmRuleInput, BackTestView } from '../../../shared/api/alarms.ts'
import type { AlarmNews } from '../../../shared/live.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from '../bridge/sockets.ts'
import { addRule, BOUND, RULE } from './stage.ts'

const RULES = 150

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

it('five thousand at once: all are written, and pages hear of them in bounded pieces, newest first', async () => {
  const { app } = server
  const socket = await connect(server.url, { cookie: duty.cookie })
  const pieces: AlarmNews[] = []
  socket.on('alarms:news', (n) => pieces.push(n))
  await socket.emitWithAck('alarms:watch')
  // A hundred and fifty rules on one number of every province, and the number comes.
  const indicator = app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'realtime')
  const condition = { ...BOUND, indicator: indicator?.code ?? '', units: null }
  for (let i = 0; i < RULES; i++) {
    const id = await insertRule(app.db.pool, `QT-${i}`, 'system')
    await insertVersion(app.db.pool, id ?? 0, { ...RULE, severity: 'high', condition }, 'system', 0)
  }
  await app.alarms.rulebook.load()
  const units = app.catalogue.now().provinces(dayOf(Date.now()))
  const source = await agree(app, server.url, [{ indicator: condition.indicator }])
  const at = new Date().toISOString()
  const sent = await source.push({
    observations: units.map((u) => ({ indicator: condition.indicator, unit: u.code, at, value: 60_000 })),
  })
  expect(sent.answer.accepted).toBe(units.length)
  const all = RULES * units.length
  expect(all).toBeGreaterThanOrEqual(5_000)
  const own = () => app.alarms.standing().filter((a) => a.rule.startsWith('QT-'))
  await eventually(() => expect(own()).toHaveLength(all), { timeout: 90_000, interval: 100 })
  const ids = own().map((a) => a.id)
  await eventually(() => {
    const told = new Set(pieces.flatMap((p) => p.rows.map((r) => r.id)))
    expect(ids.filter((id) => !told.has(id))).toEqual([])
  })
  expect(Math.max(...pieces.map((p) => p.rows.length))).toBeLessThanOrEqual(PIECE)
  expect(pieces.at(-1)?.counts.waiting.high).toBeGreaterThanOrEqual(all)
  const opened = await socket.emitWithAck('alarms:watch')
  if ('error' in opened) throw new Error(opened.error.code)
  expect(opened.rows).toHaveLength(PIECE)
  socket.close()
}, 240_000)

it('a rule is tried on what was really recorded: how often, when, how long', async () => {
  const source = await agree(server.app, server.url)
  const start = Date.now() - 3_600_000
  const values = [40_000, 51_000, 52_500, 49_000, 40_000, 55_000, 49_900, 40_000, 60_000]
  await source.push({
    observations: values.map((value, i) => ({
      ...{ indicator: 'KTN-02', unit: 'VN', value },
      at: new Date(start + i * 60_000).toISOString(),
    })),
  })
  const tryOut = async (rule: Partial<AlarmRuleInput>) =>
    (
      await duty.post<BackTestView>('/api/alarm-rules/back-test', {
        rule: { ...RULE, enabled: false, ...rule },
        days: 1,
      })
    ).body
  const found = await tryOut({})
  expect(found).toMatchObject({ times: 3, places: 1, read: values.length, impossible: null })
  const [last, , first] = found.firings
  expect([first?.from, first?.to, first?.worst]).toEqual([start + 60_000, start + 180_000, 52_500])
  expect([last?.to, last?.worst]).toEqual([null, 60_000])
  expect((await tryOut({ holdSeconds: 90 })).times).toBe(2)
  expect((await tryOut({ condition: { kind: 'cap' } })).impossible).toBe('cap')
  const { rows } = await server.app.db.pool.query("select 1 from alarm_rule where code = 'THU'")
  expect(rows).toEqual([])
})

it('after a restart what stood stands once, and what ended meanwhile is ended', async () => {
  const source = await agree(server.app, server.url)
  await addRule(duty, 'TAI')
  await source.push({
    observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date().toISOString(), value: 70_000 }],
  })
  const { Book } = await import('../../../server/alarms/book.ts')
  const mine = () => server.app.alarms.standing().filter((a) => a.rule === 'TAI')
  await eventually(() => expect(mine()).toHaveLength(1))
  const again = new Book(server.app.db.pool, server.app.log, () => {})
  await again.load()
  const stood = [...again.all()].filter((a) => a.rule.code === 'TAI')
  expect(stood).toMatchObject([{ id: mine()[0]?.id, life: { active: true, times: 1 } }])
  // Raised once more by a server that does not know that it stands: it does not become two.
  const [a] = stood
  const fresh = new Book(server.app.db.pool, server.app.log, () => {})
  const rule = server.app.alarms.rulebook.rules.find((r) => r.code === 'TAI')
  if (!a || !rule) throw new Error('nothing stood')
  fresh.raise(rule, a)
  await eventually(() => expect(fresh.waiting).toBe(0))
  expect([...fresh.all()].map((x) => x.id)).toEqual([a.id])
  await again.close()
  await fresh.close()
})

it('one place that turns without rest does not make the others wait for each of its turns', async () => {
  const { Book } = await import('../../../server/alarms/book.ts')
  const { pool } = server.app.db
  const book = new Book(pool, server.app.log, () => {})
  await book.load()
  const [hot, ...others] = [...book.all()].slice(0, 101)
  if (!hot) throw new Error('nothing stood')
  for (const a of others) {
    book.note(hot.rule.id, hot.place, 'chattering', { count: 1 })
    book.note(a.rule.id, a.place, 'suppressing', { count: 7 })
  }
  await eventually(() => expect(book.waiting).toBe(0))
  const { rows } = await pool.query(
    `select count(*)::int as steps, count(distinct xmin::text)::int as transactions from alarm_step
     where kind = 'suppressing' and detail->>'count' = '7'`,
  )
  expect(rows).toEqual([{ steps: others.length, transactions: 1 }])
  await book.close()
})

it('measures what ISA-18.2 asks', async () => {
  const to = Date.now() + 1
  const { body, status } = await duty.get<{ raised: number; standing: number; top: unknown[] }>(
    `/api/alarm-measures?from=${to - 86_400_000}&to=${to}`,
  )
  expect([status, body.raised > 5_000, body.standing > 5_000, body.top.length]).toEqual([200, true, true, 10])
  expect((await duty.get(`/api/alarm-measures?from=${to}&to=${to}`)).status).toBe(400)
})
