import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmCondition, AlarmRuleInput, BackTestView } from '../../../shared/api/alarms.ts'
import { push } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { ruleOf, write } from '../checks/stage.ts'
import { BOUND, loadNow, RULE } from './stage.ts'

const MINUTE = 60_000
const DAY = 86_400_000
let server: TestServer
let duty: Client
/** Three hours ago: where the rows made by hand begin. */
const start = Date.now() - 180 * MINUTE
const at = (minute: number) => start + minute * MINUTE
const query = <T extends object>(sql: string, values: unknown[]) =>
  server.app.db.pool.query<T>(sql, values).then((r) => r.rows)
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

async function tryOut(condition: AlarmCondition, more: Partial<AlarmRuleInput> = {}, days = 1) {
  const rule = { ...RULE, enabled: false, condition, ...more }
  const { status, body } = await duty.post<BackTestView>('/api/alarm-rules/back-test', { rule, days })
  expect([status, body.impossible]).toEqual([200, null])
  return body
}
/** Oldest first, in minutes after the beginning; null = it still stands. */
const spans = ({ firings }: BackTestView) =>
  firings
    .map((f) => [(f.from - start) / MINUTE, f.to === null ? null : (f.to - start) / MINUTE] as const)
    .toReversed()

it('cross-check: tried on the disputes that were kept, with the times to hold and to end', async () => {
  const administrator = await server.as('administrator')
  const bounds = (max: number) => ruleOf({ kind: 'bounds', indicator: 'KTN-02', max })
  const mine = (await write(administrator, 'PHU-TAI', bounds(45_000))).id
  const other = (await write(administrator, 'KHAC', bounds(46_000))).id
  const now = server.app.catalogue.now()
  const [unit, indicator] = [now.nation().id, now.indicator('KTN-02')?.id]
  /** A dispute about a month: what the live engine judges of instants is not touched. */
  const dispute = async (rule: number, month: string, ...steps: [kind: string, at: number][]) => {
    const [made] = await query<{ id: string }>(
      `insert into dispute (rule_id, version, unit_id, indicator_id, period, series, opened_at)
       values ($1, 1, $2, $3, $4, '{}', $5) returning id`,
      [rule, unit, indicator, month, new Date(steps[0]?.[1] ?? 0)],
    )
    for (const [kind, when] of steps)
      await query('insert into dispute_step (dispute_id, at, kind, actor) values ($1, $2, $3, $4)', [
        ...[made?.id, new Date(when), kind, 'system'],
      ])
  }
  await dispute(
    mine,
    '2020-01',
    ...([
      ['opened', at(0)],
      ['assigned', at(5)],
      ['corrected', at(10)],
      ['reopened', at(20)],
      ['closed', at(50)],
    ] as [string, number][]),
  )
  await dispute(mine, '2020-02', ['opened', start - 3 * DAY], ['explained', start - 2.5 * DAY])
  await dispute(mine, '2020-03', ['opened', start - 3 * DAY], ['arbitrated', start - 2 * DAY])
  await dispute(other, '2020-04', ['opened', at(1)], ['corrected', at(2)])

  const condition: AlarmCondition = { kind: 'check', checks: ['PHU-TAI'] }
  const found = await tryOut(condition)
  // The one that was decided before the stretch begins is not looked at; the one that stands does from its beginning.
  expect(found).toMatchObject({ times: 3, places: 2, read: 7, left: 0 })
  expect(found.firings.find((f) => f.to === null)?.from).toBe(found.from)
  const ended = (b: BackTestView) => spans({ ...b, firings: b.firings.filter((f) => f.to !== null) })
  expect(ended(found)).toEqual([
    [0, 10],
    [20, 50],
  ])
  expect(found.firings[0]?.place.vi).toContain(' · ')
  // Held for a quarter of an hour, the ten minutes are none; ended after a quarter, the two are one.
  expect(ended(await tryOut(condition, { holdSeconds: 900 }))).toEqual([[35, 50]])
  expect(ended(await tryOut(condition, { clearSeconds: 900 }))).toEqual([[0, 65]])
  expect((await tryOut({ kind: 'check', checks: [] })).times).toBe(4)
  expect((await tryOut(condition, {}, 7)).times).toBe(4)
})

