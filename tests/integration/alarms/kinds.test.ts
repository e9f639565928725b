import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmCondition, BackTestView } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { ruleOf, write } from '../checks/stage.ts'
import { addRule, BOUND, detail, kinds, openOf, RULE, raised } from './stage.ts'

let server: TestServer
let duty: Client
let source: Source
/** A real-time number of the provinces, and a monthly one of the country. */
let ofProvinces = ''
let monthly = ''
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  const { indicators } = server.app.catalogue.now()
  ofProvinces = indicators.find((i) => i.level === 'province' && i.period === 'realtime')?.code ?? ''
  monthly = indicators.find((i) => i.level === 'nation' && i.period === 'monthly')?.code ?? ''
  source = await agree(server.app, server.url, [
    { indicator: 'KTN-02' },
    { indicator: ofProvinces },
    { indicator: monthly },
  ])
}, 120_000)
afterAll(() => server?.stop())

const say = async (
  ...rows: { indicator?: string; unit?: string; at?: string; period?: string; value: number }[]
) => {
  const now = new Date().toISOString()
  const observations = rows.map(({ indicator = 'KTN-02', unit = 'VN', ...r }) => ({
    ...{ indicator, unit },
    ...(r.period ? {} : { at: now }),
    ...r,
  }))
  expect((await source.push({ observations })).answer).toMatchObject({ refused: 0 })
}
const ended = (rule: string) => eventually(async () => expect(await openOf(duty, rule)).toEqual([]))

it('change: a leap within its window is raised with both numbers, and its cause is over when the window has gone by', async () => {
  const condition: AlarmCondition = {
    ...{ kind: 'change', indicator: 'KTN-02', units: ['VN'], direction: 'fall', amount: 10, percent: true },
    ...{ windowSeconds: 3, deadband: 0 },
  }
  await say({ value: 40_000 })
  await addRule(duty, 'DOI', { condition })
  // Once more: however long the rule took to be made, what it compares with lies within its window.
  await say({ value: 40_000 })
  await say({ value: 30_000 })
  const alarm = await raised(duty, 'DOI')
  expect(alarm.title.vi).toMatch(/giảm 25,0 % trong 3 giây/)
  expect(alarm.text.vi).toMatch(/^Từ 40\.000.* đến 30\.000/)
  await eventually(async () => expect((await openOf(duty, 'DOI'))[0]?.state).toBe('returned'))
})

it('thresholds of their own per unit, a dead band, and a time to hold', async () => {
  const bound: AlarmCondition = {
    ...{ ...BOUND, indicator: ofProvinces, units: ['01', '22', '46'], value: 60, deadband: 10 },
    perUnit: [{ unit: '22', value: 90 }],
  }
  await addRule(duty, 'RIENG', { condition: bound, needsPerson: false })
  await addRule(duty, 'GIU', { condition: { ...bound, units: ['01'], perUnit: [] }, holdSeconds: 3_600 })
  const at = (unit: string, value: number) => ({ indicator: ofProvinces, unit, value })
  await say(at('01', 80), at('22', 80), at('46', 55))
  const of = async () => (await openOf(duty, 'RIENG')).map((a) => a.title.vi.split(':')[0])
  await eventually(async () => expect(await of()).toEqual(['Hà Nội']))
  await say(at('22', 95), at('01', 55))
  // Back across its bound, not yet across the dead band: it stands.
  await eventually(async () => expect((await of()).sort()).toEqual(['Hà Nội', 'Quảng Ninh']))
  await say(at('01', 50))
  await eventually(async () => expect(await of()).toEqual(['Quảng Ninh']))
  expect(await openOf(duty, 'GIU')).toEqual([])
})

