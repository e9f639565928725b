import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BUILT_IN } from '../../../server/alarms/rules/built-in.ts'
import { insertVersion, readRules } from '../../../server/alarms/rules/store.ts'
import type { AlarmRuleView, AlarmsAcknowledged } from '../../../shared/api/alarms.ts'
import type { AlarmHearing } from '../../../shared/live.ts'
import type { ConnectionState } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient } from '../bridge/sockets.ts'
import { changeRule, detail, kinds, openOf, raised } from './stage.ts'

const MIGRATION = new URL('../../../server/db/migrations/0199-alarms-until-answered.sql', import.meta.url)
const MANY = Array.from({ length: 12 }, (_, i) => `T-${i}`)
let server: TestServer
let duty: Client
let desk: LiveClient
let heard: AlarmHearing['heard'] | undefined
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  desk = await connect(server.url, { cookie: duty.cookie })
  desk.on('alarms:heard', (h) => {
    heard = h.heard
  })
  const first = await desk.emitWithAck('alarms:hear')
  if ('error' in first) throw new Error(first.error.code)
  heard ??= first.heard
}, 120_000)
afterAll(async () => {
  desk?.close()
  await server?.stop()
})

let at = Date.now() - 60_000
const say = (id: string, state: ConnectionState) =>
  server.app.bus.emit('connection-state', { id, state, previous: null, since: ++at })
const sounds = (severity: keyof AlarmHearing['heard'], count: number) =>
  eventually(() => expect(heard?.[severity]).toBe(count))
const stand = (rule: string, state: string, count: number) =>
  eventually(async () =>
    expect((await openOf(duty, rule)).map((a) => a.state)).toEqual(new Array(count).fill(state)),
  )

it('what rang and whose cause has gone is heard on until a person answers, a whole group with one word', async () => {
  for (const id of MANY) say(id, 'lost')
  await sounds('high', MANY.length)
  for (const id of MANY) say(id, 'up')
  await stand('KN-MAT', 'returned', MANY.length)
  // A round trip after the change was told: had it been quieted, this desk would know.
  const now = await desk.emitWithAck('alarms:hear')
  expect('heard' in now && now.heard.high).toBe(MANY.length)
  expect(heard?.high).toBe(MANY.length)
  const ids = (await openOf(duty, 'KN-MAT')).map((a) => a.id)
  const { body } = await duty.post<AlarmsAcknowledged>('/api/alarms/acknowledge', { ids, note: 'đã thông' })
  expect(body.refused).toEqual([])
  await sounds('high', 0)
  await stand('KN-MAT', 'returned', 0)
  expect(kinds(await detail(duty, ids[0] ?? 0))).toEqual(['raised', 'cleared', 'acknowledged', 'ended'])
})

it('so it is of what is less grave; the same place raised again is the same alarm', async () => {
  say('L', 'late')
  await sounds('medium', 1)
  const { id } = await raised(duty, 'KN-CHAM')
  say('L', 'up')
  await stand('KN-CHAM', 'returned', 1)
  say('L', 'late')
  await stand('KN-CHAM', 'unacknowledged', 1)
  expect(await raised(duty, 'KN-CHAM')).toMatchObject({ id, times: 2 })
  expect(heard?.medium).toBe(1)
  say('L', 'up')
  await stand('KN-CHAM', 'returned', 1)
  expect((await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã rõ' })).status).toBe(200)
  await sounds('medium', 0)
})

it('a database that holds a delivered rule as it was takes the new one; what people have written stays theirs', async () => {
  const { pool } = server.app.db
  const rules = (await duty.get<AlarmRuleView[]>('/api/alarm-rules')).body
  const idOf = (code: string) => rules.find((r) => r.code === code)?.id ?? 0
  const before = (code: string) => {
    const rule = BUILT_IN.find((b) => b.code === code)?.rule
    if (!rule) throw new Error(`${code} is not delivered`)
    return { ...rule, needsPerson: false }
  }
  await insertVersion(pool, idOf('KN-CHAM'), before('KN-CHAM'), 'system', 1)
  const own = await changeRule(duty, idOf('MAN-HINH'), before('MAN-HINH'))
  expect(own.status).toBe(200)
  const sql = await readFile(MIGRATION, 'utf8')
  // Run again it finds nothing more to do.
  for (let n = 0; n < 2; n++) await pool.query(sql)
  const now = await readRules(pool)
  const of = (code: string) => {
    const rule = now.find((r) => r.code === code)
    return [rule?.version, rule?.input.needsPerson]
  }
  expect([of('KN-CHAM'), of('MAN-HINH'), of('KN-MAT')]).toEqual([
    [3, true],
    [2, false],
    [1, true],
  ])
  expect(now.find((r) => r.code === 'KN-CHAM')?.input).toEqual({ ...before('KN-CHAM'), needsPerson: true })
})
