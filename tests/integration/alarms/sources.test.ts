import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmCondition, BackTestView } from '../../../shared/api/alarms.ts'
import type { AttentionView } from '../../../shared/api/duty.ts'
import type { ConnectionState } from '../../../shared/vocabulary.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, changeRule, detail, kinds, loadNow, open, RULE, raised } from './stage.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

let at = Date.now() - 60_000
const say = (id: string, state: ConnectionState) =>
  server.app.bus.emit('connection-state', { id, state, previous: null, since: ++at })

it('a cause on the desk is an alarm of the same list: taken in either place it is taken in both', async () => {
  say('A', 'lost')
  const alarm = await raised(duty, 'KN-MAT')
  const cause = (await duty.get<AttentionView[]>('/api/attention')).body[0]
  expect(alarm.attention).toBe(cause?.id)
  await duty.post(`/api/alarms/${alarm.id}/acknowledge`, { note: 'đã gọi' })
  const after = (await duty.get<AttentionView[]>('/api/attention')).body[0]
  expect(after?.acknowledged).toMatchObject({ by: 'duty1', note: 'đã gọi' })

  say('B', 'refusing')
  const other = await raised(duty, 'KN-TU-CHOI')
  const taken = await duty.post(`/api/attention/${other.attention}/acknowledge`, { note: 'đã báo' })
  expect(taken.status).toBe(200)
  expect((await detail(duty, other.id)).acknowledged).toMatchObject({ note: 'đã báo' })
  const again = await duty.post(`/api/attention/${other.attention}/acknowledge`, { note: 'nữa' })
  expect(again).toMatchObject({ status: 409, body: { code: 'ALARM_TAKEN' } })
})

it('a cause that turns ends what was taken and raises the next; what mends itself stands until a person has seen it', async () => {
  say('A', 'late')
  const late = await raised(duty, 'KN-CHAM')
  await eventually(async () => expect((await open(duty)).map((a) => a.rule)).not.toContain('KN-MAT'))
  say('A', 'up')
  await eventually(async () => expect((await detail(duty, late.id)).state).toBe('returned'))
  await duty.post(`/api/alarms/${late.id}/acknowledge`, { note: 'đã rõ' })
  await eventually(async () => expect((await open(duty)).map((a) => a.id)).not.toContain(late.id))
  expect(kinds(await detail(duty, late.id))).toEqual(['raised', 'cleared', 'acknowledged', 'ended'])
})

it('what is put aside stays so while its source comes and goes; its time over, it wants a person again', async () => {
  say('C', 'lost')
  const { id } = await raised(duty, 'KN-MAT')
  const shelved = await duty.post(`/api/alarms/${id}/shelve`, { minutes: 480, reason: 'đang bảo trì' })
  expect(shelved.status).toBe(200)
  const of = async () => (await open(duty)).filter((a) => a.subject === 'connection:C/lost')
  const gone = () =>
    eventually(async () => expect(await of()).toMatchObject([{ id, state: 'shelved', active: false }]))
  say('C', 'up')
  await gone()
  say('C', 'lost')
  await eventually(async () =>
    expect(await of()).toMatchObject([{ id, state: 'shelved', active: true, times: 2 }]),
  )
  say('C', 'up')
  await gone()
  await server.app.alarms.pass(Date.now() + 481 * 60_000)
  await eventually(async () => expect(await of()).toMatchObject([{ id, state: 'returned' }]))
  await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã rõ' })
  await eventually(async () => expect(await of()).toEqual([]))
  expect(kinds(await detail(duty, id)).slice(-4)).toEqual(['cleared', 'unshelved', 'acknowledged', 'ended'])
})