it('cross-check: a dispute is raised as the alarm of its unit, and goes when the numbers agree again', async () => {
  await write(
    await server.as('administrator'),
    'PHU-TAI',
    ruleOf({ kind: 'bounds', indicator: 'KTN-02', max: 45_000 }),
  )
  const condition: AlarmCondition = { kind: 'check', checks: ['PHU-TAI'] }
  await addRule(duty, 'CHEO', { condition, needsPerson: false, severity: 'low' })
  await say({ value: 46_000 })
  const alarm = await raised(duty, 'CHEO')
  expect(alarm).toMatchObject({ kind: 'check', severity: 'medium' })
  expect((await detail(duty, alarm.id)).detail).toMatchObject({ check: 'PHU-TAI', indicator: 'KTN-02' })
  await say({ value: 44_000 })
  await ended('CHEO')
})

it('directive: one that is overdue is raised with its addressee; settled, it ends once a person has seen it', async () => {
  const { pool } = server.app.db
  const unit = server.app.catalogue.now().unitInForce('22', Date.now())?.id
  const { rows } = await pool.query<{ id: number }>(
    `insert into directive (batch, addressee_id, simulated, created_by, created_at)
     select gen_random_uuid(), $1, false, min(id), now() - interval '9 days' from account returning id::int`,
    [unit],
  )
  const id = rows[0]?.id ?? 0
  await pool.query(
    `insert into directive_version (directive_id, version, text, due, priority, by, at)
     select $1, 1, 'Khắc phục sạt lở đê', now() - interval '2 days', 'normal', min(id), now() - interval '9 days' from account`,
    [id],
  )
  for (const [n, kind] of ['drafted', 'issue'].entries())
    await pool.query(
      `insert into directive_step (directive_id, n, kind, at, by)
       select $1, $2, $3, now() - interval '9 days', min(id) from account`,
      [id, n + 1, kind],
    )
  // An act on it has it read anew.
  await (await server.as('agency', '22')).post(`/api/directives/${id}/acts`, { act: 'read', note: null })
  const alarm = await raised(duty, 'NHIEM-VU')
  expect(alarm).toMatchObject({ kind: 'directive', subject: `directive:${id}/late` })
  expect(alarm.title.vi).toContain('Quảng Ninh')
  server.app.duty.causes.turn({
    ...{ kind: 'directive', subject: String(id), state: 'settled', since: Date.now(), wanting: false },
  })
  await eventually(async () => expect(await openOf(duty, 'NHIEM-VU')).toMatchObject([{ state: 'returned' }]))
  await duty.post(`/api/alarms/${alarm.id}/acknowledge`, { note: 'đã rõ' })
  await ended('NHIEM-VU')
})

it('forecast: what is projected beyond the bound is raised before it is there', async () => {
  const now = new Date()
  const months = Array.from({ length: 30 }, (_, i) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 30 + i, 1))
    return { indicator: monthly, period: month.toISOString().slice(0, 7), value: 100 + i * 2 }
  })
  await say(...months)
  const condition: AlarmCondition = {
    ...{ ...BOUND, kind: 'forecast', indicator: monthly, value: 165, deadband: 0, ahead: 6, sure: false },
  }
  await addRule(duty, 'BAO-TRUOC', { condition })
  const alarm = await raised(duty, 'BAO-TRUOC')
  expect(alarm.title.vi).toContain('dự báo')
  expect((await detail(duty, alarm.id)).detail).toMatchObject({
    value: 158,
    forecast: { value: expect.any(Number) },
  })
  await addRule(duty, 'KHONG-TOI', { condition: { ...condition, value: 1_000 } })
  await eventually(async () => {
    const { body } = await duty.get<{ code: string; places: number }[]>('/api/alarm-rules')
    expect(body.find((r) => r.code === 'KHONG-TOI')?.places).toBe(1)
  })
  expect(await openOf(duty, 'KHONG-TOI')).toEqual([])
})

const expression = (text: string, units: string[] | null = null): AlarmCondition => ({
  ...{ kind: 'expression', units, expression: text },
})

