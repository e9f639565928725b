import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmLadderView, AlarmRuleView, AlarmView } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, changeRule, detail, kinds, loadNow, open, openOf, RULE, raised } from './stage.ts'

let server: TestServer
let duty: Client
let second: Client
let source: Source
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  second = await server.as('duty')
  source = await agree(server.app, server.url)
}, 120_000)
afterAll(() => server?.stop())

const refused = (status: number, code: string) => ({ status, body: { code } })

it('a value across its bound is raised; back within the dead band it stands; a person and its end end it', async () => {
  await addRule(duty, 'TAI')
  await source.push(loadNow(51_000))
  const alarm = await raised(duty, 'TAI')
  expect(alarm).toMatchObject({ severity: 'critical', state: 'unacknowledged', active: true, onWall: true })
  expect(alarm.title.vi).toContain('50.000')
  await source.push(loadNow(49_800))
  await source.push(loadNow(49_000))
  await eventually(async () => expect((await openOf(duty, 'TAI'))[0]?.state).toBe('returned'))
  const taken = await duty.post(`/api/alarms/${alarm.id}/acknowledge`, { note: ' đã gọi A0 ' })
  expect(taken.status).toBe(200)
  await eventually(async () => expect(await openOf(duty, 'TAI')).toEqual([]))
  expect(kinds(await detail(duty, alarm.id))).toEqual(['raised', 'cleared', 'acknowledged', 'ended'])
  const ended = await duty.get<AlarmView[]>('/api/alarms?which=ended')
  expect(ended.body.find((a) => a.id === alarm.id)).toMatchObject({
    state: 'ended',
    acknowledged: { note: 'đã gọi A0' },
  })
  expect(await duty.post(`/api/alarms/${alarm.id}/acknowledge`, { note: 'x' })).toMatchObject(
    refused(409, 'ALARM_OVER'),
  )
})

it('of two officers who acknowledge at once one wins, and the other hears who and when', async () => {
  await source.push(loadNow(52_000))
  const { id } = await raised(duty, 'TAI')
  const both = await Promise.all(
    [duty, second].map((who) =>
      who.post<{ detail: object }>(`/api/alarms/${id}/acknowledge`, { note: 'tôi nhận' }),
    ),
  )
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  const lost = both.find((r) => r.status === 409)
  expect(lost?.body).toMatchObject({ code: 'ALARM_TAKEN', detail: { by: expect.stringMatching(/^duty\d$/) } })
  expect(kinds(await detail(duty, id))).toEqual(['raised', 'acknowledged'])
  const { rows } = await server.app.db.pool.query(
    "select 1 from audit_entry where action = 'alarm.acknowledged' and subject = $1",
    [`alarm:${id}`],
  )
  expect(rows).toHaveLength(1)
})

it('is given to a person, commented, put aside with an end and a reason, and each step is kept', async () => {
  const { id } = await raised(duty, 'TAI')
  const people = await duty.get<{ id: number; name: string }[]>('/api/alarms/people')
  const to = people.body.find((p) => p.name === 'duty2')
  expect((await duty.post(`/api/alarms/${id}/assign`, { account: to?.id })).status).toBe(200)
  expect((await duty.post(`/api/alarms/${id}/comment`, { note: 'A0 hẹn 10 phút' })).status).toBe(200)
  // Who serves the nation is not one province's to name, nor to give work to.
  const local = await server.as('duty', '22')
  expect((await local.get<{ name: string }[]>('/api/alarms/people')).body.map((p) => p.name)).not.toContain(
    'duty2',
  )
  for (const wrong of [
    { minutes: 0, reason: 'x' },
    { minutes: 5, reason: ' ' },
    { minutes: 5 },
    { reason: 'x' },
  ])
    expect((await duty.post(`/api/alarms/${id}/shelve`, wrong)).status).toBe(400)
  const shelved = await duty.post(`/api/alarms/${id}/shelve`, { minutes: 5, reason: 'đang thử tải' })
  expect(shelved.body).toMatchObject({
    state: 'shelved',
    owner: 'duty2',
    shelved: { reason: 'đang thử tải' },
  })
  expect((await duty.post(`/api/alarms/${id}/shelve`, { minutes: 5, reason: 'lại' })).status).toBe(409)
  await duty.post(`/api/alarms/${id}/unshelve`, { note: 'thử xong' })
  expect(kinds(await detail(duty, id))).toEqual([
    ...['raised', 'acknowledged', 'assigned', 'commented', 'shelved', 'unshelved'],
  ])
  await expect(server.app.db.pool.query('delete from alarm_step where alarm_id = $1', [id])).rejects.toThrow()
})

it('what is not one’s to see or to act on is refused', async () => {
  const { id } = await raised(duty, 'TAI')
  const agency = await server.as('agency', '22')
  expect(await open(agency)).toEqual([])
  expect((await agency.get(`/api/alarms/${id}`)).status).toBe(404)
  expect((await (await server.as('leader')).post(`/api/alarms/${id}/comment`, { note: 'x' })).status).toBe(
    403,
  )
})