it('a dead connection does not raise what it explains; back again, what still holds is raised', async () => {
  const indicator = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'realtime')
  const code = indicator?.code ?? ''
  const source = await agree(server.app, server.url, [{ indicator: code }])
  const units = ['01', '22', '46']
  await source.push({
    observations: units.map((unit) => ({ indicator: code, unit, at: new Date().toISOString(), value: 1 })),
  })
  // Raised at every province whose number is late: with the connection dead, none.
  say(source.id, 'lost')
  await raised(duty, 'KN-MAT')
  await addRule(duty, 'CHAM', {
    ...{ severity: 'low', needsPerson: false },
    condition: { kind: 'freshness', indicator: code, units: null, state: 'late' },
  })
  await eventually(async () => {
    // Lost or late by now: what it was before may stand beside it, cleared and not yet answered.
    const own = (await open(duty)).filter((a) => a.subject.startsWith(`connection:${source.id}/`))
    expect(own.find((a) => a.active)?.suppressed).toBe(units.length)
  })
  expect((await open(duty)).filter((a) => a.rule === 'CHAM')).toEqual([])
  say(source.id, 'up')
  await eventually(async () =>
    expect((await open(duty)).filter((a) => a.rule === 'CHAM')).toHaveLength(units.length),
  )
  // Resolution is never held back: fresh numbers end them though the connection is dead again.
  say(source.id, 'lost')
  await eventually(async () => {
    const again = (await open(duty)).find((a) => a.subject === `connection:${source.id}/lost`)
    expect(again?.active).toBe(true)
  })
  await source.push({
    observations: units.map((unit) => ({ indicator: code, unit, at: new Date().toISOString(), value: 2 })),
  })
  await eventually(async () => {
    const { rows } = await server.app.db.pool.query(
      "select 1 from alarm a join alarm_step s on s.alarm_id = a.id join alarm_rule r on r.id = a.rule_id where r.code = 'CHAM' and s.kind = 'cleared'",
    )
    expect(rows).toHaveLength(units.length)
  })
})

it('a rule that turns thousands of times a second is raised a few times, then says that it chatters, and how often', async () => {
  const source = await agree(server.app, server.url)
  const t0 = Date.now() - 60_000
  await addRule(duty, 'RUNG', { condition: { ...BOUND, deadband: 0 } })
  let n = 0
  /** Five hundred turns in one message; each ends on the other side of the bound than the one before. */
  const turn = () =>
    source.push({
      observations: Array.from({ length: 501 }, () => ({
        ...{ indicator: 'KTN-02', unit: 'VN', at: new Date(t0 + n).toISOString() },
        value: n++ % 2 ? 40_000 : 60_000,
      })),
    })
  await eventually(
    async () => {
      await turn()
      const alarm = (await open(duty)).find((a) => a.rule === 'RUNG')
      expect(alarm?.chattering ?? 0).toBeGreaterThan(3)
    },
    { interval: 160 },
  )
  const { rows } = await server.app.db.pool.query(
    "select count(*)::int n from alarm a join alarm_rule r on r.id = a.rule_id where r.code = 'RUNG'",
  )
  expect(rows[0]?.n).toBeLessThanOrEqual(3)
})

it('a connection in a state that is no cause on the desk is an alarm where a rule asks for it, as it was tried out', async () => {
  const rule = {
    ...{ severity: 'low' as const, needsPerson: false },
    condition: { kind: 'connection' as const, connections: [] as string[], states: ['never' as const] },
  }
  const waiting = await agree(server.app, server.url)
  await addRule(duty, 'CHUA-GUI', rule)
  const alarm = await raised(duty, 'CHUA-GUI')
  expect(alarm).toMatchObject({ subject: `connection:${waiting.id}/never`, attention: null })
  // One that is agreed on later; as tried out on the past, so live.
  const another = await agree(server.app, server.url)
  const standing = async () => (await open(duty)).filter((a) => a.rule === 'CHUA-GUI').map((a) => a.subject)
  await eventually(async () =>
    expect((await standing()).sort()).toEqual(
      [waiting, another].map(({ id }) => `connection:${id}/never`).sort(),
    ),
  )
  await eventually(async () => {
    const tried = await duty.post<BackTestView>('/api/alarm-rules/back-test', {
      rule: { ...RULE, ...rule },
      days: 1,
    })
    expect(tried.body.firings.filter((f) => f.to === null)).toHaveLength(2)
  })
  await waiting.push(loadNow(40_000))
  await eventually(async () => expect(await standing()).toEqual([`connection:${another.id}/never`]))
})

it('a rule that is made one of another kind ends what it had raised', async () => {
  const waiting = await agree(server.app, server.url)
  const never = { kind: 'connection' as const, connections: [waiting.id], states: ['never' as const] }
  const { id } = await addRule(duty, 'DOI-LOAI', { needsPerson: false, condition: never })
  const alarm = await raised(duty, 'DOI-LOAI')
  const to = async (condition: AlarmCondition) =>
    changeRule(duty, id, { ...RULE, needsPerson: false, condition })
  expect((await to({ ...BOUND, comparator: '>', value: 90_000 })).status).toBe(200)
  await eventually(async () => expect((await detail(duty, alarm.id)).state).toBe('ended'))
  // And made the first again it begins anew.
  expect((await to(never)).status).toBe(200)
  expect((await raised(duty, 'DOI-LOAI')).id).not.toBe(alarm.id)
})