it('own expression: numbers of several indicators, an end at another bound than the beginning, each unit by itself', async () => {
  const text = `value("${ofProvinces}") > (active ? 60.0 : 70.0) && value("KTN-02", "VN") < 45000.0`
  await say({ value: 44_000 }, ...['01', '22'].map((unit) => ({ indicator: ofProvinces, unit, value: 50 })))
  const rule = await addRule(duty, 'RIENG-CEL', { condition: expression(text), needsPerson: false })
  expect(rule.places).toBeGreaterThanOrEqual(2)
  await say({ indicator: ofProvinces, unit: '22', value: 75 })
  const alarm = await raised(duty, 'RIENG-CEL')
  expect(alarm.title.vi).toBe('Quảng Ninh: Phụ tải cao')
  expect(alarm.text.vi).toMatch(/75.* · .*44\.000/)
  // Between the two bounds it stands; the other number, of another series, ends it.
  await say({ indicator: ofProvinces, unit: '22', value: 65 })
  await say({ indicator: ofProvinces, unit: '01', value: 71 })
  await eventually(async () => expect(await openOf(duty, 'RIENG-CEL')).toHaveLength(2))
  await say({ value: 45_500 })
  await ended('RIENG-CEL')
  expect(kinds(await detail(duty, alarm.id))).toEqual(['raised', 'cleared', 'ended'])
})

it('own expression: what time alone makes true is found without any news', async () => {
  await say({ value: 40_000 })
  await addRule(duty, 'TUOI', { condition: expression('age("KTN-02") > 2.0'), needsPerson: false })
  await raised(duty, 'TUOI')
  // A number that was itself long on its way is no fresh one: it goes on speaking.
  await eventually(
    async () => {
      await say({ value: 40_000.5 })
      expect(await openOf(duty, 'TUOI')).toEqual([])
    },
    { interval: 300 },
  )
})

it('own expression: an error says what is wrong and at which character; what could cost too much is refused', async () => {
  const tryOut = (text: string, units: string[] | null = null) =>
    duty.post<{ code: string; detail: { field: string; reason: string; at: number; problem?: string } }>(
      '/api/alarm-rules',
      { code: 'SAI', rule: { ...RULE, condition: expression(text, units) } },
    )
  for (const [text, at, reason] of [
    ['value("KTN-02" > 1.0', 21, 'EXPRESSION'],
    ['value("KTN-02") > limit', 19, 'EXPRESSION'],
    ['value("KTN-02")', 1, 'EXPRESSION'],
    ['1.0 > value("KHONG-CO")', 14, 'UNKNOWN_INDICATOR'],
    ['value("KTN-02", "9999") > 1.0', 18, 'UNKNOWN_UNIT'],
    ['1 > 2', 1, 'EXPRESSION'],
    ['"aaaa".matches("(a+)+$") && value("KTN-02") > 1.0', 1, 'EXPRESSION'],
    ['size(unit) > 1 && value("KTN-02") > 1.0', 1, 'EXPRESSION'],
    ['[1, 2].all(x, x > 0) && value("KTN-02") > 1.0', 2, 'EXPRESSION'],
  ] as const)
    expect([text, await tryOut(text)]).toMatchObject([
      text,
      { status: 400, body: { code: 'BAD_ALARM_RULE', detail: { field: 'expression', reason, at } } },
    ])
  const wide = Array.from({ length: 300 }, () => 'value("KTN-02") > 1.0').join(' && ')
  expect((await tryOut(wide)).status).toBe(400)
  expect((await tryOut('value("KTN-02") > 1.0', ['9999'])).body.detail.field).toBe('units')
})

it('own expression: tried on the past by the same judgement', async () => {
  const start = Date.now() - 7_200_000
  const minute = (i: number) => new Date(start + i * 60_000).toISOString()
  const loads = [40_000, 41_500, 40_500, 39_900, 42_000, 30_000]
  await say(...loads.map((value, i) => ({ at: minute(i), value })))
  const { body } = await duty.post<BackTestView>('/api/alarm-rules/back-test', {
    days: 1,
    rule: { ...RULE, condition: expression('value("KTN-02") > (active ? 40000.0 : 41000.0)', ['VN']) },
  })
  const found = body.firings.filter((f) => f.from >= start && f.from <= start + 5 * 60_000)
  expect(found.map((f) => [f.from - start, (f.to ?? 0) - start])).toEqual([
    [240_000, 300_000],
    [60_000, 180_000],
  ])
  expect(body.impossible).toBe(null)
})
