import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmsAcknowledged } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, BOUND, detail, kinds, loadNow, openOf, raised, writeLadder } from './stage.ts'

const CODES = ['MOT', 'HAI', 'BA', 'BON', 'NAM', 'SAU']
let server: TestServer
let duty: Client
let second: Client
let source: Source
/** Of the country, in the order of their rules. */
const ids: number[] = []
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  second = await server.as('duty')
  source = await agree(server.app, server.url)
  const rung = (afterSeconds: number) => ({
    ...{ afterSeconds, channel: 'screen', position: 'VAI.TRUC', webhook: null },
  })
  const ladder = { name: { vi: 'Bậc thử', en: 'Trial ladder' }, rungs: [rung(0), rung(3_600)] }
  expect((await writeLadder(duty, 'THU', ladder)).status).toBe(200)
  await source.push(loadNow(60_000))
  for (const code of CODES) await addRule(duty, code, { ladder: 'THU', condition: { ...BOUND, deadband: 0 } })
  for (const code of CODES) ids.push((await raised(duty, code)).id)
  // Each has climbed its first rung before anything is answered.
  for (const id of ids) await eventually(async () => expect(await climbed(id)).toBe(1))
}, 120_000)
afterAll(() => server?.stop())

const take = (who: Client, list: readonly number[], more: object = {}) =>
  who.post<AlarmsAcknowledged>('/api/alarms/acknowledge', {
    ids: list,
    note: 'cùng một nguyên nhân',
    ...more,
  })
const stepsOf = async (id: number, kind: string) =>
  kinds(await detail(duty, id)).filter((k) => k === kind).length
const climbed = (id: number) => stepsOf(id, 'escalated')
const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b)

it('of two officers who answer the same alarms at once each takes what the other has not, and hears the rest', async () => {
  const all = ids.slice(0, 4)
  const [one, other] = await Promise.all([take(duty, all), take(second, all.toReversed())])
  expect([one.status, other.status]).toEqual([200, 200])
  expect(sorted([...one.body.taken, ...other.body.taken])).toEqual(sorted(all))
  for (const { taken, refused } of [one.body, other.body]) {
    expect(sorted(refused.map((r) => r.id))).toEqual(sorted(all.filter((id) => !taken.includes(id))))
    for (const { code } of refused) expect(code).toBe('ALARM_TAKEN')
  }
  for (const id of all) {
    const found = await detail(duty, id)
    expect(found.acknowledged).toMatchObject({
      by: one.body.taken.includes(id) ? 'duty1' : 'duty2',
      note: 'cùng một nguyên nhân',
      until: null,
    })
    expect(await stepsOf(id, 'acknowledged')).toBe(1)
  }
  const { rows } = await server.app.db.pool.query<{ subject: string }>(
    "select subject from audit_entry where action = 'alarm.acknowledged' and subject = any($1) order by id",
    [all.map((id) => `alarm:${id}`)],
  )
  expect(rows.map((r) => r.subject).toSorted()).toEqual(all.map((id) => `alarm:${id}`).toSorted())
})

it('what was answered together climbs its ladder no more; what was not goes on', async () => {
  // Two hours are not waited for: a later moment is looked at.
  await server.app.alarms.pass(Date.now() + 2 * 3_600_000)
  for (const id of ids.slice(0, 4)) expect(await climbed(id)).toBe(1)
  for (const id of ids.slice(4)) expect(await climbed(id)).toBe(2)
})

it('one that has ended is refused with its code, and the others are taken', async () => {
  const condition = { ...BOUND, value: 55_000, deadband: 0 }
  await addRule(duty, 'HET', { condition, needsPerson: false })
  const { id: over } = await raised(duty, 'HET')
  // Still above the bound of the others.
  await source.push(loadNow(52_000))
  await eventually(async () => expect((await detail(duty, over)).state).toBe('ended'))
  const [, , , , fifth = 0] = ids
  const answer = await take(duty, [over, fifth, 999_999], { minutes: 30 })
  expect(answer).toMatchObject({ status: 200 })
  expect(answer.body).toEqual({
    taken: [fifth],
    refused: [
      { id: over, code: 'ALARM_OVER' },
      { id: 999_999, code: 'NOT_FOUND' },
    ],
  })
  expect((await detail(duty, fifth)).acknowledged?.until).toBeGreaterThan(Date.now())
  expect(await stepsOf(over, 'acknowledged')).toBe(0)
})

it('whoever looks after one province answers its alarms; those of another are not there for him', async () => {
  const indicator = server.app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'realtime')
  const code = indicator?.code ?? ''
  const provinces = await agree(server.app, server.url, [{ indicator: code }])
  const at = new Date().toISOString()
  await provinces.push({
    observations: ['22', '46'].map((unit) => ({ indicator: code, unit, at, value: 90 })),
  })
  const condition = { ...BOUND, indicator: code, units: ['22', '46'], value: 50, deadband: 0 }
  await addRule(duty, 'TINH', { condition })
  const both = await eventually(async () => {
    const found = await openOf(duty, 'TINH')
    expect(found).toHaveLength(2)
    return found
  })
  const byUnit = new Map<unknown, number>()
  for (const { id } of both) byUnit.set((await detail(duty, id)).detail.unit, id)
  const [own = 0, another = 0] = [byUnit.get('22'), byUnit.get('46')]
  const sixth = ids[5] ?? 0
  const answer = await take(await server.as('duty', '22'), [another, own, sixth])
  expect(answer.body).toEqual({
    taken: [own],
    refused: [
      { id: another, code: 'NOT_FOUND' },
      { id: sixth, code: 'NOT_FOUND' },
    ],
  })
  for (const id of [another, sixth]) expect((await detail(duty, id)).acknowledged).toBeNull()
})

it('what was not asked well is refused as a whole', async () => {
  const sixth = ids[5] ?? 0
  const many = Array.from({ length: 501 }, (_, i) => i + 1)
  for (const list of [[], [sixth, sixth], many]) expect((await take(duty, list)).status).toBe(400)
  for (const more of [{ note: ' ' }, { minutes: 0 }, { unknown: 1 }])
    expect((await take(duty, [sixth], more)).status).toBe(400)
  expect((await take(await server.as('leader'), [sixth])).status).toBe(403)
  expect((await detail(duty, sixth)).acknowledged).toBeNull()
})