it('directive: tried on the deadlines that held then and on what was done', async () => {
  const unit = server.app.catalogue.now().unitInForce('22', Date.now())?.id
  const given = start - 9 * DAY
  const directive = async (versions: [at: number, due: number][], ...steps: [kind: string, at: number][]) => {
    const [made] = await query<{ id: number }>(
      `insert into directive (batch, addressee_id, simulated, created_by, created_at)
       select gen_random_uuid(), $1, false, min(id), $2 from account returning id::int`,
      [unit, new Date(given)],
    )
    for (const [i, [when, due]] of versions.entries())
      await query(
        `insert into directive_version (directive_id, version, text, due, priority, by, at)
         select $1, $2, 'Khắc phục sạt lở đê', $3, 'normal', min(id), $4 from account`,
        [made?.id, i + 1, new Date(due), new Date(when)],
      )
    for (const [i, [kind, when]] of [['drafted', given] as [string, number], ...steps].entries())
      await query(
        `insert into directive_step (directive_id, n, kind, at, by)
         select $1, $2, $3, $4, min(id) from account`,
        [made?.id, i + 1, kind, new Date(when)],
      )
    return made?.id ?? 0
  }
  // Done an hour too late, returned an hour after, and owed since.
  const late = await directive(
    [[given, at(0)]],
    ['issue', given],
    ['accept', given],
    ['complete', at(60)],
    ['return', at(120)],
  )
  // Put off half an hour after its first deadline.
  const putOff = await directive(
    [
      [given, at(0)],
      [at(30), start + 2 * DAY],
    ],
    ['issue', given],
    ['accept', given],
    ['ask', at(10)],
    ['grant', at(30)],
  )
  await directive([[given, at(0)]], ['issue', given], ['withdraw', at(-1)])
  await directive([[given, at(0)]])
  // Ended before the stretch begins.
  await directive([[given, start - 8 * DAY]], ['issue', given], ['accept', given], ['close', start - 3 * DAY])

  const found = await tryOut({ kind: 'directive' })
  expect(found).toMatchObject({ times: 3, places: 3, left: 0 })
  const own = (id: number, b: BackTestView) =>
    spans({ ...b, firings: b.firings.filter((f) => f.place.vi.endsWith(`#${id}`)) })
  // At the deadline itself it is still in time: one millisecond after it is not.
  const [over] = own(late, found)
  expect((over?.[0] ?? 0) * MINUTE).toBeCloseTo(1)
  expect(own(late, found).map(([, to]) => to)).toEqual([60, null])
  expect(own(late, found)[1]?.[0]).toBe(120)
  expect(own(putOff, found).map(([, to]) => to)).toEqual([30])
  const held = await tryOut({ kind: 'directive' }, { holdSeconds: 2_400 })
  expect(own(late, held).map(([from]) => Math.floor(from))).toEqual([40, 160])
  expect(own(putOff, held)).toEqual([])
  // Over a longer stretch also the one that was closed five days after its deadline.
  expect((await tryOut({ kind: 'directive' }, {}, 30)).times).toBe(4)
})

it('freshness: tried on when values came, without what a lost connection explains', async () => {
  const { app, url } = server
  const { id, key } = await app.intake.connections.create(
    {
      ...{ id: 'TAI-DIEN', agencyCode: 'VN', connector: 'http-push', simulated: false },
      name: { vi: 'Phụ tải', en: 'Load' },
      contract: {
        // Late twenty minutes after its time, stale forty: what is pushed now is neither while the test runs.
        times: { period: 'PT10M', graceSeconds: 600, expirySeconds: 2_400, hours: null },
        series: [{ indicator: 'KTN-02', units: ['VN'], min: 0, max: 100_000 }],
      },
    },
    'system',
  )
  expect((await push(url, id, key, loadNow(40_000))).answer).toMatchObject({ accepted: 1 })
  const series = await eventually(() => {
    const now = app.catalogue.now()
    const found = now.findSeries(now.indicator('KTN-02')?.id ?? 0, now.nation().id)
    if (found === undefined || app.trust.times(found) === null) throw new Error('nobody is known to send it')
    return found
  })
  const came = async (recorded: number, about = recorded) => {
    await query('select ensure_observation_month($1::date)', [new Date(recorded).toISOString().slice(0, 10)])
    await query(
      `insert into observation (series_id, valid_from, valid_to, value, status, entry, simulated, recorded_at, message_id, row_no)
       values ($1, $2, $2, 40000, 'provisional', 'machine', false, $3, 0, 1)`,
      [series, new Date(about), new Date(recorded)],
    )
  }
  for (const minute of [0, 10, 60, 70, 95, 105]) await came(at(minute))
  // A value about an earlier time makes nothing fresh.
  await came(at(40), at(-60))

  const late: AlarmCondition = { kind: 'freshness', indicator: 'KTN-02', units: ['VN'], state: 'late' }
  const stale: AlarmCondition = { ...late, state: 'stale' }
  /** Late waits two seconds for its connection's word. */
  const WAIT = 2_000 / MINUTE
  const rounded = (list: ReturnType<typeof spans>) =>
    list.map((s) => s.map((m) => m !== null && Math.round(m * 1_000) / 1_000))
  const begins = (list: ReturnType<typeof spans>) => rounded(list).map(([from]) => from)
  const exact = (...minutes: number[]) => minutes.map((m) => Math.round((m + WAIT) * 1_000) / 1_000)
  const found = await tryOut(late)
  // The last silence ends with what was just pushed.
  expect(found).toMatchObject({ times: 3, places: 1, read: 8, left: 0 })
  expect(begins(spans(found))).toEqual(exact(30, 90, 125))
  expect(
    spans(found)
      .map(([, to]) => to)
      .slice(0, 2),
  ).toEqual([60, 95])
  expect(spans(found)[2]?.[1]).toBeGreaterThan(179)
  expect(begins(spans(await tryOut(stale)))).toEqual(exact(50, 145))
  // Held for ten minutes, the second silence is none.
  expect(begins(spans(await tryOut(late, { holdSeconds: 600 })))).toEqual([40, 135])

  // The connection was lost meanwhile: of the first silence nothing is left to say, the third is told once it is back.
  for (const [state, minute] of [
    ['lost', 25],
    ['up', 60],
    ['lost', 110],
    ['up', 150],
  ] as const)
    await query('insert into connection_state (connection_id, at, state) values ($1, $2, $3)', [
      ...[id, new Date(at(minute)), state],
    ])
  expect(begins(spans(await tryOut(late)))).toEqual(exact(90, 150))
})

it('what cannot be tried says which kind it is', async () => {
  const impossible = async (condition: AlarmCondition) => {
    const rule = { ...RULE, enabled: false, condition }
    return (await duty.post<BackTestView>('/api/alarm-rules/back-test', { rule, days: 1 })).body.impossible
  }
  expect(await impossible({ ...BOUND, kind: 'forecast', ahead: 6, sure: false })).toBe('forecast')
  expect(await impossible({ kind: 'screen' })).toBe('screen')
})
