import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DisputeView, PreviewView, RuleInput, RuleView } from '../../../shared/api/checks.ts'
import type { LineageView } from '../../../shared/api/live.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { disputes, judged, ruleOf, write } from './stage.ts'

const MINUTELY = { period: 'PT1M', graceSeconds: 60, expirySeconds: 3600, hours: null }

describe('checks', () => {
  let server: TestServer
  let admin: Client
  let duty: Client
  const keys = new Map<string, string>()
  /** A connection of an agency that may send these indicators. */
  const agree = async (id: string, agencyCode: string, ...indicators: string[]) => {
    const { status, body } = await admin.post<{ key: string }>('/api/connections', {
      id,
      agencyCode,
      name: { vi: id, en: id },
      connector: 'http-push',
      simulated: false,
      contract: { times: MINUTELY, series: indicators.map((indicator) => ({ indicator })) },
    })
    expect(status).toBe(201)
    keys.set(id, body.key)
  }
  type Said = { indicator: string; unit?: string; at?: string; period?: string; value: number }
  const say = async (id: string, ...rows: Said[]) => {
    const observations = rows.map((r) => ({ unit: 'VN', ...r }))
    const answer = await server.anonymous.fetch(`/api/connections/${id}/observations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.get(id)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ observations }),
    })
    expect(await answer.json()).toMatchObject({ refused: 0 })
    await judged(server)
  }
  const of = async (code: string, as = duty, query = '') =>
    (await disputes(as, query)).filter((d) => d.rule.code === code)
  const step = (as: Client, id: string, body: Record<string, unknown>) =>
    as.post<DisputeView>(`/api/checks/disputes/${id}/steps`, body)
  const seriesOf = (indicator: string, unit: string) => {
    const now = server.app.catalogue.now()
    return now.findSeries(now.indicator(indicator)!.id, now.unitInForce(unit, Date.now())!.id)!
  }
  const disputedCell = (indicator: string, unit: string) =>
    (server.app.live.cell(seriesOf(indicator, unit)).flags & FLAG.disputed) !== 0
  let monthly: string
  let realtime: string

  beforeAll(async () => {
    server = await startServer()
    admin = await server.as('administrator')
    duty = await server.as('duty')
    const provincial = server.app.catalogue.now().indicators.filter((i) => i.level === 'province')
    monthly = provincial.find((i) => i.period === 'monthly')!.code
    realtime = provincial.find((i) => i.period === 'realtime')!.code
  })
  afterAll(() => server?.stop())

  test('two sources of one number that differ are in dispute from the second word to the agreement', async () => {
    await agree('A', 'VN', 'KTN-02')
    await agree('B', 'VN', 'KTN-02')
    await write(
      admin,
      'TWO',
      ruleOf(
        { kind: 'sources', indicator: 'KTN-02', connections: ['A', 'B'] },
        { tolerance: { relative: 0.01 } },
      ),
    )
    await say('A', { indicator: 'KTN-02', at: new Date(Date.now() - 9_000).toISOString(), value: 40_000 })
    expect(await of('TWO')).toEqual([])
    await say('B', { indicator: 'KTN-02', at: new Date(Date.now() - 8_000).toISOString(), value: 41_000 })
    const [found] = await of('TWO')
    expect(found?.finding).toMatchObject({ outcome: 'failed', left: 40_000, right: 41_000, allowed: 410 })
    await eventually(() => expect(disputedCell('KTN-02', 'VN')).toBe(true))
    const card = await duty.get<LineageView>('/api/series/KTN-02/VN/lineage')
    expect(card.body.checks).toMatchObject([{ rule: { code: 'TWO' }, outcome: 'failed', dispute: found?.id }])
    await say('A', { indicator: 'KTN-02', at: new Date(Date.now() - 7_000).toISOString(), value: 40_900 })
    expect(await of('TWO')).toEqual([])
    await eventually(() => expect(disputedCell('KTN-02', 'VN')).toBe(false))
    // Back within the hour it is the same dispute that goes on.
    await say('B', { indicator: 'KTN-02', at: new Date(Date.now() - 6_000).toISOString(), value: 43_000 })
    const [again] = await of('TWO')
    expect(again?.id).toBe(found?.id)
    expect(again?.steps.map((s) => s.kind)).toEqual(['opened', 'corrected', 'reopened'])
  })

  test('a dispute is assigned, explained and decided, each by who may, and the decision holds for these numbers', async () => {
    await agree('T', '22', monthly)
    await write(admin, 'MAX', ruleOf({ kind: 'bounds', indicator: monthly, max: 100 }, { units: 'each' }))
    await say('T', { indicator: monthly, unit: '22', period: '2026-08', value: 130 })
    const [open] = await of('MAX')
    expect(open).toMatchObject({
      unit: { code: '22' },
      period: '2026-08',
      finding: { left: 130, right: 100 },
    })
    const id = open!.id
    const [own, other] = [await server.as('agency', '22'), await server.as('agency', '01')]
    const auditor = await server.as('auditor')
    expect((await step(own, id, { kind: 'assigned', to: '22', note: '' })).status).toBe(403)
    expect((await step(auditor, id, { kind: 'closed', note: 'xong rồi' })).status).toBe(403)
    expect((await step(other, id, { kind: 'explained', note: 'không phải của tôi' })).status).toBe(404)
    expect((await step(duty, id, { kind: 'assigned', to: 'KHONG', note: '' })).status).toBe(404)
    expect((await step(duty, id, { kind: 'assigned', to: '22', note: 'xin đối soát' })).body).toMatchObject({
      assignedTo: '22',
    })
    expect((await step(own, id, { kind: 'explained', note: 'đã đối soát, số đúng' })).status).toBe(200)
    const leader = await server.as('leader')
    const done = await step(leader, id, { kind: 'arbitrated', stands: 'left', note: 'giữ số của tỉnh' })
    expect(done.body).toMatchObject({ open: false })
    expect(done.body.steps.map((s) => [s.kind, s.actor.split(':')[0]])).toEqual([
      ['opened', 'system'],
      ['assigned', 'account'],
      ['explained', 'account'],
      ['arbitrated', 'account'],
    ])
    expect((await step(leader, id, { kind: 'arbitrated', stands: 'both', note: 'lần nữa' })).status).toBe(409)
    // The same numbers again change nothing; others open it anew.
    await say('T', { indicator: monthly, unit: '22', period: '2026-08', value: 130 })
    expect(await of('MAX')).toEqual([])
    await say('T', { indicator: monthly, unit: '22', period: '2026-08', value: 140 })
    expect(await of('MAX')).toMatchObject([{ finding: { left: 140 } }])
    const { rows } = await server.app.db.pool.query<{ action: string }>(
      `select action from audit_entry where subject = $1 order by 1`,
      [`dispute:${id}`],
    )
    expect(rows.map((r) => r.action)).toEqual(['dispute.arbitrated', 'dispute.assigned', 'dispute.explained'])
  })

  test('an agency hears of its own disputes and of nobody else’s', async () => {
    const [own, other] = [await server.as('agency', '22'), await server.as('agency', '01')]
    expect(await of('MAX', own)).toHaveLength(1)
    expect(await of('MAX', other)).toHaveLength(0)
    const [open] = await of('MAX')
    expect((await other.get(`/api/checks/disputes/${open!.id}`)).status).toBe(404)
    expect((await own.get('/api/checks/rules')).status).toBe(403)
  })

  test('year-to-date, jump and expression rules fire on what they should and on nothing else', async () => {
    await agree('K', 'VN', 'KTTH-12', monthly, realtime)
    for (const [m, value] of [
      ['W32', 10],
      ['W33', 25],
      ['W34', 24],
      ['W35', 40],
    ] as const)
      await say('K', { indicator: 'KTTH-12', period: `2026-${m}`, value })
    expect((await of('YTD-KTTH-12')).map((d) => d.period)).toEqual(['2026-W34'])
    await write(
      admin,
      'JUMP',
      ruleOf({ kind: 'jump', indicator: realtime, window: 8, limit: 6 }, { units: 'each' }),
    )
    const at = (i: number) => new Date(Date.now() - 60_000 + i * 1_000).toISOString()
    for (const [i, value] of [50, 51, 49, 50, 52, 48, 50, 51].entries())
      await say('K', { indicator: realtime, unit: '01', at: at(i), value })
    expect(await of('JUMP')).toEqual([])
    await say('K', { indicator: realtime, unit: '01', at: at(9), value: 90 })
    expect((await of('JUMP')).map((d) => d.unit.code)).toEqual(['01'])
    await say('K', { indicator: realtime, unit: '01', at: at(10), value: 51 })
    expect(await of('JUMP')).toEqual([])
    const growth: RuleInput['check'] = {
      kind: 'expression',
      left: `value("${monthly}")`,
      operator: '<=',
      right: `before("${monthly}") * 1.5`,
    }
    await write(admin, 'GROWTH', ruleOf(growth, { units: 'each' }))
    await say('K', { indicator: monthly, unit: '01', period: '2026-05', value: 10 })
    await say('K', { indicator: monthly, unit: '01', period: '2026-06', value: 14 })
    expect(await of('GROWTH')).toEqual([])
    await say('K', { indicator: monthly, unit: '01', period: '2026-07', value: 30 })
    expect(await of('GROWTH')).toMatchObject([{ period: '2026-07', finding: { left: 30, right: 21 } }])
    await say('K', { indicator: monthly, unit: '01', period: '2026-07', value: 20 })
    expect(await of('GROWTH')).toEqual([])
    // A late correction of a month has the next one looked at again, which was compared with it.
    await say('K', { indicator: monthly, unit: '01', period: '2026-06', value: 12 })
    expect(await of('GROWTH')).toMatchObject([{ period: '2026-07', finding: { left: 20, right: 18 } }])
  })

  test('a rule is tried on the past before it is written, and a bad one says where it is bad', async () => {
    const tried = await admin.post<PreviewView>(
      '/api/checks/preview',
      ruleOf({ kind: 'bounds', indicator: 'KTTH-12', max: 24.5 }),
    )
    expect(tried.body).toMatchObject({ places: 1, moments: 4, fired: 2, incomplete: 0 })
    expect(tried.body.findings.map((f) => [f.period, f.left])).toEqual([
      ['2026-W35', 40],
      ['2026-W33', 25],
    ])
    expect(await of('TRY')).toEqual([])
    for (const [check, field] of [
      [{ kind: 'bounds', indicator: 'KHONG', max: 1 }, 'check.indicator'],
      [{ kind: 'bounds', indicator: 'KTTH-12' }, 'check.min'],
      [{ kind: 'expression', left: 'value("KTTH-12") +', operator: '=', right: '1' }, 'check.left'],
      [{ kind: 'sources', indicator: 'KTTH-12' }, 'check.other'],
      [{ kind: 'expression', left: 'value("KTTH-12")', operator: '=', right: 'value("KTN-02")' }, 'check'],
    ] as [RuleInput['check'], string][]) {
      const bad = await admin.post('/api/checks/preview', ruleOf(check))
      expect(bad).toMatchObject({ status: 400, body: { code: 'BAD_RULE', detail: { field } } })
    }
  })

  test('a changed rule is held against the same numbers anew; a disabled one leaves no doubt', async () => {
    const rules = (await admin.get<RuleView[]>('/api/checks/rules')).body
    const max = rules.find((r) => r.code === 'MAX')!
    let after = max.version
    const put = (rule: RuleInput) =>
      admin.send('PUT', `/api/checks/rules/${max.id}`, { ...rule, after: after++ })
    expect(await of('MAX')).toHaveLength(1)
    expect(
      (await put({ ...max.rule, check: { kind: 'bounds', indicator: monthly, max: 1_000 } })).status,
    ).toBe(200)
    await judged(server)
    expect(await of('MAX')).toEqual([])
    expect((await put({ ...max.rule, check: { kind: 'bounds', indicator: monthly, max: 50 } })).status).toBe(
      200,
    )
    await judged(server)
    expect((await of('MAX')).length).toBeGreaterThan(0)
    expect((await put({ ...max.rule, enabled: false })).body).toMatchObject({ version: 4, failing: 0 })
    expect(await of('MAX')).toEqual([])
  })

  test('of two who write on one version of a rule the second is refused, and nothing is lost', async () => {
    const { id, rule } = await write(admin, 'HAI-NGUOI', {
      ...ruleOf({ kind: 'bounds', indicator: monthly, max: 1_000_000 }),
      enabled: false,
    })
    const put = (note: string, after?: number) =>
      admin.send('PUT', `/api/checks/rules/${id}`, { ...rule, note, after })
    const both = await Promise.all([put('một', 1), put('hai', 1)])
    expect(both.map((b) => b.status).sort()).toEqual([200, 409])
    const at = both.findIndex((b) => b.status === 200)
    expect(both[1 - at]?.body).toMatchObject({
      ...{ code: 'CONFLICT', detail: { reason: 'NEWER_VERSION', version: 2 } },
    })
    const stands = async () =>
      (await admin.get<RuleView[]>('/api/checks/rules')).body.find((r) => r.id === id)
    expect(await stands()).toMatchObject({ version: 2, rule: { note: ['một', 'hai'][at] } })
    expect((await put('ba')).status).toBe(400)
    expect((await put('ba', 2)).body).toMatchObject({ version: 3, rule: { ...rule, note: 'ba' } })
    expect((await stands())?.rule).not.toHaveProperty('after')
  })
})