it('a rule that cannot be is refused with the field to mend; a change is a new version', async () => {
  const bad = (condition: object, rest: object = {}) =>
    duty.post('/api/alarm-rules', { code: 'SAI', rule: { ...RULE, ...rest, condition } })
  const band = { ...RULE.condition, comparator: 'outside', value: 10 }
  for (const [answer, field] of [
    [await bad({ ...RULE.condition, indicator: 'KHONG-CO' }), 'indicator'],
    [await bad({ ...RULE.condition, units: ['9999'] }), 'units'],
    [await bad(band), 'high'],
    [await bad({ ...band, high: 20, deadband: 5 }), 'deadband'],
    [await bad(RULE.condition, { ladder: 'KHONG-CO' }), 'ladder'],
  ] as const)
    expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_ALARM_RULE', detail: { field } } })
  const change = { kind: 'change', indicator: 'KTN-02', units: ['VN'], direction: 'either', percent: true }
  for (const deadband of [10, 12])
    expect(await bad({ ...change, amount: 10, windowSeconds: 60, deadband })).toMatchObject({
      body: { code: 'BAD_ALARM_RULE', detail: { field: 'deadband', reason: 'TOO_WIDE', value: deadband } },
    })
  const own = (...units: string[]) => units.map((unit) => ({ unit, value: 1 }))
  for (const [perUnit, reason, value] of [
    [own('VN', '9999'), 'UNKNOWN', '9999'],
    [own('VN', 'VN'), 'DUPLICATE', 'VN'],
    [own('22'), 'NOT_WATCHED', '22'],
  ] as const)
    expect(await bad({ ...RULE.condition, perUnit })).toMatchObject({
      ...{ status: 400, body: { code: 'BAD_ALARM_RULE', detail: { field: 'perUnit', reason, value } } },
    })
  expect((await bad({ kind: 'value' })).status).toBe(400)
  const { body: rules } = await duty.get<{ id: number; code: string }[]>('/api/alarm-rules')
  const rule = rules.find((r) => r.code === 'TAI')
  const changed = await changeRule(duty, rule?.id, { ...RULE, enabled: false })
  expect(changed.body).toMatchObject({ version: 2 })
  await eventually(async () => expect(await openOf(duty, 'TAI')).toEqual([]))
})

type Conflict = { code: string; detail: object }
/** Of two that were written on one version the first counts; the second is told whose it is. */
const oneOf = <T>(both: { status: number; body: T | Conflict }[], version: number) => {
  expect(both.map((b) => b.status).sort()).toEqual([200, 409])
  const at = both.findIndex((b) => b.status === 200)
  expect(both[1 - at]?.body).toMatchObject({
    code: 'CONFLICT',
    detail: { reason: 'NEWER_VERSION', version, by: expect.stringMatching(/^account:duty/) },
  })
  return at
}

it('of two who write on one version of a rule the second is refused; knowing of the newer one he may go on', async () => {
  const { id } = await addRule(duty, 'HAI-NGUOI', { enabled: false })
  const put = (who: Client, name: string, after?: number) =>
    who.send<AlarmRuleView | Conflict>('PUT', `/api/alarm-rules/${id}`, {
      ...{ ...RULE, enabled: false, name: { vi: name, en: name }, after },
    })
  const at = oneOf(await Promise.all([put(duty, 'Một', 1), put(second, 'Hai', 1)]), 2)
  const stored = async () => {
    const { rows } = await server.app.db.pool.query<{ name: string }>(
      `select rule->'name'->>'vi' as name from alarm_rule_version where rule_id = $1 order by version`,
      [id],
    )
    return rows.map((r) => r.name)
  }
  const names = at === 0 ? ['Một', 'Hai'] : ['Hai', 'Một']
  expect((await stored()).slice(1)).toEqual(names.slice(0, 1))
  expect(await put(at === 0 ? second : duty, names[1] ?? '', 2)).toMatchObject({
    ...{ status: 200, body: { version: 3, rule: { name: { vi: names[1] } } } },
  })
  // Nothing is written by who does not say what he has read.
  expect((await put(duty, 'Ba')).status).toBe(400)
  expect((await stored()).slice(1)).toEqual(names)
})

it('so it is of a ladder, also of one that two make at once', async () => {
  const rungs = [{ afterSeconds: 0, channel: 'screen', position: 'VAI.TRUC', webhook: null }]
  const put = (who: Client, name: string, after: number) =>
    who.send<AlarmLadderView[] | Conflict>('PUT', '/api/alarm-ladders/HAI-NGUOI', {
      ...{ name: { vi: name, en: name }, rungs, after },
    })
  const stands = async () =>
    (await duty.get<AlarmLadderView[]>('/api/alarm-ladders')).body.find((l) => l.code === 'HAI-NGUOI')
  for (const after of [0, 1]) {
    const both = await Promise.all([put(duty, 'Một', after), put(second, 'Hai', after)])
    const name = ['Một', 'Hai'][oneOf(both, after + 1)]
    expect(await stands()).toMatchObject({ version: after + 1, ladder: { name: { vi: name } } })
  }
})
